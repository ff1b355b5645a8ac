import { useQuery } from '@urql/preact';
import { duration, words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { PlatformFragment, PlatformsQuery } from '../generated/graphql.ts';
import type { Column } from '../parts/column.ts';
import { Panel } from '../parts/panel.tsx';
import type { Answered } from '../parts/remembered.ts';
import { SaveRows } from '../parts/save-rows.tsx';
import { Table } from '../parts/table.tsx';
import type { Period } from '../range.ts';
import { PlatformOutcomes } from './platform-outcomes.tsx';

graphql(`
  fragment Times on Percentiles { p50 p90 p95 }
`);

graphql(`
  fragment Platform on PlatformStats {
    platformName meetings completed failed successRate
    joinTime { ...Times }
    admissionTime { ...Times }
    duration { ...Times }
  }
`);

const PLATFORMS = graphql(`
  query Platforms($range: DateRange!, $timeZone: TimeZone) {
    analytics(range: $range, timeZone: $timeZone) { platforms { ...Platform } }
  }
`);

type Props = { readonly period: Period };
type Time = 'joinTime' | 'admissionTime' | 'duration';

const TIMES: readonly { readonly name: string; readonly key: Time }[] = [
  { name: 'Join', key: 'joinTime' },
  { name: 'Admission', key: 'admissionTime' },
  { name: 'Length', key: 'duration' },
];

const COLUMNS: readonly Column<PlatformFragment>[] = [
  { name: 'Platform', cell: ({ platformName }) => words(platformName) },
  ...TIMES.flatMap(({ name, key }) =>
    (['p50', 'p90', 'p95'] as const).map((rank) => ({
      name: `${name} ${rank}`,
      isNumber: true as const,
      value: (row: PlatformFragment) => row[key]?.[rank],
      format: duration,
      unit: 'seconds',
    })),
  ),
];

/** How meetings went on each platform. */
export function Platforms({ period }: Props) {
  const [result] = useQuery({ query: PLATFORMS, variables: period });
  return (
    <Panel title="Outcomes by platform" result={result} empty={emptyText}>
      {({ analytics: { platforms } }) => <PlatformOutcomes platforms={platforms} />}
    </Panel>
  );
}

/** How long things took on each platform. Asks the same as above, which is sent once. */
export function Times({ period }: Props) {
  const [result] = useQuery({ query: PLATFORMS, variables: period });
  return (
    <Panel
      title="Times by platform"
      note="p50: half took at most this long; p90: nine in ten; p95: 19 in 20."
      result={result}
      empty={emptyText}
    >
      {({ analytics: { platforms } }) => (
        <>
          <Table label="Times by platform" columns={COLUMNS} rows={platforms} />
          <SaveRows title="Times by platform" columns={COLUMNS} rows={platforms} />
        </>
      )}
    </Panel>
  );
}

function emptyText({ analytics: { platforms } }: Answered<PlatformsQuery>): string | null {
  return platforms.length > 0 ? null : 'No meetings were requested in this period.';
}

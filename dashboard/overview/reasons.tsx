import { barX, type PlotOptions, ruleX } from '@observablehq/plot';
import { useQuery } from '@urql/preact';
import { useMemo } from 'preact/hooks';
import { count, words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { OutcomeFragment } from '../generated/graphql.ts';
import { COUNT_AXIS, nameAxis, rows, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import type { Column } from '../parts/column.ts';
import { colorScale } from '../parts/courses.ts';
import { FAULTS, faultName } from '../parts/faults.ts';
import { Panel } from '../parts/panel.tsx';
import type { Period } from '../range.ts';

graphql(`
  fragment Outcome on OutcomeCount { statusName stage reason fault meetings }
`);

const OUTCOMES = graphql(`
  query Outcomes($range: DateRange!, $timeZone: TimeZone) {
    analytics(range: $range, timeZone: $timeZone) { outcomes { ...Outcome } }
  }
`);

const COLUMNS: readonly Column<OutcomeFragment>[] = [
  { name: 'Reason', cell: nameOf },
  { name: 'Status', cell: ({ statusName }) => words(statusName) },
  { name: 'Failed in', cell: ({ stage }) => (stage ? words(stage) : '') },
  { name: 'Fault', cell: ({ fault }) => faultName(fault) },
  { name: 'Meetings', isNumber: true, value: ({ meetings }) => meetings },
];

/** How meetings ended, and who could have prevented it. */
export function Reasons({ period }: { readonly period: Period }) {
  const [result] = useQuery({ query: OUTCOMES, variables: period });
  return (
    <Panel
      title="Ends by fault"
      note="Why meetings ended. The colour shows who could have prevented it."
      result={result}
      empty={({ analytics: { outcomes } }) =>
        outcomes.length > 0 ? null : 'No meeting in this period has ended yet.'
      }
    >
      {({ analytics: { outcomes } }) => <Ends outcomes={outcomes} />}
    </Panel>
  );
}

function Ends({ outcomes }: { readonly outcomes: readonly OutcomeFragment[] }) {
  const options = useMemo(() => optionsFor(outcomes), [outcomes]);
  const legend = FAULTS.filter(({ fault }) => outcomes.some((outcome) => outcome.fault === fault));
  return (
    <Chart
      label="Ends by fault"
      options={options}
      legend={legend}
      columns={COLUMNS}
      rows={outcomes}
    />
  );
}

const ROOM = 178;

function optionsFor(outcomes: readonly OutcomeFragment[]): PlotOptions {
  const ends = outcomes.map((outcome) => ({
    end: nameOf(outcome),
    fault: faultName(outcome.fault),
    meetings: outcome.meetings,
  }));
  return {
    ...rows({ names: [...new Set(ends.map(({ end }) => end))], room: ROOM, row: 30 }),
    x: COUNT_AXIS,
    color: colorScale(FAULTS),
    marks: [
      nameAxis(ROOM),
      barX(ends, {
        x: 'meetings',
        y: 'end',
        fill: 'fault',
        title: ({ end, fault, meetings }) => `${end}\nFault: ${fault}\n${count(meetings)} meetings`,
        tip: TIP,
      }),
      ruleX([0]),
    ],
  };
}

function nameOf({ reason, statusName }: OutcomeFragment): string {
  return words(reason ?? `${statusName}, no reason`);
}

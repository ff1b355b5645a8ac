import { bytes, count, duration, type Figure, NOTHING, share } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type {
  MeetingDetailFragment,
  MissingReason,
  PerformanceFragment,
  TranscriptionFragment,
} from '../generated/graphql.ts';

graphql(`
  fragment Performance on PerformanceMetrics {
    joinTime admissionTime activeTime totalDuration botUptime cpuSeconds peakMemoryBytes
  }
`);

graphql(`
  fragment Transcription on TranscriptionStats {
    speechDuration coverage silence largestGap firstSegmentDelay overlap unattributed
    totalTranscriptions words uniqueSpeakers
  }
`);

type Shown<Key> = {
  readonly key: Key;
  readonly name: string;
  readonly format: (value: Figure) => string;
};

const PERFORMANCE: readonly Shown<Exclude<keyof PerformanceFragment, '__typename'>>[] = [
  { key: 'joinTime', name: 'Join time', format: duration },
  { key: 'admissionTime', name: 'Admission wait', format: duration },
  { key: 'activeTime', name: 'In the call', format: duration },
  { key: 'totalDuration', name: 'Length', format: duration },
  { key: 'botUptime', name: 'Bot runtime', format: duration },
  { key: 'cpuSeconds', name: 'CPU time', format: duration },
  { key: 'peakMemoryBytes', name: 'Peak memory', format: bytes },
];

const TRANSCRIPTION: readonly Shown<Exclude<keyof TranscriptionFragment, '__typename'>>[] = [
  { key: 'speechDuration', name: 'Speech', format: duration },
  { key: 'coverage', name: 'Share of the call', format: share },
  { key: 'silence', name: 'Silence', format: duration },
  { key: 'largestGap', name: 'Longest silence', format: duration },
  { key: 'firstSegmentDelay', name: 'First speech after', format: duration },
  { key: 'overlap', name: 'Overlapping speech', format: duration },
  { key: 'unattributed', name: 'Unknown speaker', format: duration },
  { key: 'totalTranscriptions', name: 'Segments', format: count },
  { key: 'words', name: 'Words', format: count },
  { key: 'uniqueSpeakers', name: 'Speakers', format: count },
];

const REASONS: Readonly<Record<MissingReason, string>> = {
  IN_PROGRESS: 'not known yet',
  NOT_APPLICABLE: 'did not happen',
  NOT_RECORDED: 'not recorded',
};

type Props = Pick<MeetingDetailFragment['telematics'], 'performance' | 'transcription' | 'missing'>;

/** All figures of a meeting; for each that is not there, why. */
export function Measured({ performance, transcription, missing }: Props) {
  const reasonOf = (metric: string): string => {
    const found = missing.find((one) => one.metric === metric)?.reason;
    return found === undefined ? NOTHING : REASONS[found];
  };
  return (
    <dl class="measured">
      {PERFORMANCE.map(({ key, name, format }) => (
        <Line
          key={key}
          name={name}
          value={performance[key]}
          format={format}
          why={reasonOf(`performance.${key}`)}
        />
      ))}
      {TRANSCRIPTION.map(({ key, name, format }) => (
        <Line
          key={key}
          name={name}
          value={transcription[key]}
          format={format}
          why={reasonOf(`transcription.${key}`)}
        />
      ))}
    </dl>
  );
}

type LineProps = {
  readonly name: string;
  readonly value: Figure;
  readonly format: (value: Figure) => string;
  readonly why: string;
};

function Line({ name, value, format, why }: LineProps) {
  const isThere = value !== null && value !== undefined;
  return (
    <div>
      <dt>{name}</dt>
      {isThere ? <dd>{format(value)}</dd> : <dd class="muted why">{why}</dd>}
    </div>
  );
}

import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import { STATUSES } from '../meetings/status.ts';
import { known, statusHere } from '../meetings/vocabulary.ts';
import { readSourceTimestamp } from '../vexa-import/source/timestamp.ts';
import { MOST_REASON, type VexaMeeting } from './input.ts';
import { tidyLine, tidyText } from './texts.ts';

/** One change of status as the platform reports it. */
export type ReportedChange = {
  readonly from: string | null;
  readonly to: string;
  readonly at: Date;
  readonly source: string | null;
  readonly reason: string | null;
  /** What it says of an end, in the words of the platform. */
  readonly data: JsonObject;
};

const MOST_CHANGES = 100;

/** The changes of status in an event, oldest first; what is no change is ignored, as an import tells of it. */
export function reportedHistory({ data }: VexaMeeting): readonly ReportedChange[] {
  const list = [data['status_transition'] ?? []].flat();
  return list
    .slice(-MOST_CHANGES)
    .flatMap(readChange)
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function readChange(value: unknown): ReportedChange[] {
  if (!isJsonObject(value)) return [];
  const to = statusIn(value['to']);
  const at =
    typeof value['timestamp'] === 'string' ? readSourceTimestamp(value['timestamp']) : null;
  if (to === null || at === null) return [];
  return [
    {
      from: statusIn(value['from']),
      to,
      at: new Date(at),
      source: tidyLine(value['source'], 100),
      reason: tidyText(value['reason'], MOST_REASON),
      data: endIn(value),
    },
  ];
}

/** A meeting that was continued has ends before the one that its own fields are about. */
function endIn(value: JsonObject): JsonObject {
  const words = ['completion_reason', 'failure_stage'].flatMap((name) => {
    const word = tidyLine(value[name], 100);
    return word === null ? [] : [[name, word]];
  });
  return Object.fromEntries(words) as JsonObject;
}

function statusIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return known(STATUSES, statusHere(value));
}

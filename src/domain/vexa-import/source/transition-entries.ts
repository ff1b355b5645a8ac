import sql from 'sql-template-tag';
import { type Id, type IdRange, inIdRange } from './batches.ts';
import type { QuerySource } from './source.ts';
import { readSourceTimestamp } from './timestamp.ts';

/** One change of status, as `meetings.data` holds it there. */
export type ImportedTransition = {
  readonly meetingId: Id;
  /** Its place in the meeting's list. */
  readonly place: number;
  readonly at: string;
  readonly to: string;
  readonly from: string | null;
  readonly source: string | null;
  readonly reason: string | null;
  /** JSON of whatever else it says. */
  readonly rest: string;
};

/** What the meetings of a batch hold. */
export type Transitions = {
  readonly entries: readonly ImportedTransition[];
  /** Lists in JSON of what is no change of status, by meeting. */
  readonly unread: ReadonlyMap<Id, string>;
  /** When a meeting's first change was. */
  readonly firstAt: ReadonlyMap<Id, string>;
};

type Element = {
  readonly meetingId: Id;
  readonly place: number;
  /** Null unless it is text. */
  readonly to: string | null;
  readonly timestamp: string | null;
  readonly from: string | null;
  readonly source: string | null;
  readonly reason: string | null;
  readonly rest: string | null;
  readonly text: string;
};

/** Older rows hold one change where newer ones hold a list. */
export async function readTransitions(query: QuerySource, range: IdRange): Promise<Transitions> {
  const elements = await query<Element>(sql`
    select t.id::text as "meetingId", e.place::int as place,
      case when jsonb_typeof(e.value -> 'to') = 'string' then e.value ->> 'to' end as "to",
      e.value ->> 'timestamp' as "timestamp", e.value ->> 'from' as "from",
      e.value ->> 'source' as source, e.value ->> 'reason' as reason,
      case when jsonb_typeof(e.value) = 'object'
        then (e.value - '{from,to,timestamp,source,reason}'::text[])::text end as rest,
      e.value::text as text
    from meetings t
      cross join lateral (select t.data::jsonb -> 'status_transition' as value) list
      cross join lateral jsonb_array_elements(case jsonb_typeof(list.value)
        when 'array' then list.value when 'null' then '[]' else jsonb_build_array(list.value) end
      ) with ordinality as e(value, place)
    where ${inIdRange(range)} and list.value is not null
    order by t.id, e.place`);
  const entries: ImportedTransition[] = [];
  const unread = new Map<Id, string[]>();
  const firstAt = new Map<Id, string>();
  for (const element of elements) {
    const entry = entryOf(element);
    const { meetingId, text } = element;
    if (entry === null) unread.set(meetingId, [...(unread.get(meetingId) ?? []), text]);
    else entries.push(entry);
    const first = firstAt.get(meetingId);
    if (entry && (first === undefined || entry.at < first)) firstAt.set(meetingId, entry.at);
  }
  const lists = [...unread].map(([id, texts]) => [id, `[${texts.join()}]`] as const);
  return { entries, unread: new Map(lists), firstAt };
}

function entryOf({ to, timestamp, text, rest, ...element }: Element): ImportedTransition | null {
  const at = readSourceTimestamp(timestamp ?? '');
  return to === null || at === null || rest === null ? null : { ...element, to, at, rest };
}

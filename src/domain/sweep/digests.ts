import sql from 'sql-template-tag';
import {
  KEYED_LENGTH,
  keyedDigests,
  REQUEST_DIGESTS,
  ROW_STATES,
} from '../../security/vault/keyed-digests.ts';
import type { Sweep } from './sweeps.ts';

const AT_ONCE = 1_000;

/** Of the last day's requests: older ones are forgotten. */
export const requestDigests: Sweep = {
  name: 'idempotent_requests.request',
  what: 'unkeyed digests of requests were replaced with keyed ones',
  batch: async ({ rows, vault }) => {
    const found = await rows<{ readonly key: Uint8Array; readonly request: Uint8Array }>(sql`
      select r.key, r.request from idempotent_requests r
      where octet_length(r.request) <> ${KEYED_LENGTH} limit ${AT_ONCE} for no key update`);
    if (found.length === 0) return null;
    const { of } = keyedDigests(vault, REQUEST_DIGESTS);
    await rows(sql`
      update idempotent_requests r set request = x.request
      from unnest(${found.map(({ key }) => key)}::bytea[], ${found.map(({ request }) => of(request))}::bytea[])
        as x(key, request)
      where r.key = x.key`);
    return { after: 'again', changed: found.length };
  },
};

type Entry = {
  readonly sourceId: bigint;
  readonly kind: string;
  readonly foreignId: bigint;
  readonly state: Uint8Array;
};
type Place = readonly [sourceId: string, kind: string, foreignId: string];

/** Before all of them. */
const START: Place = ['0', '', '0'];

export const importedStates: Sweep = {
  name: 'imported_rows.state',
  what: 'unkeyed digests of imported rows were replaced with keyed ones',
  batch: async ({ rows, vault }, after) => {
    const [sourceId, kind, foreignId] = after === null ? START : (JSON.parse(after) as Place);
    const found = await rows<Entry>(sql`
      select r.source_id as "sourceId", r.kind, r.foreign_id as "foreignId", r.state from imported_rows r
      where (r.source_id, r.kind, r.foreign_id) > (${sourceId}::bigint, ${kind}, ${foreignId}::bigint)
      order by r.source_id, r.kind, r.foreign_id limit ${AT_ONCE} for no key update`);
    const last = found.at(-1);
    if (last === undefined) return null;
    const plain = found.filter(({ state }) => state.length !== KEYED_LENGTH);
    const { of } = keyedDigests(vault, ROW_STATES);
    await rows(sql`
      update imported_rows r set state = x.state
      from unnest(${plain.map((entry) => entry.sourceId)}::bigint[], ${plain.map((entry) => entry.kind)}::text[],
        ${plain.map((entry) => entry.foreignId)}::bigint[], ${plain.map(({ state }) => of(state))}::bytea[])
        as x(source_id, kind, foreign_id, state)
      where r.source_id = x.source_id and r.kind = x.kind and r.foreign_id = x.foreign_id`);
    const place: Place = [String(last.sourceId), last.kind, String(last.foreignId)];
    return { after: JSON.stringify(place), changed: plain.length };
  },
};

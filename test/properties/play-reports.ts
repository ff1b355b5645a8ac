import { isDeepStrictEqual } from 'node:util';
import sql from 'sql-template-tag';
import type { TestServer } from '../support/server.ts';
import type { Act, Erased } from './random-reports.ts';
import type { Outcome } from './reference-meeting.ts';
import type { Answer, Reference } from './reference-reports.ts';
import { inputOf, type Player, type Sent, sentAt } from './sent-reports.ts';

export type Difference = { readonly expected: unknown; readonly found: unknown };

/** Does one act, by the service and by the reference; answers where the two differ. */
export async function play(
  server: TestServer,
  player: Player,
  act: Act,
  now: number,
): Promise<Difference | null> {
  if (act.kind === 'erased' || act.kind === 'continued') return beside(server, player, act, now);
  const { reference, sent } = player;
  const fresh = act.kind === 'again' ? sent.at(-1 - act.nth) : sentAt(act, now, reference);
  if (fresh === undefined) return null;
  if (act.kind !== 'again') sent.push(fresh);
  const how = act.kind === 'again' ? act.how : 'once';
  if (how === 'with a key') return differ('refused', await sendWithKey(server, player, fresh));
  const expected = [foretell(player, fresh, now)];
  if (how === 'twice') expected.push(foretell(player, fresh, now));
  const found = await Promise.all(expected.map(() => send(server, player, fresh)));
  learnIds(player, found);
  const told = found.map((answer) => outcomesOf(player, answer));
  return how === 'twice' ? differ(inAnyOrder(expected), inAnyOrder(told)) : differ(expected, told);
}

/** Of two reports at once, either may come first; the status is told as it is after one or both. */
function inAnyOrder(answers: readonly (string | readonly Told[])[]): unknown {
  const withoutStatus = (answer: string | readonly Told[]) =>
    typeof answer === 'string' ? answer : answer.map((one) => ({ ...one, status: null }));
  return answers.map((answer) => JSON.stringify(withoutStatus(answer))).sort();
}

export function differ(expected: unknown, found: unknown): Difference | null {
  return isDeepStrictEqual(plain(expected), plain(found)) ? null : { expected, found };
}

/** Sums of fractions differ in their last digit. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
    typeof one === 'number' && !Number.isInteger(one) ? Number(one.toPrecision(10)) : one,
  );

type Told = Outcome & { readonly status: string | null };

function foretell({ reference }: Player, sent: Sent, now: number): string | readonly Told[] {
  const answer = answerOf(reference, sent, now);
  if (typeof answer === 'string') return answer;
  const { meetings } = reference;
  return answer.map((one) => ({
    ...one,
    status: one.nth === null ? null : (meetings[one.nth]?.status ?? null),
  }));
}

function answerOf(reference: Reference, sent: Sent, now: number): Answer {
  if (sent.kind === 'meetings') return reference.report(sent.items, now);
  if (sent.kind === 'changes') return reference.change(sent.items, now);
  if (sent.kind === 'sessions') return reference.sessions(sent.meeting, sent.items, now);
  return reference.segments(sent.meeting, sent.items, now);
}

type Receipt = {
  readonly state: Outcome['state'];
  readonly meeting: { readonly databaseId: number; readonly statusName: string } | null;
  readonly error: { readonly __typename: string } | null;
};
type Found = { readonly __typename: string; readonly receipts?: readonly Receipt[] };

async function send(server: TestServer, player: Player, sent: Sent, headers = {}): Promise<Found> {
  const { mutation, input } = inputOf(player, sent);
  const name = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
  const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { __typename
    ... on ${name}Success { receipts { state meeting { databaseId statusName } error { __typename } } } } }`;
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...player.headers, ...headers },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const reply = (await response.json()) as { data?: Record<string, Found | null> };
  const answer = reply.data?.[mutation];
  if (!answer) throw new Error(JSON.stringify({ reply, input }));
  return answer;
}

async function sendWithKey(server: TestServer, player: Player, sent: Sent): Promise<string> {
  const { __typename } = await send(server, player, sent, { 'idempotency-key': 'once' });
  return __typename === 'InvalidInputError' ? 'refused' : __typename;
}

function learnIds({ ids }: Player, found: readonly Found[]): void {
  const named = found.flatMap(({ receipts = [] }) =>
    receipts.flatMap(({ meeting }) => meeting?.databaseId ?? []),
  );
  ids.push(...new Set(named.filter((id) => !ids.includes(id))));
  ids.sort((one, other) => one - other);
}

/** A meeting is known by the place of its number among those that were made. */
function outcomesOf({ ids }: Player, { __typename, receipts }: Found): string | readonly Told[] {
  if (receipts === undefined) return __typename;
  return receipts.map(({ state, meeting, error }) => ({
    state,
    nth: meeting ? ids.indexOf(meeting.databaseId) : null,
    error: error?.__typename ?? null,
    status: meeting?.statusName ?? null,
  }));
}

type Beside = Extract<Act, { kind: 'erased' | 'continued' }>;

/** What an import does, or an operator by hand. */
async function beside(server: TestServer, player: Player, act: Beside, now: number) {
  const { reference, ids, userId } = player;
  const meeting = reference.meetings[act.nth % reference.meetings.length];
  const id = ids[meeting?.nth ?? -1];
  if (meeting === undefined || id === undefined) return null;
  if (act.kind === 'erased') {
    reference.erase(meeting, act.what);
    await server.db.rows(eraseSql(act.what, id));
  } else if (reference.mayContinue(meeting)) {
    const { from, to, at, source } = reference.continue(meeting, now);
    await server.db.rows(sql`
      with step as (insert into meeting_transitions (meeting_id, user_id, from_status, to_status, at, source)
        values (${id}, ${userId}, ${from}, ${to}, ${new Date(at)}, ${source}))
      update meetings set status = 'active', end_time = null, updated_at = ${new Date(now)} where id = ${id}`);
  }
  return null;
}

const TABLES = {
  session: sql`meeting_sessions`,
  segment: sql`transcript_segments`,
  transition: sql`meeting_transitions`,
};
const LAST = { session: sql`id`, segment: sql`id`, transition: sql`at desc, id` };

function eraseSql(what: Erased, id: number) {
  return sql`delete from ${TABLES[what]} where id = (
    select id from ${TABLES[what]} where meeting_id = ${id} order by ${LAST[what]} desc limit 1)`;
}

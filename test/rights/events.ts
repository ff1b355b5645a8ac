import type { TestServer } from '../support/server.ts';
import type { ExpectedActor } from './callers.ts';

export type Refused = ExpectedActor & { readonly what: string; readonly why: string };

type Row = {
  readonly id: bigint;
  readonly kind: string;
  readonly actor: bigint | null;
  readonly name: string | null;
  readonly what: string;
  readonly why: string;
  readonly times: number;
};

/** What was refused while something was done: each as often as it was. */
export async function refusedWhile(
  server: TestServer,
  work: () => Promise<unknown>,
): Promise<Refused[]> {
  const before = await tally(server);
  await work();
  return (await tally(server)).flatMap(({ key, refused, times }) => {
    const more = times - (before.find((one) => one.key === key)?.times ?? 0);
    return Array.from({ length: more }, () => refused);
  });
}

/** Equal refusals are one row or several, as it happens: their sum counts. */
async function tally(server: TestServer) {
  await server.app.refusals.flush();
  const rows = await server.db.prisma.$queryRawUnsafe<Row[]>(
    `select min(id) as id, actor_kind as kind, actor_id as actor, actor_name as name, after ->> 'what' as what,
      after ->> 'why' as why, sum((after ->> 'times')::int)::int as times
     from audit_events where action = 'REQUEST_REFUSED' group by 2, 3, 4, 5, 6 order by 1`,
  );
  return rows.map(({ kind, actor, name, what, why, times }) => {
    const id = actor === null ? null : String(actor);
    const refused = { kind: kind as Refused['kind'], id, name, what, why };
    return { key: JSON.stringify(refused), refused, times };
  });
}

/** What strangers are refused is added up: of theirs, only the number counts. */
export function inOrder(all: readonly Refused[]): string[] {
  return all
    .map(({ kind, id, name, what, why }) =>
      kind === 'NOBODY' ? kind : [kind, id, name, what, why].join(' | '),
    )
    .sort();
}

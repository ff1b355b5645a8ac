import sql from 'sql-template-tag';
import type { TestServer } from './server.ts';

/** One of many requests that are sent at once, told apart by their ids and addresses. */
export type Sent = {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string>>;
};

export type Answered = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly requestId: string;
};

/** What the audit log holds of a request. */
export type EventRow = {
  readonly requestId: string;
  readonly ip: string;
  readonly actor: string;
  readonly targetId: bigint;
};

/** The server has to trust its proxy. */
export function sendAll(server: TestServer, all: readonly Sent[]): Promise<Answered[]> {
  return Promise.all(
    all.map(async ({ path, body, requestId, ip, headers }) => {
      const response = await server.fetch(path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-request-id': requestId,
          'x-forwarded-for': ip,
          ...headers,
        },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as Answered['body'];
      return { status: response.status, body: answer, requestId };
    }),
  );
}

/** By the requests that left them. */
export async function eventsOf(
  { db }: TestServer,
  action: string,
  all: readonly Pick<Sent, 'requestId'>[],
): Promise<EventRow[]> {
  return await db.rows<EventRow>(sql`
    select request_id as "requestId", ip, actor_kind || ' ' || actor_name as actor, target_id as "targetId"
    from audit_events where action = ${action}
      and request_id = any(${all.map(({ requestId }) => requestId)}::text[])
    order by request_id`);
}

type Spoiled = { readonly table: string; readonly column: string; readonly value: string };

export const REFUSE = `raise exception 'not this one'`;
/** Nobody hears what became of the statement. */
export const HANG_UP = 'perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1)';

/** What the database itself does when a row comes with this value in this column. */
export async function spoilRows(
  { db }: TestServer,
  { table, column, value }: Spoiled,
  does: string,
): Promise<void> {
  await db.prisma.$executeRawUnsafe(`
    create function spoil_${value}() returns trigger language plpgsql as
      $$ begin ${does}; return new; end $$`);
  await db.prisma.$executeRawUnsafe(`
    create trigger spoil_${value} before insert on ${table} for each row
      when (starts_with(new.${column}, '${value}')) execute function spoil_${value}()`);
}

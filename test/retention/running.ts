import sql from 'sql-template-tag';
import { type RetentionOptions, runSome } from '../../src/domain/retention/run.ts';
import { until } from '../http/raw-connection.ts';
import type { TestServer } from '../support/server.ts';

export const NEVER = { segments: 0, meetings: 0, usage: 0, auditEvents: 0 };

/** As a process with these settings has it. */
export function retentionOf({ app }: TestServer, limits: Partial<typeof NEVER>): RetentionOptions {
  const { db, vault, clock, sealer, log, retention: state } = app;
  return { db, vault, clock, sealer, log, state, config: { retention: { ...NEVER, ...limits } } };
}

/** Runs all kinds that have a limit to their end, due or not. @returns how many batches that took */
export async function runRetention(
  server: TestServer,
  limits: Partial<typeof NEVER>,
): Promise<number> {
  await server.db.rows(sql`update retention_runs set wanted_at = now()`);
  const options = retentionOf(server, limits);
  let batches = 0;
  // What drops events leaves them for later while the server seals others.
  await until(async () => {
    while (await runSome(options)) batches += 1;
    return await areEnded(server);
  });
  return batches;
}

async function areEnded({ db }: TestServer): Promise<boolean> {
  const left = await db.rows(sql`
    select from retention_runs where started_at is not null and finished_at is null`);
  return left.length === 0;
}

export async function countOf(server: TestServer, table: string): Promise<number> {
  const [found] = await server.db.prisma.$queryRawUnsafe<{ rows: number }[]>(
    `select count(*)::int as rows from ${table}`,
  );
  return found?.rows ?? 0;
}

export async function hold(
  { graphql, adminKey }: TestServer,
  held: { readonly user: { readonly id: string } } | { readonly meetingId: string },
): Promise<string> {
  const { data } = await graphql<{ placeLegalHold: { hold: { id: string } } }>(
    `mutation ($input: PlaceLegalHoldInput!) { placeLegalHold(input: $input) {
      ... on LegalHoldSuccess { hold { id } } } }`,
    { admin: adminKey, variables: { input: { ...held, reason: 'case 7' } } },
  );
  return data.placeLegalHold.hold.id;
}

export async function release({ graphql, adminKey }: TestServer, id: string): Promise<void> {
  await graphql(`mutation { releaseLegalHold(input: {id: "${id}"}) { __typename } }`, {
    admin: adminKey,
  });
}

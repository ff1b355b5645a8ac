import { expect } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions, ImportReport } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

export const MALLORY = 'mallory-known-weak-key';

export const idOf = (type: string, id: bigint | number) =>
  Buffer.from(`${type}:${id}`).toString('base64url');

export type Powers = ReturnType<typeof powersFrom>;

/** A service, a database that it imports, and what either gives to whom. */
export async function openBoth(): Promise<Powers> {
  return powersFrom(await startServer(), await createVexaDatabase('0.12'));
}

function powersFrom(server: TestServer, source: VexaDatabase) {
  async function close(): Promise<void> {
    await source.drop();
    await server.stop();
  }

  /** An import, and before it what a rehearsal says of it. */
  async function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
    const rehearsed = await importVexa(server.app, { from: source.url, ...options, dryRun: true });
    const report = await importVexa(server.app, { from: source.url, ...options });
    expect(rehearsed.tally).toEqual(report.tally);
    return report;
  }

  /** What a key opens: nothing, what is its user's, or everything. */
  async function opens(key: string): Promise<string> {
    const headers = { 'x-api-key': key };
    const me = await server.fetch('/auth/me', { headers });
    const users = await server.fetch('/users', { headers });
    if (users.status === 200) return 'everything';
    return me.status === 200
      ? `user ${((await me.json()) as { user_id: number }).user_id}`
      : 'nothing';
  }

  const update = (id: string, changes: string) =>
    server.graphql(`mutation { updateUser(input: {id: "${id}", ${changes}}) { __typename } }`, {
      admin: server.adminKey,
    });

  async function refusals(): Promise<object[]> {
    const { data } = await server.graphql<{
      auditEvents: { edges: { node: { after: object } }[] };
    }>(
      '{ auditEvents(first: 50, filter: {action: {eq: IMPORT_REFUSED}}) { edges { node { after } } } }',
      { admin: server.adminKey },
    );
    return data.auditEvents.edges.map(({ node }) => node.after).toReversed();
  }

  return { server, source, close, run, opens, update, refusals };
}

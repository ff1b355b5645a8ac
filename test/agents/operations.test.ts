import { readFileSync } from 'node:fs';
import { getOperationAST, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PATH = 'examples/agents/manifest.json';

type Operation = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly body: string;
};

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const operations: readonly Operation[] = JSON.parse(read(PATH)).operations;
const range = { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' };

let server: TestServer;
let variables: Record<string, object>;
beforeAll(async () => {
  server = await startServer({ env: { TRUSTED_DOCUMENTS: PATH } });
  const user = await seedUser(server);
  await seedMeetings(server, user.databaseId, 3);
  const times = { startTime: '2026-01-01T10:00:00Z', endTime: '2026-01-01T11:00:00Z' };
  await server.db.prisma.meeting.updateMany({ data: times });
  const { data } = await server.graphql<{ meetings: { edges: { node: { id: string } }[] } }>(
    '{ meetings(first: 1) { edges { node { id } } } }',
    { admin: server.adminKey },
  );
  variables = {
    MeetingsOverTime: { range, metric: 'MEETINGS', bucket: 'DAY', timeZone: 'Europe/Berlin' },
    FindMeetings: { filter: { status: { eq: 'COMPLETED' } } },
    MeetingDetails: { id: data.meetings.edges[0]?.node.id },
    UserActivity: { user: { email: user.email }, range },
  };
});
afterAll(() => server.stop());

describe('the operations for agents', () => {
  it.each(operations.map(({ name, ...rest }) => [name, rest] as const))(
    '%s answers with an analytics key, by its id',
    async (name, { id, body }) => {
      expect(parse(body).definitions.length).toBeGreaterThan(0);
      const response = await server.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-admin-api-key': server.analyticsKey },
        body: JSON.stringify({ documentId: id, variables: variables[name] ?? { range } }),
      });
      const { data, errors, extensions } = await response.json();
      expect([response.status, errors]).toEqual([200, undefined]);
      // Cheap enough that an agent can ask often.
      expect(extensions.cost.requested).toBeLessThan(2_500);
      for (const [field, value] of Object.entries(data)) expect(value, field).not.toBeNull();
      expect(JSON.stringify(data)).toMatch(/:[1-9]/);
    },
  );

  it('are queries, each with a comment that says what it is for', () => {
    for (const { name, body } of operations) {
      const operation = getOperationAST(parse(body));
      expect([operation?.name?.value, operation?.operation]).toEqual([name, 'query']);
      expect(body).toMatch(/^# [A-Z][^\n]{30,}\.\n/);
    }
  });

  it('stand in the docs, all of them', () => {
    const listed = [...read('docs/agents.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(operations.map(({ name }) => name).sort());
  });

  it('are all that the bridge offers', () => {
    const config = read('examples/agents/mcp.yaml');
    expect(config).toContain('mutation_mode: none');
    expect(config).not.toContain('enabled: true');
  });
});

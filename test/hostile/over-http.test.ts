import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { PRODUCTION } from './production.ts';

// The reference audits of GraphQL over HTTP. GET needs a key here, which satisfies both them and
// the rule against forged requests.

/**
 * What the audits still want to be 400, and the draft of August 2026 to be 422: a request that is no GraphQL
 * request, and variables that do not fit.
 */
const SUPERSEDED = new Set(['423L', '86EE']);

function asBefore(response: Response): Response {
  expect(response.status).toBe(422);
  return new Response(response.body, { status: 400, headers: response.headers });
}

describe.each([
  { mode: 'in development', env: {} },
  { mode: 'in production', env: PRODUCTION },
])('GraphQL over HTTP $mode', ({ env }) => {
  let server: TestServer;
  let superseded = false;
  beforeAll(async () => {
    server = await startServer({ env });
  });
  afterAll(() => server.stop());

  const audits = serverAudits({
    url: () => `${server.url}/graphql`,
    fetchFn: async (url: string, init?: RequestInit) => {
      const headers = { ...init?.headers, 'x-admin-api-key': server.adminKey };
      const response = await fetch(url, { ...init, headers });
      return superseded ? asBefore(response) : response;
    },
  });

  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits)('$id $name', async (audit) => {
    superseded = SUPERSEDED.has(audit.id);
    const result = await audit.fn();
    expect(result, 'reason' in result ? result.reason : '').toMatchObject({ status: 'ok' });
  });
});

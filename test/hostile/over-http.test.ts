import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { PRODUCTION } from './production.ts';

// The reference audits of GraphQL over HTTP. GET needs a key here, which satisfies both them and
// the rule against forged requests.

describe.each([
  { mode: 'in development', env: {} },
  { mode: 'in production', env: PRODUCTION },
])('GraphQL over HTTP $mode', ({ env }) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env });
  });
  afterAll(() => server.stop());

  const audits = serverAudits({
    url: () => `${server.url}/graphql`,
    fetchFn: (url: string, init?: RequestInit) =>
      fetch(url, { ...init, headers: { ...init?.headers, 'x-admin-api-key': server.adminKey } }),
  });

  it('has 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits)('$id $name', async (audit) => {
    const result = await audit.fn();
    expect(result, 'reason' in result ? result.reason : '').toMatchObject({ status: 'ok' });
  });
});

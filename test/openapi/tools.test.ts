import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type Description, readDescription, routesIn } from './description.ts';
import { prepareTools, runNode, runTool } from './tools.ts';

// What others' programs make of the description: linters, a generator of types, a typed client.

describe('the OpenAPI description', () => {
  let server: TestServer;
  let description: Description;
  let input: string;
  beforeAll(async () => {
    await prepareTools();
    server = await startServer();
    description = await readDescription(server);
    input = JSON.stringify(description);
  });
  afterAll(() => server.stop());

  it('passes the recommended rules of Redocly and Spectral', async () => {
    expect(JSON.parse(await runTool('lint.mjs', { input }))).toEqual([]);
    const { servers: _servers, ...without } = description;
    expect(await runTool('lint.mjs', { input: JSON.stringify(without) })).toContain('servers');
  });

  it('names each operation once, and gives every refusal a form', () => {
    const routes = routesIn(description);
    const names = routes.map(({ operationId }) => operationId);
    expect(names.every((name) => /^[a-z][a-zA-Z]+$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
    const bare = routes.flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status, { content }]) => status !== '204' && content === undefined)
        .map(([status]) => `${operationId} ${status}`),
    );
    expect(bare).toEqual([]);
    expect(description.tags.filter((tag) => !tag.description)).toEqual([]);
  });

  it('makes a typed client that works against the server', async () => {
    await runTool('generate.mjs', { input });
    await runNode(['node_modules/typescript/bin/tsc', '-p', 'test/tools']);
    const report = await runTool('client.ts', { args: [server.url, server.adminKey] });
    expect(JSON.parse(report)).toEqual({
      email: 'typed@example.com',
      scopes: ['bot', 'tx'],
      meetings: 0,
      refused: { detail: [expect.objectContaining({ loc: ['body', 'name'] })] },
      unknown: 'User not found',
    });
  });
});

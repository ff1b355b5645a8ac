import type { TestServer } from '../support/server.ts';

export async function post(server: TestServer, body: object, headers: Record<string, string>) {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (text.includes('GRAPHQL_VALIDATION_FAILED')) throw new Error(text);
}

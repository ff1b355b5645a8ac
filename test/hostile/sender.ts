import type { SeededUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { CANARIES } from './given-secrets.ts';

type Sent = {
  readonly method: string;
  readonly header: Readonly<Record<string, string>>;
  readonly body: object;
};

type Caller = {
  readonly server: TestServer;
  readonly databaseUrl: string;
  readonly user: SeededUser;
  readonly key: string;
};

/** Sends requests for operators and for one user, and keeps what was answered. */
export type Sender = Caller & {
  readonly answers: string[];
  /** The answers to what is refused because a secret is in it. */
  readonly refused: string[];
  /** The only one whose answers are not kept. */
  readonly sent: (path: string, request: Sent) => Promise<string>;
  readonly rest: (method: string, path: string, body?: object) => Promise<string>;
  readonly graphql: (
    field: string,
    input: object,
    who?: { readonly key?: string },
  ) => Promise<string>;
};

export function senderFor(caller: Caller): Sender {
  const { server, key } = caller;
  const answers: string[] = [];

  async function sent(path: string, { method, header, body }: Sent): Promise<string> {
    const headers = { ...header, 'content-type': 'application/json' };
    return await (await server.fetch(path, { method, headers, body: JSON.stringify(body) })).text();
  }

  async function rest(method: string, path: string, body?: object): Promise<string> {
    const credentials: Record<string, string> = path.startsWith('/admin')
      ? { 'x-admin-api-key': server.adminKey }
      : { 'x-api-key': path === '/users' ? server.adminKey : key };
    const response = await server.fetch(path, {
      method,
      headers: {
        ...credentials,
        'content-type': 'application/json',
        // Routes that cannot honour it refuse it.
        ...(method === 'POST' && { 'idempotency-key': `${CANARIES.header}-${answers.length}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    answers.push(text);
    return text;
  }

  async function graphql(
    field: string,
    input: object,
    who: { readonly key?: string } = {},
  ): Promise<string> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const isReport = /^(record|updateMeeting)/.test(field);
    const chosen = isReport ? 'receipts { state omitted error { message } }' : 'user { id data }';
    const picked = who.key && !isReport ? 'user { id }' : chosen;
    const reply = await server.graphql(
      `mutation ($input: ${name}Input!) { ${field}(input: $input) { ... on ${name}Success { ${picked} }
        ... on InvalidInputError { message issues { path message } } } }`,
      { ...(who.key ? who : { admin: server.adminKey }), variables: { input } },
    );
    const text = JSON.stringify(reply);
    answers.push(text);
    return text;
  }

  return { ...caller, answers, refused: [], sent, rest, graphql };
}

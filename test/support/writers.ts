import { setTimeout as pause } from 'node:timers/promises';

type Answered = { readonly status: number; readonly retryAfter: string | null };

/**
 * Clients that create users as fast as they are answered: by GraphQL and REST in turn, and every other
 * time so that it is remembered, which takes a transaction with a connection of its own.
 */
export type Writers = {
  /** The addresses of users whose creation was acknowledged. */
  readonly acknowledged: readonly string[];
  readonly answers: readonly Answered[];
  /** Requests that came to nothing, by the reason: the process hung up, or nobody was there. */
  readonly failures: readonly string[];
  readonly stop: () => Promise<void>;
};

type Target = { readonly url: string; readonly adminKey: string };

export function startWriters(target: Target, count: number): Writers {
  const acknowledged: string[] = [];
  const answers: Answered[] = [];
  const failures: string[] = [];
  let isOver = false;

  async function write(writer: number): Promise<void> {
    for (let turn = 0; !isOver; turn += 1) {
      const email = `writer${writer}-${turn}-${performance.now().toFixed(3)}@example.com`;
      try {
        const send = turn % 2 === 0 ? byGraphQL : byRest;
        const { isCreated, ...answer } = await send(target, {
          email,
          isRemembered: (writer + turn) % 4 > 1,
        });
        answers.push(answer);
        if (isCreated) acknowledged.push(email);
        else await pause(20);
      } catch (error) {
        const { cause } = error as { cause?: unknown };
        failures.push(String(cause ?? error));
        await pause(20);
      }
    }
  }

  const all = Array.from({ length: count }, (_, writer) => write(writer));
  return {
    acknowledged,
    answers,
    failures,
    stop: async () => {
      isOver = true;
      await Promise.all(all);
    },
  };
}

type Wanted = { readonly email: string; readonly isRemembered: boolean };
type Outcome = Answered & { readonly isCreated: boolean };

async function byRest(target: Target, wanted: Wanted): Promise<Outcome> {
  const response = await post(target, '/admin/users', { wanted, body: { email: wanted.email } });
  await response.text();
  return { ...answered(response), isCreated: response.status === 201 };
}

async function byGraphQL(target: Target, wanted: Wanted): Promise<Outcome> {
  const query =
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { ... on CreateUserSuccess { user { id } } } }';
  const body = { query, variables: { input: { email: wanted.email } } };
  const response = await post(target, '/graphql', { wanted, body });
  const { data } = (await response.json()) as { data?: { createUser?: { user?: unknown } } };
  return { ...answered(response), isCreated: data?.createUser?.user !== undefined };
}

function post(
  { url, adminKey }: Target,
  path: string,
  { wanted, body }: { readonly wanted: Wanted; readonly body: unknown },
): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    'x-admin-api-key': adminKey,
    ...(wanted.isRemembered && { 'idempotency-key': wanted.email }),
  };
  return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function answered({ status, headers }: Response): Answered {
  return { status, retryAfter: headers.get('retry-after') };
}

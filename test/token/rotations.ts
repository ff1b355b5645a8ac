import { expect } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

export const DAY = 86_400;

export type Answer = {
  __typename: string;
  secret?: string;
  message?: string;
  issues?: { path: string[] }[];
  token?: {
    id: string;
    databaseId: number;
    status: string;
    generation: number;
    expiresAt: string | null;
    retiresAt: string | null;
    replaces: { id: string } | null;
    replacedBy: { id: string } | null;
  };
};

const FIELDS =
  'id databaseId status generation expiresAt retiresAt replaces { id } replacedBy { id }';

export type Key = { readonly id: string; readonly secret: string };

/** What tests of rotations ask of a server. */
export function rotationsOn(server: TestServer) {
  async function mutate(
    field: string,
    input: Record<string, unknown>,
    headers: { admin?: string; key?: string } = { admin: server.adminKey },
  ): Promise<Answer> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const isNew = field === 'rotateKey' || field === 'mintToken';
    const { data, errors } = await server.graphql<Record<string, Answer>>(
      `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) {
        __typename ... on ${name}Success { ${isNew ? 'secret' : ''} token { ${FIELDS} } }
        ... on Error { message } ... on InvalidInputError { issues { path } } } }`,
      { ...headers, variables: { input } },
    );
    expect(errors).toBeUndefined();
    return data['answer'] as Answer;
  }

  async function answerTo(key: string): Promise<string> {
    const response = await server.fetch('/auth/me', { headers: { 'x-api-key': key } });
    const body = (await response.json()) as { detail?: string };
    return response.status === 200 ? 'works' : `${response.status} ${body.detail}`;
  }

  async function read({ id }: { readonly id: string }): Promise<NonNullable<Answer['token']>> {
    const { data } = await server.graphql<{ token: NonNullable<Answer['token']> }>(
      `{ token: apiToken(by: {id: "${id}"}) { ${FIELDS} } }`,
      { admin: server.adminKey },
    );
    return data.token;
  }

  /** Which of these keys work, by their place. */
  async function working(keys: readonly Key[]): Promise<boolean[]> {
    const answers = await Promise.all(keys.map(({ secret }) => answerTo(secret)));
    return answers.map((answer) => answer === 'works');
  }

  /** Replaces a key and expects to be let. */
  async function replace({ id }: { readonly id: string }, overlap = DAY): Promise<Key> {
    const answer = await mutate('rotateKey', { id, overlap });
    expect(answer.__typename).toBe('RotateKeySuccess');
    return { id: answer.token?.id ?? '', secret: answer.secret ?? '' };
  }

  /** A new key of a user, replaced at once. */
  async function rotated(user: SeededUser, overlap = DAY, fields: object = {}) {
    const old = await seedKey(server, user, { name: 'lineage', ...fields });
    return { old, next: await replace(old, overlap) };
  }

  return { mutate, answerTo, read, working, replace, rotated };
}

const START = new Date('2026-05-01T08:00:00.000Z');

/** A server of its own with a user, and with a clock that only the test moves on. */
export async function openRotations() {
  let now = START;
  const server = await startServer({ clock: () => now });
  return {
    server,
    on: rotationsOn(server),
    user: await seedUser(server),
    now: () => now,
    later: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000);
    },
    startAnew: () => {
      now = START;
    },
  };
}

export type Rotations = Awaited<ReturnType<typeof openRotations>>;

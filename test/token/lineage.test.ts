import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const DAY = 86_400;
const START = new Date('2026-05-01T08:00:00.000Z');

type Answer = {
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

const TOKEN =
  'token { id databaseId status generation expiresAt retiresAt replaces { id } replacedBy { id } }';

describe('a rotation with an overlap', () => {
  let server: TestServer;
  let user: SeededUser;
  let now = START;
  beforeAll(async () => {
    server = await startServer({ clock: () => now });
    user = await seedUser(server);
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    now = START;
  });
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };

  async function mutate(
    field: string,
    input: Record<string, unknown>,
    headers: { admin?: string; key?: string } = { admin: server.adminKey },
  ): Promise<Answer> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const { data, errors } = await server.graphql<Record<string, Answer>>(
      `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) {
        __typename ... on ${name}Success { ${field === 'rotateKey' ? 'secret' : ''} ${TOKEN} }
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
      `{ token: apiToken(by: {id: "${id}"}) { ${TOKEN.slice(8, -2)} } }`,
      { admin: server.adminKey },
    );
    return data.token;
  }

  async function rotated(fields: object = {}, overlap = DAY) {
    const old = await seedKey(server, user, { name: 'lineage', ...fields });
    const answer = await mutate('rotateKey', { id: old.id, overlap });
    expect(answer.__typename).toBe('RotateKeySuccess');
    return { old, next: { id: answer.token?.id ?? '', secret: answer.secret ?? '' }, answer };
  }

  it('leaves both working until the overlap ends, then the old one is expired', async () => {
    const { old, next, answer } = await rotated();
    expect(answer.token).toMatchObject({
      generation: 2,
      status: 'ACTIVE',
      replaces: { id: old.id },
    });
    expect(await read(old)).toMatchObject({
      status: 'RETIRING',
      generation: 1,
      retiresAt: '2026-05-02T08:00:00.000Z',
      replacedBy: { id: next.id },
    });
    later(DAY - 1);
    expect([await answerTo(old.secret), await answerTo(next.secret)]).toEqual(['works', 'works']);
    later(1);
    expect([await answerTo(old.secret), await answerTo(next.secret)]).toEqual([
      '401 API key expired',
      'works',
    ]);
    expect((await read(old)).status).toBe('EXPIRED');
  });

  it('answers "expired" at once without an overlap, and "invalid" for a revoked key', async () => {
    const { old, next } = await rotated({}, 0);
    expect(await answerTo(old.secret)).toBe('401 API key expired');
    await mutate('revokeToken', { id: next.id });
    expect(await answerTo(next.secret)).toBe('401 Invalid API key');
  });

  it('counts the usage of each generation by itself', async () => {
    const { old, next } = await rotated();
    await answerTo(old.secret);
    await answerTo(next.secret);
    await answerTo(next.secret);
    const { data } = await server.graphql<
      Record<'old' | 'next', { usage: { totalRequests: number } }>
    >(
      `{ old: apiToken(by: {id: "${old.id}"}) { usage { totalRequests } }
         next: apiToken(by: {id: "${next.id}"}) { usage { totalRequests } } }`,
      { admin: server.adminKey },
    );
    expect([data.old.usage.totalRequests, data.next.usage.totalRequests]).toEqual([1, 2]);
  });

  it.each(['old', 'next'] as const)(
    'can be finished early by the id of the %s key',
    async (which) => {
      const pair = await rotated();
      const done = await mutate('finishRotation', { id: pair[which].id });
      expect(done.token).toMatchObject({ id: pair.old.id, status: 'EXPIRED' });
      expect(await answerTo(pair.old.secret)).toBe('401 API key expired');
      expect(await answerTo(pair.next.secret)).toBe('works');
      expect((await mutate('finishRotation', { id: pair.old.id })).__typename).toBe(
        'ConflictError',
      );
    },
  );

  it.each(['old', 'next'] as const)(
    'can be cancelled by the id of the %s key: the successor dies',
    async (which) => {
      const pair = await rotated();
      const back = await mutate('cancelRotation', { id: pair[which].id });
      expect(back.token).toMatchObject({
        id: pair.old.id,
        status: 'ACTIVE',
        retiresAt: null,
        replacedBy: null,
      });
      later(2 * DAY);
      expect(await answerTo(pair.old.secret)).toBe('works');
      expect(await answerTo(pair.next.secret)).toBe('401 Invalid API key');
      // And it can be rotated anew, in a generation of its own.
      const again = await mutate('rotateKey', { id: pair.old.id, overlap: DAY });
      expect(again.token).toMatchObject({ generation: 3 });
      expect((await read(pair.old)).replacedBy).toEqual({ id: again.token?.id });
    },
  );

  it('cancelled after the successor was replaced as well, ends the whole branch', async () => {
    const { old, next } = await rotated();
    const third = await mutate('rotateKey', { id: next.id, overlap: DAY });
    await mutate('cancelRotation', { id: old.id });
    const answers = [old.secret, next.secret, third.secret ?? ''].map(answerTo);
    expect(await Promise.all(answers)).toEqual([
      'works',
      '401 Invalid API key',
      '401 Invalid API key',
    ]);
  });

  it('of a key in the middle is its own: the id names the replaced key first', async () => {
    const { old, next } = await rotated();
    await mutate('rotateKey', { id: next.id, overlap: DAY });
    const finished = await mutate('finishRotation', { id: next.id });
    expect(finished.token?.id).toBe(next.id);
    expect(await answerTo(old.secret)).toBe('works');
  });

  it('can be cancelled no more once the overlap is over', async () => {
    const { old } = await rotated({}, 60);
    later(60);
    expect((await mutate('cancelRotation', { id: old.id })).__typename).toBe('ConflictError');
    expect((await mutate('rotateKey', { id: old.id })).__typename).toBe('ConflictError');
  });

  it('gives the successor the same time to live, from its own beginning', async () => {
    const old = await seedKey(server, user, { expiresIn: 10 * DAY });
    later(4 * DAY);
    const { token } = await mutate('rotateKey', { id: old.id, overlap: DAY });
    expect(token?.expiresAt).toBe('2026-05-15T08:00:00.000Z');
  });

  it.each([-1, 30 * DAY + 1])('refuses an overlap of %i seconds', async (overlap) => {
    const old = await seedKey(server, user);
    const answer = await mutate('rotateKey', { id: old.id, overlap });
    expect(answer).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['overlap'] }],
    });
    expect(await answerTo(old.secret)).toBe('works');
  });

  it('may be begun and finished by the key itself, and cancelled by an admin alone', async () => {
    const old: SeededKey = await seedKey(server, user);
    const begun = await mutate('rotateKey', { id: old.id, overlap: DAY }, { key: old.secret });
    expect(begun.__typename).toBe('RotateKeySuccess');
    const { errors } = await server.graphql(
      `mutation { cancelRotation(input: {id: "${old.id}"}) { __typename } }`,
      { key: old.secret },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const stranger = await seedKey(server, user);
    const foreign = await mutate('finishRotation', { id: old.id }, { key: stranger.secret });
    expect(foreign.__typename).toBe('NotFoundError');
    const secret = begun.secret ?? '';
    const finished = await mutate('finishRotation', { id: begun.token?.id }, { key: secret });
    expect(finished.token).toMatchObject({ id: old.id, status: 'EXPIRED' });
  });

  it('has one winner of 20 at once, with an overlap, too', async () => {
    const { id } = await seedKey(server, user);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => mutate('rotateKey', { id, overlap: DAY })),
    );
    const names = answers.map(({ __typename }) => __typename).sort();
    expect(names).toEqual([...Array(19).fill('ConflictError'), 'RotateKeySuccess']);
  });

  it('and its cancellation at the same moment leave one of the two keys working', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const { old, next } = await rotated();
      await Promise.all([
        mutate('finishRotation', { id: old.id }),
        mutate('cancelRotation', { id: old.id }),
      ]);
      const works = [await answerTo(old.secret), await answerTo(next.secret)];
      expect(works.filter((answer) => answer === 'works')).toHaveLength(1);
    }
  });
});

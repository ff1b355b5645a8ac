import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { isEqual, readExchanges } from './record.ts';

// Every request that was recorded from the service which this one takes the place of is sent
// again, in order, to a fresh database. What differs stands in one table, with its reason.

const DECIDED = {
  adminRefusal: 'a missing or wrong admin key is always refused in the same words',
  defaultLimit: 'without a limit of its own a user has the configured default, 0',
  caseless: 'addresses are the same without regard to case, so this is the first user again',
  nullMeansDefault: 'null sets the limit back to the default',
  masked: "a key's text is never shown again: it is masked",
  bodyWins: 'what to make may stand in the body, which wins over the query',
  noSuchRow: 'what answered 500 because no row can have that number is a 404',
  typed: 'what answered 500 is a 422 that names the field',
  nonNegative: 'a limit is a number from 0, as the schema says',
  mustEnd: 'a key that was asked to end must never live for ever',
  kept: 'nothing that is acknowledged is lost: data is stored on creation',
  tokenList: "the later versions' list of a user's keys is there",
  health: "the later versions' health route is there",
  parserWords:
    'the JSON parser of another language says what is wrong in its own words; kind and place are the same',
  openapi: 'the record kept no body',
} as const;

/** By the name of the request: the status and the reason; the body is compared where it is not said to differ. */
const DIFFERENCES: Readonly<
  Record<
    string,
    { readonly status?: number; readonly body?: 'differs'; readonly because: keyof typeof DECIDED }
  >
> = {
  'list-nokey': { body: 'differs', because: 'adminRefusal' },
  'list-badkey': { body: 'differs', because: 'adminRefusal' },
  'create-lower': { status: 200, body: 'differs', because: 'caseless' },
  'create-data': { body: 'differs', because: 'kept' },
  'create-default': { body: 'differs', because: 'defaultLimit' },
  'create-extra': { body: 'differs', because: 'defaultLimit' },
  'create-neg': { status: 422, body: 'differs', because: 'nonNegative' },
  'create-null': { body: 'differs', because: 'defaultLimit' },
  'create-huge': { status: 422, body: 'differs', because: 'typed' },
  'create-longname': { status: 422, body: 'differs', because: 'typed' },
  'create-spaces': { body: 'differs', because: 'defaultLimit' },
  'create-display': { body: 'differs', because: 'defaultLimit' },
  list: { body: 'differs', because: 'caseless' },
  'list-skipneg': { status: 422, body: 'differs', because: 'typed' },
  'list-limitneg': { status: 422, body: 'differs', because: 'typed' },
  'byemail-case': { status: 200, body: 'differs', because: 'caseless' },
  byidbig: { status: 404, body: 'differs', because: 'noSuchRow' },
  'patch-bots-null': { status: 200, body: 'differs', because: 'nullMeansDefault' },
  'patch-bots-neg': { status: 422, body: 'differs', because: 'nonNegative' },
  'tok-body-scope': { body: 'differs', because: 'bodyWins' },
  'tok-body-extra': { body: 'differs', because: 'bodyWins' },
  'tok-empty-scopes': { status: 422, body: 'differs', because: 'typed' },
  'tok-neg-exp': { status: 422, body: 'differs', because: 'mustEnd' },
  'tok-zero-exp': { status: 422, body: 'differs', because: 'mustEnd' },
  'tok-huge-exp': { status: 422, body: 'differs', because: 'typed' },
  'tok-list': { status: 200, body: 'differs', because: 'tokenList' },
  'tok-list-404': { status: 404, body: 'differs', because: 'tokenList' },
  'byid-with-tokens': { body: 'differs', because: 'masked' },
  headers: { body: 'differs', because: 'caseless' },
  health: { status: 200, body: 'differs', because: 'health' },
  'openapi-head': { body: 'differs', because: 'openapi' },
  'create-notjson': { body: 'differs', because: 'parserWords' },
};

/** Numbers of rows differ by those that were not made here; times and texts of keys always do. */
function normalise(text: string): unknown {
  if (text === '') return '';
  return JSON.parse(text, (key, value: unknown) => {
    if (['id', 'user_id'].includes(key)) return 'number';
    if (key.endsWith('_at') && typeof value === 'string') return 'time';
    // Both texts have 40 characters or fewer after the scope, and the same beginning.
    return key === 'token' && typeof value === 'string' ? value.replace(/_[^_]*$/, '_text') : value;
  });
}

// They are one session: each was answered after those before it.
describe('the recorded requests', { shuffle: false }, () => {
  const exchanges = readExchanges('users-tokens-106.txt');
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('are all read from the record', () => {
    expect(exchanges).toHaveLength(85);
    expect(
      Object.keys(DIFFERENCES).filter(
        (name) => !exchanges.some((exchange) => exchange.name === name),
      ),
    ).toEqual([]);
  });

  it.each(exchanges)('$name', async ({ name, method, path, body, status, answer }) => {
    const response = await server.fetch(path, {
      method,
      headers: {
        ...keyFor(name),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    });
    const received = await response.text();
    const difference = DIFFERENCES[name];
    expect(response.status).toBe(difference?.status ?? status);
    const isSame = isEqual(received, answer, normalise);
    // A difference that no longer shows has no place in the table.
    expect(isSame, `${received}\ninstead of\n${answer}`).toBe(difference?.body !== 'differs');
  });

  function keyFor(name: string): Record<string, string> {
    if (name.includes('nokey')) return {};
    if (name.includes('badkey')) return { 'x-admin-api-key': 'wrong' };
    return {
      'x-admin-api-key': name.includes('analytics') ? server.analyticsKey : server.adminKey,
    };
  }
});

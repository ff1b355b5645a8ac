import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { type Exchange, isEqual, readExchanges } from '../rest/record.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';

// The user and keys of the recorded services are imported, and every request about webhooks is sent
// again, in order. What differs stands in one table for each, with its reason.

const DECIDED = {
  refusal: 'a missing or wrong key is refused by every route alike, with 401 and in the same words',
  expired: 'a key that has expired opens nothing; there, it went on',
  parserWords: 'the parser of another language says what is wrong in its own words',
  noEcho: 'a secret that is refused does not come back',
  hole: 'addresses that wrap a private one, or are shared, lead inside, too',
  laterRoute: 'the route of later versions is there',
  earlierRoute: 'the route of earlier versions is there',
  masked:
    'the token of a workspace is sealed, and does not come back; the data is what the route sets',
  isAdmin: 'what later versions add is there',
  typed: 'what answered 500 is a 422 that names the field',
  wholeUser: 'the user is answered whole, as by earlier versions',
  checked: 'addresses and secrets are checked, as by earlier versions; there, anything was stored',
  stays:
    'a blank secret and null events change nothing, as in later versions; there, they removed them',
  clearable: 'an empty address is none, as in later versions; then there is nothing to hand out',
} as const;

type Differences = Readonly<
  Record<
    string,
    {
      readonly status?: number;
      readonly because: keyof typeof DECIDED;
      /** What is answered instead, where it matters. */
      readonly answer?: object;
    }
  >
>;

/** What the requests left: no address, the secret and the events of the first. */
const WEBHOOK = {
  webhook_url: null,
  webhook_secret_set: true,
  webhook_secret: '********',
  webhook_events: { 'bot.failed': false, 'meeting.completed': true },
};
const IDENTITY = { user_id: 2, email: 'john.doe@example.com', is_admin: false };

const EVER: Differences = {
  'wh-nokey': { because: 'refusal' },
  'wh-bad': { status: 401, because: 'refusal' },
  'wh-legacy': { because: 'refusal' },
  'wh-expired': { status: 401, because: 'expired' },
  'val-int': { status: 422, because: 'typed' },
};

const RECORDS: readonly {
  readonly version: '0.10' | '0.12';
  readonly file: string;
  readonly limit: number;
  readonly differences: Differences;
}[] = [
  {
    version: '0.10',
    file: 'webhook-validate-106.txt',
    limit: 1,
    differences: {
      ...EVER,
      'wh-notaurl': { because: 'parserWords' },
      'wh-events-null': { because: 'stays' },
      'wh-empty': { status: 200, because: 'clearable' },
      'wh-longsecret': { because: 'noEcho' },
      'wh-v6map': { status: 400, because: 'hole' },
      'wh-cgnat': { status: 400, because: 'hole' },
      'wh-get': { status: 200, because: 'laterRoute', answer: WEBHOOK },
      'wg-put': { because: 'masked' },
      'wg-del': { because: 'masked' },
      'val-ok': {
        because: 'isAdmin',
        answer: { ...IDENTITY, scopes: ['tx'], max_concurrent: 1 },
      },
      'val-legacy': {
        because: 'isAdmin',
        answer: { ...IDENTITY, scopes: ['legacy'], max_concurrent: 1 },
      },
    },
  },
  {
    version: '0.12',
    file: 'webhook-validate-129.txt',
    limit: 3,
    differences: {
      ...EVER,
      'wh-ok': { because: 'wholeUser' },
      'wh-keep': { because: 'wholeUser' },
      'wh-secret-empty': { because: 'wholeUser' },
      'wh-events-null': { because: 'wholeUser' },
      'wh-notaurl': { status: 422, because: 'checked' },
      'wh-empty': { because: 'wholeUser' },
      'wh-ftp': { status: 422, because: 'checked' },
      'wh-localhost': { status: 400, because: 'checked' },
      'wh-127': { status: 400, because: 'checked' },
      'wh-169': { status: 400, because: 'checked' },
      'wh-dec': { status: 400, because: 'checked' },
      'wh-v6': { status: 400, because: 'checked' },
      'wh-v6map': { status: 400, because: 'checked' },
      'wh-redis': { status: 400, because: 'checked' },
      'wh-cgnat': { status: 400, because: 'checked' },
      'wh-nx': { status: 400, because: 'checked' },
      'wh-longsecret': { status: 422, because: 'checked' },
      'wg-put': { status: 200, because: 'earlierRoute' },
      'wg-del': { status: 200, because: 'earlierRoute' },
      'wh-get': { because: 'clearable', answer: WEBHOOK },
      'val-ok': {
        because: 'clearable',
        answer: { ...IDENTITY, scopes: ['tx'], max_concurrent: 3 },
      },
      'val-legacy': {
        because: 'clearable',
        answer: { ...IDENTITY, scopes: ['legacy'], max_concurrent: 3 },
      },
    },
  },
];

const BOT = `vxa_bot_${'B'.repeat(40)}`;
const LEGACY = 'legacytok';
const INTERNAL = 'what-the-gateway-sends-of-its-own';

/** Dates say their zone here, and are kept in milliseconds. */
function normalise(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) =>
    key.endsWith('_at') ? String(value).slice(0, 19) : value,
  );
}

function tokenOf(exchanges: readonly Exchange[], name: string): string {
  const { body = '{}' } = exchanges.find((exchange) => exchange.name === name) ?? {};
  return (JSON.parse(body) as { token: string }).token;
}

// They are one session: each was answered after those before it.
describe.each(RECORDS)('the recorded webhooks of $version', (record) => {
  describe('sent again', { shuffle: false }, () => {
    const { version, differences } = record;
    const exchanges = readExchanges(record.file);
    const [working, expired] = [tokenOf(exchanges, 'val-ok'), tokenOf(exchanges, 'val-expired')];
    let source: VexaDatabase;
    let server: TestServer;
    beforeAll(async () => {
      const resolve = (name: string) =>
        Promise.resolve(name.endsWith('.invalid') ? [] : ['1.1.1.1']);
      const outside = { resolve, redirectOf: () => Promise.resolve(null) };
      [source, server] = await Promise.all([
        createVexaDatabase(version),
        startServer({ env: { INTERNAL_API_SECRET: INTERNAL }, outside }),
      ]);
      await fillAsRecorded();
      await importVexa(server.app, { from: source.url, acceptWeakKeys: true });
      // An import gives a key without scopes those that it had there; as it was recorded, it has none.
      await server.db.prisma.apiToken.updateMany({
        where: { isOddForm: true },
        data: { scopes: [] },
      });
    });
    afterAll(() => Promise.all([source.drop(), server.stop()]));

    it('are all read from the record', () => {
      expect(exchanges).toHaveLength(36);
      const names = exchanges.map(({ name }) => name);
      expect(Object.keys(differences).filter((name) => !names.includes(name))).toEqual([]);
    });

    it.each(exchanges)('$name', async ({ name, method, path, body, status, answer }) => {
      const response = await server.fetch(path, {
        method,
        headers: {
          ...(name.startsWith('val-') ? secretFor(name) : keyFor(name)),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body }),
      });
      const received = await response.text();
      const difference = differences[name];
      expect(response.status).toBe(difference?.status ?? status);
      const isSame = isEqual(received, answer, normalise);
      // A difference that no longer shows has no place in the table.
      expect(isSame, `${received}\ninstead of\n${answer}`).toBe(difference === undefined);
      if (difference?.answer) expect(JSON.parse(received)).toEqual(difference.answer);
    });

    function keyFor(name: string): Record<string, string> {
      if (name === 'wh-nokey') return {};
      const others: Record<string, string> = {
        'wh-bad': 'nonsense',
        'wh-legacy': LEGACY,
        'wh-expired': expired,
      };
      return { 'x-api-key': others[name] ?? BOT };
    }

    function secretFor(name: string): Record<string, string> {
      if (name === 'val-nosecret') return {};
      return { 'x-internal-secret': name === 'val-badsecret' ? 'wrong' : INTERNAL };
    }

    async function fillAsRecorded(): Promise<void> {
      await source.client.query(
        `insert into users (id, email, created_at, max_concurrent_bots, data)
       values (2, 'john.doe@example.com', '2026-11-20 20:08:14.678072', $1, '{}')`,
        [record.limit],
      );
      await source.client.query(
        `insert into api_tokens (token, user_id, scopes, expires_at) values
       ($1, 2, '{bot}', null), ($2, 2, '{tx}', null), ($3, 2, '{}', null), ($4, 2, '{tx}', '2020-01-01')`,
        [BOT, working, LEGACY, expired],
      );
    }
  });
});

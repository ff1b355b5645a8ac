import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

// Wrong keys are counted in the network of an address, and in the larger ones around it: whoever has
// many networks does not have as many times the guesses.

const LIMIT = 2;
/** After the limit, one more is answered at once, and takes the first turn. */
const TURN = 1;
const LONGEST_MS = 5_000;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { GUESS_LIMIT: String(LIMIT), TRUST_PROXY: '1' } });
});
afterAll(() => server.stop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterEach(() => vi.useRealTimers());

async function guess(address: string): Promise<number> {
  const headers = { 'x-api-key': 'wrong', 'x-forwarded-for': address };
  return (await server.fetch('/auth/me', { headers })).status;
}

const hex = (number: number) => number.toString(16);

/** Many addresses of one network that share no smaller one, and one outside of it. */
const NETWORKS: readonly {
  readonly name: string;
  readonly share: number;
  readonly address: (place: number) => string;
  readonly outside: string;
}[] = [
  { name: 'IPv4', share: 1, address: () => '198.51.100.7', outside: '198.51.100.8' },
  {
    name: 'IPv6 /64',
    share: 1,
    address: (place) => `2001:db8:1:1::${hex(place + 1)}`,
    outside: '2001:db8:1:2::1',
  },
  {
    name: 'IPv6 /56',
    share: 4,
    address: (place) => `2001:db9:1:${hex(place)}::1`,
    outside: '2001:db9:1:1ff::1',
  },
  {
    name: 'IPv6 /48',
    share: 16,
    address: (place) => `2001:dba:1:${hex(place * 0x100)}::1`,
    outside: '2001:dba:2::1',
  },
  {
    name: 'IPv6 /32',
    share: 256,
    address: (place) => `2001:dbb:${hex(place)}::1`,
    outside: '2001:dbc::1',
  },
];

it.each(NETWORKS)('of $name, $share times as many as one address may send', async (network) => {
  const free = LIMIT * network.share + TURN;
  const statuses: number[] = [];
  for (let place = 0; place < free; place += 1) statuses.push(await guess(network.address(place)));
  expect(new Set(statuses)).toEqual(new Set([401]));

  let isAnswered = false;
  const waits = guess(network.address(free)).then((status) => {
    isAnswered = true;
    return status;
  });
  // Others are answered meanwhile.
  expect(await guess(network.outside)).toBe(401);
  expect(isAnswered).toBe(false);
  vi.setSystemTime(Date.now() + LONGEST_MS);
  expect(await waits).toBe(401);
});

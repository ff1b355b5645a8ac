import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { startServer } from '../support/server.ts';
import { type Caller, type Cast, startCast } from './callers.ts';
import { inOrder, type Refused, refusedWhile } from './events.ts';

// On routes for operators alone, every key that is none of theirs is a wrong admin key, as in Vexa.

const FOR_OPERATORS = ROUTES.filter(({ access }) => access.requires === 'OPERATOR');
const WRONG_ADMIN_KEY = 'Invalid or missing admin token.';
const HEADERS = ['x-api-key', 'x-admin-api-key', 'authorization'] as const;
type Header = (typeof HEADERS)[number];

/** Keys that open nothing, and in which headers; an operator's own key counts in two of them. */
const WRONG: Partial<Record<Caller, readonly Header[]>> = {
  wrongKey: HEADERS,
  expiredKey: HEADERS,
  revokedKey: HEADERS,
  suspendedKey: HEADERS,
  revokedAdmin: HEADERS,
  botKey: HEADERS,
  adminRoleKey: HEADERS,
  admin: ['x-api-key'],
  namedAdmin: ['x-api-key'],
  analytics: ['x-api-key'],
};

describe('a wrong key on a route for operators', () => {
  let cast: Cast;
  beforeAll(async () => {
    cast = await startCast();
  });
  afterAll(() => cast.server.stop());

  const cases = FOR_OPERATORS.map(({ method, path }) => ({
    what: `${method} ${path}`,
    method,
    path,
  }));

  it.each(cases)('is a wrong admin key: $what', async ({ what, method, path }) => {
    for (const [name, headers] of Object.entries(WRONG)) {
      const caller = name as Caller;
      const [key = ''] = Object.values(cast.headers[caller]);
      const expected: Refused[] = [];
      const all = await refusedWhile(cast.server, async () => {
        for (const header of headers) {
          const response = await cast.server.fetch(path.replace(/\{\w+\}/g, '999999'), {
            method,
            headers: {
              [header]: header === 'authorization' ? `Bearer ${key}` : key,
              'content-type': 'application/json',
            },
            ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: '{}' }),
          });
          const answer = [caller, header, response.status, await response.json()];
          expect(answer).toEqual([caller, header, 403, { detail: WRONG_ADMIN_KEY }]);
          expected.push({ ...cast.actors[caller], what, why: WRONG_ADMIN_KEY });
        }
      });
      expect(inOrder(all)).toEqual(inOrder(expected));
    }
  });
});

it.each(HEADERS)(
  'a guess in %s on a route for operators counts for its address',
  async (header) => {
    const server = await startServer({ env: { GUESS_LIMIT: '2' } });
    const guess = async (_: unknown, place: number) => {
      const key = `a-guess-of-some-length-${place}`;
      const response = await server.fetch('/admin/users', {
        headers: { [header]: header === 'authorization' ? `Bearer ${key}` : key },
      });
      return response.status;
    };
    const statuses = await Promise.all(Array.from({ length: 30 }, guess));
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    await server.stop();
  },
);

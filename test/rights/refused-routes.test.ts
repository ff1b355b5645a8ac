import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { CALLERS, type Caller, type Cast, startCast } from './callers.ts';
import { inOrder, type Refused, refusedWhile } from './events.ts';

// The table is made from the routes themselves: a new one is in it without anybody's doing.

const SCOPE_OF: Partial<Record<Caller, readonly string[]>> = {
  botKey: ['bot'],
  txKey: ['tx'],
  browserKey: ['browser'],
  otherKey: ['bot', 'tx'],
  adminRoleKey: ['browser'],
  analyticsAndBrowser: ['browser'],
};
const ENDED: readonly Caller[] = [
  'wrongKey',
  'expiredKey',
  'revokedKey',
  'suspendedKey',
  'revokedAdmin',
  'userKeyAsAdmin',
];

type Access = (typeof ROUTES)[number]['access'];

function mayCall(access: Access, caller: Caller): boolean {
  if (access.requires === 'ANYONE') return true;
  if (access.requires === 'INTERNAL') return caller === 'service';
  if (ENDED.includes(caller) || access.requires === 'SIGNATURE') return false;
  if (access.requires === 'OPERATOR') {
    const isReader = ['analytics', 'namedAnalytics', 'analyticsAndBrowser'].includes(caller);
    return ['admin', 'namedAdmin'].includes(caller) || (isReader && access.analytics === true);
  }
  if (access.requires === 'PROVISIONING')
    return ['admin', 'namedAdmin', 'provisioning'].includes(caller);
  if (access.requires === 'ADMIN') return ['admin', 'namedAdmin', 'adminRoleKey'].includes(caller);
  const scopes = SCOPE_OF[caller];
  return scopes !== undefined && (access.scopes?.some((scope) => scopes.includes(scope)) ?? true);
}

describe('a refused REST request leaves one event', () => {
  let cast: Cast;
  beforeAll(async () => {
    cast = await startCast({ VEXA_SYSTEM_WEBHOOK_SECRET: 'a-secret-for-signed-events' });
  });
  afterAll(() => cast.server.stop());

  it.each(
    ROUTES.map(({ method, path, access }) => ({ what: `${method} ${path}`, method, path, access })),
  )('$what', async ({ what, method, path, access }) => {
    const refused = CALLERS.filter((caller) => !mayCall(access, caller));
    const expected: Refused[] = [];
    const all = await refusedWhile(cast.server, async () => {
      for (const caller of refused) {
        const response = await cast.server.fetch(path.replace(/\{\w+\}/g, '999999'), {
          method,
          headers: { ...cast.headers[caller], 'content-type': 'application/json' },
          ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: '{}' }),
        });
        expect([caller, 401, 403]).toContain(response.status);
        const { detail } = (await response.json()) as { detail: string };
        expected.push({ ...cast.actors[caller], what, why: detail });
      }
    });
    expect(inOrder(all)).toEqual(inOrder(expected));
    expect(refused.includes('nobody')).toBe(access.requires !== 'ANYONE');
  });

  it('none where the caller has the right, whatever else is wrong', async () => {
    const { server, headers } = cast;
    const all = await refusedWhile(server, async () => {
      await server.fetch('/admin/users/999999', { headers: headers.admin });
      await server.fetch('/admin/users?limit=x', { headers: headers.analytics });
      await server.fetch('/meetings/999999', { headers: headers.botKey });
      await server.fetch('/auth/me', { headers: headers.browserKey });
      await server.fetch('/nowhere', { headers: headers.browserKey });
    });
    expect(all).toEqual([]);
  });
});

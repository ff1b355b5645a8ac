import { expect } from 'vitest';
import type { TestServer } from '../support/server.ts';

const ORDER = 'FORM KNOWN NOT_REVOKED OWNER_ACTIVE NOT_EXPIRED NOT_REPLACED'.split(' ');

type Verification = {
  valid: boolean;
  token: { id: string; status: string } | null;
  checks: { check: string; verdict: string }[];
};

/** Without a scope, none is named: an absent variable is refused. */
const documentWith = (head: string, given: string) => `query ($token: String!${head}) {
  verifyToken(token: $token${given}) { valid token { id status } checks { check verdict } } }`;

type As = { readonly admin?: string; readonly key?: string };

/** As an admin where nothing is said. */
export function verify(
  server: TestServer,
  token: string,
  { scope, ...as }: As & { readonly scope?: string } = {},
) {
  const variables = { token, ...(scope && { scope }) };
  const document = scope
    ? documentWith(', $scope: TokenScope', ', scope: $scope')
    : documentWith('', '');
  return server.graphql<{ verifyToken: Verification }>(document, {
    ...(as.admin === undefined && as.key === undefined ? { admin: server.adminKey } : as),
    variables,
  });
}

/** Where a text falls; null where it does not. All checks before it must have held. */
export async function fallsAt(
  server: TestServer,
  token: string,
  scope?: string,
): Promise<string | null> {
  const { data, errors } = await verify(server, token, scope === undefined ? {} : { scope });
  expect(errors).toBeUndefined();
  const { valid, checks } = data.verifyToken;
  const order = scope === undefined ? ORDER : [...ORDER, 'SCOPE'];
  expect(checks.map(({ check }) => check)).toEqual(order);
  const place = checks.findIndex(({ verdict }) => verdict === 'FAILED');
  expect(valid).toBe(place === -1);
  const after = order.length - 1 - place;
  expect(checks.map(({ verdict }) => verdict)).toEqual(
    place === -1
      ? order.map(() => 'PASSED')
      : [...Array(place).fill('PASSED'), 'FAILED', ...Array(after).fill('NOT_REACHED')],
  );
  return order[place] ?? null;
}

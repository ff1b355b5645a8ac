import type { App } from '../../core/app.ts';
import { ConflictError, type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { isAdmin, type Viewer } from '../../security/callers/viewer.ts';
import { lifetimeIssues } from '../../security/keys/lifetime.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { MintInput } from './input.ts';

/** The properties of a new key after applying the server's policy. */
export type AllowedToken = {
  readonly scopes: readonly string[];
  readonly name: string | null;
  readonly expiresIn: number | null;
  readonly expiresAt: Date | null;
};

/**
 * What of a key's scopes a successor gets today.
 * @throws ConflictError when nothing of them is left
 */
export function successorScopes(
  { config }: Pick<App, 'config'>,
  held: readonly string[],
): readonly [string, ...string[]] {
  const { allowedScopes } = config.token;
  const [first, ...rest] = held.filter((scope) => allowedScopes.includes(scope));
  if (first !== undefined) return [first, ...rest];
  throw new ConflictError(
    `Keys with the scopes of this one (${held.join(', ')}) are no longer issued on this server. Allowed: ${allowedScopes.join(', ')}. Mint a new key.`,
  );
}

/** @throws InvalidInputError that names what the policy does not allow, and what it does */
export async function allowedToken(unit: UnitOfWork, input: MintInput): Promise<AllowedToken> {
  const { maxLifetime, defaultLifetime } = unit.app.config.token;
  const allowedScopes = grantableScopes(unit.app, unit.caller.viewer);
  const scopes = input.scopes ?? [
    allowedScopes.includes('bot') ? 'bot' : (allowedScopes[0] ?? 'bot'),
  ];
  const expiresAt = input.expiresAt ?? null;
  const byDefault = expiresAt === null ? (defaultLifetime ?? maxLifetime) : null;
  const expiresIn = input.expiresIn ?? byDefault;
  const issues = [
    ...scopeIssues(scopes, allowedScopes),
    ...(await lifetimeIssues(unit, { expiresIn, expiresAt }, maxLifetime)),
  ];
  if (issues.length > 0) throw new InvalidInputError(issues);
  return { scopes, name: input.name ?? null, expiresIn, expiresAt };
}

/** Whoever makes a key for itself gives it no scope that it does not have. */
export function grantableScopes(
  { config }: Pick<App, 'config'>,
  viewer: Viewer,
): readonly string[] {
  const { allowedScopes } = config.token;
  const { holder } = viewer;
  if (holder === null || isAdmin(viewer)) return allowedScopes;
  return allowedScopes.filter((scope) => holder.scopes.includes(scope));
}

function scopeIssues(scopes: readonly string[], allowed: readonly string[]): InputIssue[] {
  const refused = scopes.filter((scope) => !allowed.includes(scope));
  if (refused.length === 0) return [];
  const message = `names scopes that this server does not allow: ${refused.join(', ')}. Allowed: ${allowed.join(', ')}`;
  return [{ path: ['scopes'], message, type: 'not_allowed' }];
}

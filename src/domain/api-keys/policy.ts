import type { App } from '../../core/app.ts';
import { ConflictError, type InputIssue, InvalidInputError } from '../../core/errors.ts';
import type { MintInput } from './input.ts';

/** The properties of a new key after applying the server's policy. */
export type AllowedToken = {
  readonly scopes: readonly string[];
  readonly name: string | null;
  readonly expiresIn: number | null;
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
export function allowedToken({ config }: Pick<App, 'config'>, input: MintInput): AllowedToken {
  const { maxLifetime, defaultLifetime, allowedScopes } = config.token;
  const scopes = input.scopes ?? [
    allowedScopes.includes('bot') ? 'bot' : (allowedScopes[0] ?? 'bot'),
  ];
  const expiresIn = input.expiresIn ?? defaultLifetime ?? maxLifetime;
  const issues = [
    ...scopeIssues(scopes, allowedScopes),
    ...(maxLifetime !== null && expiresIn !== null && expiresIn > maxLifetime
      ? [issue(['expiresIn'], `must be at most ${maxLifetime} seconds on this server`)]
      : []),
  ];
  if (issues.length > 0) throw new InvalidInputError(issues);
  return { scopes, name: input.name ?? null, expiresIn };
}

function scopeIssues(scopes: readonly string[], allowed: readonly string[]): InputIssue[] {
  const refused = scopes.filter((scope) => !allowed.includes(scope));
  if (refused.length === 0) return [];
  const message = `names scopes that this server does not allow: ${refused.join(', ')}. Allowed: ${allowed.join(', ')}`;
  return [issue(['scopes'], message)];
}

function issue(path: InputIssue['path'], message: string): InputIssue {
  return { path, message, type: 'not_allowed' };
}

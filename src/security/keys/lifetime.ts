import sql, { type Sql } from 'sql-template-tag';
import type { InputIssue } from '../../core/errors.ts';
import { readNow } from '../../data/sql/now.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import { laterSql } from './new-key.ts';

/** When a key is to end: after so many seconds, or at an instant. Neither is never. */
export type Lifetime = {
  readonly expiresIn?: number | null | undefined;
  readonly expiresAt?: Date | null | undefined;
};

/** A hundred years in seconds. For a key that never ends, both fields are omitted. */
export const MAX_EXPIRES_IN = 3_153_600_000;

export function endOfLifeSql(now: Sql, { expiresIn, expiresAt }: Lifetime): Sql {
  return expiresAt ? sql`${expiresAt}::timestamptz` : laterSql(now, expiresIn ?? null);
}

/**
 * What is wrong with a lifetime.
 * @param maxLifetime the most seconds that the operator allows; null for any
 */
export async function lifetimeIssues(
  unit: Pick<UnitOfWork, 'app' | 'rows'>,
  { expiresIn, expiresAt }: Lifetime,
  maxLifetime: number | null,
): Promise<InputIssue[]> {
  if (expiresIn != null && expiresAt != null) return [givenTwice()];
  if (expiresAt != null) return await instantIssues(unit, expiresAt, maxLifetime);
  if (maxLifetime === null || (expiresIn ?? 0) <= maxLifetime) return [];
  return [notAllowed('expiresIn', `must be at most ${maxLifetime} seconds on this server`)];
}

export function givenTwice(): InputIssue {
  const message = 'cannot be used together with `expiresIn`: send only one of them';
  return { path: ['expiresAt'], message, type: 'value_error' };
}

/** By the clock that decides whether keys work. */
async function instantIssues(
  { app, rows }: Pick<UnitOfWork, 'app' | 'rows'>,
  expiresAt: Date,
  maxLifetime: number | null,
): Promise<InputIssue[]> {
  const now = app.clock() ?? (await readNow(rows));
  const seconds = (expiresAt.getTime() - now.getTime()) / 1_000;
  if (seconds <= 0)
    return [{ path: ['expiresAt'], message: 'must be in the future', type: 'value_error' }];
  if (maxLifetime !== null && seconds > maxLifetime)
    return [
      notAllowed('expiresAt', `must be at most ${maxLifetime} seconds from now on this server`),
    ];
  if (seconds <= MAX_EXPIRES_IN) return [];
  return [notAllowed('expiresAt', `must be at most ${MAX_EXPIRES_IN} seconds from now`)];
}

function notAllowed(name: string, message: string): InputIssue {
  return { path: [name], message, type: 'not_allowed' };
}

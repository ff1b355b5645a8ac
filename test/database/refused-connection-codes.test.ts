import { expect, it } from 'vitest';
import { UnavailableError } from '../../src/core/errors.ts';
import {
  asExpected,
  ConnectError,
  isCancelled,
  isDataError,
  isLockTimeout,
  isOfStatement,
  isReadOnly,
  isRefusedContent,
  isUndone,
  isUniqueViolation,
} from '../../src/data/errors.ts';
import { SQL_STATES } from './refusing.ts';

it.each(SQL_STATES)('a connection refused with %s says nothing of a statement', (sqlState) => {
  const refused = new ConnectError(Object.assign(new Error('refused'), { code: sqlState }));
  const taken = [
    isUniqueViolation(refused),
    isOfStatement(refused),
    isReadOnly(refused),
    isDataError(refused),
    isLockTimeout(refused),
    isCancelled(refused),
    isRefusedContent(refused),
  ];
  expect(taken).toEqual(taken.map(() => false));
  expect([isUndone(refused), asExpected(refused)]).toEqual([true, expect.any(UnavailableError)]);
});

import {
  ConflictError,
  IllegalTransitionError,
  InvalidInputError,
  LimitReachedError,
  NotFoundError,
} from '../../core/errors.ts';
import { builder } from './builder.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'Error codes for programs.',
  values: {
    BAD_USER_INPUT: { description: 'The input breaks a rule; `issues` says which.' },
    NOT_FOUND: { description: 'The object does not exist.' },
    CONFLICT: { description: 'Another change came first, or the current state does not allow it.' },
    LIMIT_REACHED: { description: 'The limit has been reached.' },
  } as const,
});

export const ErrorInterface = builder
  .interfaceRef<{ code: typeof ErrorCode.$inferType; message: string; name: string }>('Error')
  .implement({
    description: 'An expected error that the caller can act on.',
    resolveType: ({ name }) => name,
    fields: (t) => ({
      code: t.expose('code', { type: ErrorCode, description: 'The code, for programs.' }),
      message: t.exposeString('message', {
        description: 'The problem and its remedy, for people.',
      }),
    }),
  });

const InputIssueRef = builder
  .objectRef<InvalidInputError['issues'][number]>('InputIssue')
  .implement({
    description: 'One problem of an input.',
    fields: (t) => ({
      path: t.stringList({
        description:
          'The location: names of input fields, outermost first; list positions as digits.',
        resolve: ({ path }) => path.map(String),
      }),
      message: t.exposeString('message', {
        description: 'The problem, and what is allowed.',
      }),
    }),
  });

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description:
    'The input breaks rules. All problems are listed, not only the first; nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.expose('issues', {
      type: [InputIssueRef],
      cost: { items: { about: 2 } },
      description: 'Every problem of the input.',
    }),
  }),
});

builder.objectType(NotFoundError, {
  name: 'NotFoundError',
  description: 'The object does not exist, or the caller may not see it.',
  interfaces: [ErrorInterface],
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description:
    'The change came too late or conflicts with another. Read the current state and decide again.',
  interfaces: [ErrorInterface],
});

builder.objectType(LimitReachedError, {
  name: 'LimitReachedError',
  description: 'The limit has been reached.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'The limit.' }),
  }),
});

builder.objectType(IllegalTransitionError, {
  name: 'IllegalTransitionError',
  description: 'The meeting cannot change to this status from its current one. It was not changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    from: t.exposeString('from', { description: 'The current status, as recorded.' }),
    to: t.exposeString('to', { description: 'The requested status.' }),
    allowed: t.exposeStringList('allowed', {
      description: 'The statuses it can change to; empty if its status is final.',
    }),
  }),
});

import {
  ConflictError,
  IllegalTransitionError,
  InvalidInputError,
  LimitReachedError,
  NotFoundError,
} from '../../core/errors.ts';
import { builder } from './builder.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What a program may branch on.',
  values: {
    BAD_USER_INPUT: { description: 'The input breaks a rule; `issues` says which.' },
    NOT_FOUND: { description: 'What the input names does not exist.' },
    CONFLICT: { description: 'Somebody else was first, or the state no longer allows it.' },
    LIMIT_REACHED: { description: 'The limit has been reached.' },
  } as const,
});

export const ErrorInterface = builder
  .interfaceRef<{ code: typeof ErrorCode.$inferType; message: string; name: string }>('Error')
  .implement({
    description: 'An expected failure: the caller can do something about it.',
    resolveType: ({ name }) => name,
    fields: (t) => ({
      code: t.expose('code', { type: ErrorCode, description: 'For programs.' }),
      message: t.exposeString('message', {
        description: 'For people: what is wrong, and the remedy.',
      }),
    }),
  });

const InputIssueRef = builder
  .objectRef<InvalidInputError['issues'][number]>('InputIssue')
  .implement({
    description: 'One thing that is wrong with an input.',
    fields: (t) => ({
      path: t.stringList({
        description:
          "Where: the names of the input's fields, outermost first; places in lists as digits.",
        resolve: ({ path }) => path.map(String),
      }),
      message: t.exposeString('message', {
        description: 'What is wrong, and what would be right.',
      }),
    }),
  });

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description:
    'The input breaks rules. All of them are listed, not only the first; nothing was changed.',
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
  description: 'What the input names does not exist, or this caller may not see it.',
  interfaces: [ErrorInterface],
});

builder.objectType(ConflictError, {
  name: 'ConflictError',
  description:
    'The change came too late, or collides with another. Read the present state and decide again.',
  interfaces: [ErrorInterface],
});

builder.objectType(LimitReachedError, {
  name: 'LimitReachedError',
  description: 'The limit has been reached.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How much may be.' }),
  }),
});

builder.objectType(IllegalTransitionError, {
  name: 'IllegalTransitionError',
  description: 'A meeting cannot become this, as far as it has come. Nothing of it was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    from: t.exposeString('from', { description: 'The status that it has, as recorded.' }),
    to: t.exposeString('to', { description: 'The status that it was to have.' }),
    allowed: t.exposeStringList('allowed', {
      description: 'What it may become; empty once it is final.',
    }),
  }),
});

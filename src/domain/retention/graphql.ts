import { builder } from '../../kit/graphql/builder.ts';
import { RETENTION_KINDS, type RetentionKind } from './kinds.ts';
import type { StoredRun } from './runs.ts';
import { type RetentionPolicy, readPolicies } from './service.ts';

export const RetentionKindRef = builder.enumType('RetentionKind', {
  description: 'A kind of rows that are deleted by age.',
  values: Object.fromEntries(
    Object.entries(RETENTION_KINDS).map(([name, { description }]) => [name, { description }]),
  ) as Record<RetentionKind, { description: string }>,
});

type BegunRun = StoredRun & { readonly startedAt: Date; readonly before: Date };

const RetentionRunRef = builder.objectRef<BegunRun>('RetentionRun').implement({
  description: 'One pass over all rows of a kind that are older than a date.',
  fields: (t) => ({
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it is running.',
    }),
    before: t.expose('before', { type: 'DateTime', description: 'Older rows are deleted.' }),
    removed: t.expose('removed', {
      type: 'BigInt',
      description: 'How many rows it has deleted.',
    }),
    held: t.expose('held', {
      type: 'BigInt',
      description: 'How many rows it has left because of a legal hold.',
    }),
    unfinished: t.expose('unfinished', {
      type: 'BigInt',
      description: 'How many rows it has left because their meeting is not over.',
    }),
  }),
});

const RetentionPolicyRef = builder.objectRef<RetentionPolicy>('RetentionPolicy').implement({
  description: 'How long rows of a kind are kept, and what was deleted.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RetentionKindRef, description: 'The kind of rows.' }),
    setting: t.string({
      description: 'The setting that decides.',
      resolve: ({ kind }) => RETENTION_KINDS[kind].setting,
    }),
    days: t.int({
      nullable: true,
      description: 'How many days rows are kept; null is forever.',
      resolve: ({ days }) => (days === 0 ? null : days),
    }),
    before: t.expose('before', {
      type: 'DateTime',
      nullable: true,
      description: 'Rows older than this are due; null if they are kept forever.',
    }),
    removedBefore: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'Rows older than this are gone, except those on legal hold and of meetings that are not over; null before the first run has ended.',
      resolve: ({ run }) => run?.removedBefore ?? null,
    }),
    removed: t.field({
      type: 'BigInt',
      description: 'How many rows all runs have deleted. After a restore it begins again.',
      resolve: ({ run }) => run?.removedInAll ?? 0n,
    }),
    lastRun: t.field({
      type: RetentionRunRef,
      nullable: true,
      description: 'The current run, or the last one; null before the first.',
      resolve: ({ run }) => (run !== null && hasBegun(run) ? run : null),
    }),
  }),
});

function hasBegun(run: StoredRun): run is BegunRun {
  return run.startedAt !== null && run.before !== null;
}

builder.queryField('retention', (t) =>
  t.field({
    type: [RetentionPolicyRef],
    access: { requires: 'ADMIN' },
    cost: { items: { about: 4 } },
    description: 'What is deleted by age, by kind.',
    resolve: (_root, _args, { app }) => readPolicies(app),
  }),
);

import { InvalidInputError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { narrows } from '../../kit/graphql/narrows.ts';
import { RetentionKindRef } from './graphql.ts';
import { countOld, limitedKinds, type RetentionCount, requestRun } from './service.ts';

const RunRetentionInput = builder.inputType('RunRetentionInput', {
  description: 'Which old rows to delete now.',
  fields: (t) => ({
    kinds: t.field({
      type: [RetentionKindRef],
      extensions: narrows,
      description:
        'The kinds of rows. Leave it out for all that have a limit: null and an absent variable are refused.',
    }),
    dryRun: t.boolean({ required: true, description: 'Whether they are counted only.' }),
  }),
});

const RetentionCountRef = builder.objectRef<RetentionCount>('RetentionCount').implement({
  description: 'How many rows of a kind are due.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RetentionKindRef, description: 'The kind of rows.' }),
    before: t.expose('before', { type: 'DateTime', description: 'Older rows are due.' }),
    rows: t.field({
      type: 'BigInt',
      description: 'How many rows a run deletes.',
      resolve: ({ rows }) => BigInt(rows),
    }),
    held: t.field({
      type: 'BigInt',
      description: 'How many it leaves because of a legal hold.',
      resolve: ({ held }) => BigInt(held),
    }),
    unfinished: t.field({
      type: 'BigInt',
      description: 'How many it leaves because their meeting is not over.',
      resolve: ({ unfinished }) => BigInt(unfinished),
    }),
  }),
});

type Started = { readonly dryRun: boolean; readonly counts: readonly RetentionCount[] };

const RunRetentionSuccess = builder.objectRef<Started>('RunRetentionSuccess').implement({
  description: 'What is due.',
  fields: (t) => ({
    dryRun: t.exposeBoolean('dryRun', {
      description:
        'Whether nothing is deleted. If false, a run begins in the background: see `retention`.',
    }),
    counts: t.field({
      type: [RetentionCountRef],
      cost: { items: { about: 4 } },
      description: 'The rows that are due, by kind.',
      resolve: ({ counts }) => [...counts],
    }),
  }),
});

builder.mutationField('runRetention', (t) =>
  t.field({
    type: RunRetentionSuccess,
    access: { requires: 'ADMIN' },
    cost: { base: 1_000 },
    errors: {
      types: [InvalidInputError],
      union: { name: 'RunRetentionResult', description: 'The result of `runRetention`.' },
    },
    description:
      'Deletes rows that are older than the settings allow now, in the background, or counts them. Without it, this happens once a day.',
    args: { input: t.arg({ type: RunRetentionInput, required: true, description: 'What to do.' }) },
    resolve: async (_root, { input }, context) => {
      const { app } = context;
      const { dryRun } = input;
      const kinds = limitedKinds(app, input.kinds ?? null);
      const counts = await countOld(app, kinds);
      if (!dryRun) await requestRun(app, context, kinds);
      return { dryRun, counts };
    },
  }),
);

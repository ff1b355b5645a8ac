import { builder } from '../../kit/graphql/builder.ts';
import { type ImportState, listImports, type TableCounts, tableCountsOf } from './list.ts';
import { type Note, TABLES } from './stage/tally.ts';

const ImportProgressRef = builder.objectRef<TableCounts>('ImportProgress').implement({
  description: 'How many rows of one table a run has read: those written, unchanged and skipped.',
  fields: (t) => ({
    table: t.exposeString('table', { description: `One of: ${TABLES.join(', ')}.` }),
    written: t.field({
      type: 'BigInt',
      description: 'How many rows were created or changed here.',
      resolve: ({ written }) => BigInt(written),
    }),
    unchanged: t.field({
      type: 'BigInt',
      description: 'How many rows were here already.',
      resolve: ({ unchanged }) => BigInt(unchanged),
    }),
    skipped: t.field({
      type: 'BigInt',
      description: 'How many rows were not imported; the notes say why.',
      resolve: ({ skipped }) => BigInt(skipped),
    }),
  }),
});

const ImportNoteRef = builder.objectRef<Note>('ImportNote').implement({
  description: 'What happened to some rows of an import that an operator should know about.',
  fields: (t) => ({
    table: t.exposeString('table', { description: 'The table of the rows.' }),
    text: t.exposeString('text', {
      description: 'What happened to them, such as "skipped: their user does not exist".',
    }),
    count: t.field({
      type: 'BigInt',
      description: 'How many rows.',
      resolve: ({ count }) => BigInt(count),
    }),
    examples: t.stringList({
      cost: { items: 10 },
      description: 'Up to 10 of them, usually by their id in Vexa; can be empty.',
      resolve: ({ examples }) => [...examples],
    }),
  }),
});

const ImportRef = builder.objectRef<ImportState>('Import').implement({
  description: 'The last import from one Vexa database.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The name of the source: `--name` of the command, or `vexa`.',
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      description:
        'When the import started; kept by an import that continues one that had not ended. Without an import: when the first event of this Vexa came.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the import ended. Null while it runs or follows, and after it was stopped early or killed: a running import renews `progressAt`. Equal to `startedAt` without an import.',
    }),
    progressAt: t.expose('progressAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the import last saved how far it had come: a running import does so after each batch of rows, and a following one whenever it has looked for changes, usually every few seconds. Null without an import, and after an import by an earlier version of this service.',
    }),
    isFollowing: t.exposeBoolean('isFollowing', {
      description:
        'Whether everything was read once and changes are imported since then (`--follow`). Stays true after the command was stopped, until another import starts.',
    }),
    progress: t.field({
      type: [ImportProgressRef],
      cost: { items: TABLES.length },
      description:
        'How many rows were read, by table, in the order of the import: so far, or in all once the import has ended. Without a total: the rows of the source are not counted beforehand. Empty without an import, and of an import that an earlier version of this service ended.',
      resolve: tableCountsOf,
    }),
    notes: t.field({
      type: [ImportNoteRef],
      cost: { items: { about: 5 } },
      description:
        'What happened that an operator should know about: so far, or in all once the import has ended.',
      resolve: ({ notes }) => [...notes],
    }),
  }),
});

builder.queryField('imports', (t) =>
  t.field({
    type: [ImportRef],
    access: { requires: 'ADMIN' },
    cost: { items: { about: 2 } },
    description:
      'The Vexa databases that were imported from, and how far each import is, most recently started first; at most 100. Dry runs are not listed.',
    resolve: (_root, _args, { app }) => listImports(app),
  }),
);

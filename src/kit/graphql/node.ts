import { builder } from './builder.ts';

/** What every thing with an id of its own implements. */
export const NodeRef = builder.interfaceRef<{ readonly id: bigint }>('Node').implement({
  description: 'An object with an id of its own.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      resolve: ({ id }) => String(id),
    }),
  }),
});

import { builder } from './builder.ts';

/** What every thing with an id of its own implements. */
export const NodeRef = builder.interfaceRef<{ readonly id: bigint }>('Node').implement({
  description: 'Whatever has an id of its own and can be read again by it.',
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique among all things.',
      resolve: ({ id }) => String(id),
    }),
  }),
});

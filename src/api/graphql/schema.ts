import '../../kit/graphql/scalars.ts';
import '../../kit/graphql/errors.ts';
import { DOMAINS } from '../../domain/domains.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { withPlainConnections } from '../../kit/graphql/connection.ts';
import { withDirectives } from '../../kit/graphql/directives.ts';
import { addNodeQueries } from '../../kit/graphql/node-queries.ts';
import { withOpenEnums } from '../../kit/graphql/open-enums.ts';
import { nodesOf } from '../../kit/registry.ts';
import { withLiteralNodes } from './literals.ts';

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    cost: { base: 25 },
    description: 'The number of rows in the whole list. Counted only when selected.',
    resolve: ({ totalCount }) => totalCount(),
  }),
);

addNodeQueries(nodesOf(DOMAINS));

const built = withPlainConnections(withDirectives(builder.toSchema()));

export const schema = withLiteralNodes(withOpenEnums(built));

import './scalars.ts';
import './errors.ts';
import './node.ts';
import '../user/graphql.ts';
import '../user/graphql-queries.ts';
import '../user/graphql-mutations.ts';
import '../token/graphql.ts';
import '../token/graphql-queries.ts';
import '../token/graphql-minting.ts';
import '../token/graphql-lineage.ts';
import '../token/graphql-families.ts';
import '../token/graphql-verify.ts';
import '../usage/graphql.ts';
import '../admin-key/graphql.ts';
import '../admin-key/graphql-mutations.ts';
import '../admin-key/graphql-update.ts';
import '../webhook/graphql.ts';
import '../webhook/graphql-mutations.ts';
import '../audit/graphql.ts';
import '../audit/graphql-queries.ts';
import '../meeting/graphql.ts';
import '../meeting/graphql-queries.ts';
import '../recording/graphql-mutations.ts';
import '../telematics/graphql.ts';
import '../statistics/graphql.ts';
import '../analytics/graphql.ts';
import '../live/graphql.ts';
import '../viewer/graphql.ts';
import './node-queries.ts';
import { builder } from './builder.ts';
import { withPlainConnections } from './connection.ts';
import { withDirectives } from './directives.ts';
import { withLiteralNodes } from './literals.ts';
import { withOpenEnums } from './open-enums.ts';

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    cost: { base: 25 },
    description: 'How many rows the whole list has. Counted only when it is asked for.',
    resolve: ({ totalCount }) => totalCount(),
  }),
);

const built = withPlainConnections(withDirectives(builder.toSchema()));

export const schema = withLiteralNodes(withOpenEnums(built));

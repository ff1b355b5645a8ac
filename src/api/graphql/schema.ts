import '../../kit/graphql/scalars.ts';
import '../../kit/graphql/errors.ts';
import '../../kit/graphql/node.ts';
import '../../domain/users/graphql.ts';
import '../../domain/users/graphql-queries.ts';
import '../../domain/users/graphql-mutations.ts';
import '../../domain/api-keys/graphql.ts';
import '../../domain/api-keys/graphql-queries.ts';
import '../../domain/api-keys/graphql-minting.ts';
import '../../domain/api-keys/graphql-lineage.ts';
import '../../domain/api-keys/graphql-families.ts';
import '../../domain/api-keys/graphql-verify.ts';
import '../../domain/usage/graphql.ts';
import '../../domain/admin-keys/graphql.ts';
import '../../domain/admin-keys/graphql-mutations.ts';
import '../../domain/admin-keys/graphql-update.ts';
import '../../domain/webhooks/graphql.ts';
import '../../domain/webhooks/graphql-mutations.ts';
import '../../domain/audit/graphql.ts';
import '../../domain/audit/graphql-queries.ts';
import '../../domain/meetings/graphql.ts';
import '../../domain/meetings/graphql-queries.ts';
import '../../domain/ingest/graphql-mutations.ts';
import '../../domain/telematics/graphql.ts';
import '../../domain/user-stats/graphql.ts';
import '../../domain/analytics/graphql.ts';
import '../../domain/live/graphql.ts';
import '../../domain/viewer/graphql.ts';
import '../../kit/graphql/node-queries.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { withPlainConnections } from '../../kit/graphql/connection.ts';
import { withDirectives } from '../../kit/graphql/directives.ts';
import { withOpenEnums } from '../../kit/graphql/open-enums.ts';
import { withLiteralNodes } from './literals.ts';

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    cost: { base: 25 },
    description: 'The number of rows in the whole list. Counted only when selected.',
    resolve: ({ totalCount }) => totalCount(),
  }),
);

const built = withPlainConnections(withDirectives(builder.toSchema()));

export const schema = withLiteralNodes(withOpenEnums(built));

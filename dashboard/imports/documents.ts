import { graphql } from '../generated/gql.ts';
import type { ImportsQuery } from '../generated/graphql.ts';

export const IMPORTS = graphql(`
  query Imports {
    imports {
      name startedAt finishedAt progressAt isFollowing
      progress { table written unchanged skipped }
      notes { table text count examples }
    }
  }
`);

export type Import = NonNullable<ImportsQuery['imports']>[number];

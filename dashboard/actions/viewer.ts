import { useQuery } from '@urql/preact';
import { graphql } from '../generated/gql.ts';

const VIEWER = graphql(`
  query ViewerRights { viewer { adminKeyName } }
`);

/** Whether the caller may set request limits: only an operator's key may. */
export function useMayLimit(): boolean {
  const [{ data }] = useQuery({ query: VIEWER, requestPolicy: 'cache-first' });
  return (data?.viewer?.adminKeyName ?? null) !== null;
}

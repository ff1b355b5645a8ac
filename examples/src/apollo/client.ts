import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import possibleTypes from '../gql/possible-types.ts';
import { fetchWithRetry } from '../retry.ts';
import { SERVICE } from '../service.ts';
import { EventStreamLink } from './event-stream-link.ts';

export function createClient(key: string): ApolloClient {
  const uri = `${SERVICE}/graphql`;
  const headers = { 'X-Admin-API-Key': key };
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new EventStreamLink({ url: uri, headers }),
      new HttpLink({ uri, headers, fetch: fetchWithRetry }),
    ),
    cache: new InMemoryCache({
      possibleTypes: possibleTypes.possibleTypes,
      typePolicies: {
        Query: { fields: { users: relayStylePagination(['filter', 'orderBy']) } },
      },
    }),
  });
}

import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { Client, fetchExchange } from 'urql';
import { keys, schema } from '../gql/graphcache.ts';
import { fetchWithRetry } from '../retry.ts';
import { SERVICE } from '../service.ts';

export function createClient(key: string): Client {
  return new Client({
    url: `${SERVICE}/graphql`,
    fetch: fetchWithRetry,
    fetchOptions: { headers: { 'X-Admin-API-Key': key } },
    preferGetMethod: false,
    // Over server-sent events.
    fetchSubscriptions: true,
    exchanges: [
      cacheExchange({
        keys,
        schema,
        resolvers: { Query: { users: relayPagination() } },
        updates: {
          Mutation: {
            // The lists are read again: the new user stands in all of them.
            createUser: (_result, _args, cache) => {
              for (const { fieldName, arguments: args } of cache.inspectFields('Query'))
                if (fieldName === 'users') cache.invalidate('Query', fieldName, args);
            },
          },
        },
      }),
      fetchExchange,
    ],
  });
}

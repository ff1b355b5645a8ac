import { Client, cacheExchange, fetchExchange, mapExchange } from '@urql/core';
import { BASE_PATH } from '../base-path.ts';
import { refusalOf, type Session } from './session.ts';

/** @param onRefused called when the key or the sign-in stops working while the page is open */
export function clientFor({ headers }: Session, onRefused: () => void): Client {
  const refused = mapExchange({
    onError: (error) => {
      if (refusalOf(error).code === 'UNAUTHENTICATED') onRefused();
    },
  });
  return new Client({
    url: `${BASE_PATH}/graphql`,
    exchanges: [refused, cacheExchange, fetchExchange],
    preferGetMethod: false,
    fetchSubscriptions: true,
    requestPolicy: 'cache-and-network',
    fetchOptions: { headers },
  });
}

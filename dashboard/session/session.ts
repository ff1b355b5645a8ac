import { Client, fetchExchange } from '@urql/core';
import { BASE_PATH } from '../base-path.ts';
import { graphql } from '../generated/gql.ts';
import { COOKIE_HEADERS } from './csrf.ts';

const WHO_ASKS = graphql(`
  query WhoAsks {
    viewer { access adminKeyName user { email } login { subject name } }
  }
`);

const HEADERS = ['X-Admin-API-Key', 'X-API-Key'] as const;

/** A key or a sign-in that was seen to work, and may read the figures. */
export type Session = {
  /** What every request is sent with. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for a sign-in, whose cookie no script can read. */
  readonly key: string | null;
  /** What the key is called: an operator's key by its name, a user's by the address. */
  readonly name: string;
  readonly isAdmin: boolean;
};

export type Refusal = { readonly code: string | null; readonly message: string };

/** Tries a key as an operator's first, then as a user's: an admin's own key reads everything, too. */
export async function openSession(key: string): Promise<Session | Refusal> {
  let refusal: Refusal = { code: null, message: 'Enter a key.' };
  for (const header of HEADERS) {
    const answer = await ask({ [header]: key }, key);
    if ('key' in answer) return answer;
    refusal = answer;
    if (answer.code !== 'UNAUTHENTICATED') break;
  }
  return refusal.code === 'UNAUTHENTICATED' ? UNKNOWN_KEY : refusal;
}

/** Whether the browser is signed in, and may read the figures. */
export async function openSignIn(): Promise<Session | Refusal> {
  const answer = await ask(COOKIE_HEADERS, null);
  return answer === WEAK_KEY ? WEAK_SIGN_IN : answer;
}

const UNKNOWN_KEY: Refusal = {
  code: 'UNAUTHENTICATED',
  message: 'The key is not known here or no longer works. Check it and try again.',
};

const WEAK_KEY: Refusal = {
  code: 'FORBIDDEN',
  message: 'This key works but cannot read the figures. Use an admin or analytics key.',
};

const WEAK_SIGN_IN: Refusal = {
  code: 'FORBIDDEN',
  message: 'You are signed in but may not read the figures. Ask the administrator for access.',
};

async function ask(headers: Session['headers'], key: string | null): Promise<Session | Refusal> {
  const client = new Client({
    url: `${BASE_PATH}/graphql`,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchOptions: { headers },
  });
  const { data, error } = await client.query(WHO_ASKS, {});
  if (!data?.viewer) return refusalOf(error);
  const { access, adminKeyName, user, login } = data.viewer;
  if (!access.includes('ANALYTICS')) return WEAK_KEY;
  return {
    headers,
    key,
    name: login?.name ?? login?.subject ?? adminKeyName ?? user?.email ?? '',
    isAdmin: access.includes('ADMIN'),
  };
}

type Failure = Awaited<ReturnType<ReturnType<Client['query']>['toPromise']>>['error'];

/** What to tell of a failed request: the service's own words, where it answered. */
export function refusalOf(error: Failure): Refusal {
  const first = error?.graphQLErrors[0];
  if (first === undefined)
    return {
      code: null,
      message: `The service does not respond (${error?.message ?? 'no data'}).`,
    };
  const code = first.extensions['code'];
  return { code: typeof code === 'string' ? code : null, message: first.message };
}

import { Client, fetchExchange } from '@urql/core';
import { BASE_PATH } from '../base-path.ts';
import { graphql } from '../generated/gql.ts';
import type { TokenScope } from '../generated/graphql.ts';
import { COOKIE_HEADERS } from './csrf.ts';

const WHO_ASKS = graphql(`
  query WhoAsks {
    viewer {
      access adminKeyName user { id email } token { id } login { subject name }
      scopes managesKeys mintableScopes maxKeyLifetime setsRequestLimits createsSignInLinks
    }
  }
`);

const HEADERS = ['X-Admin-API-Key', 'X-API-Key'] as const;

/** What the caller may see: everything, everything but keys and changes, or only what is its own. */
export type Rights = 'ADMIN' | 'ANALYTICS' | 'USER';

/** A key or a sign-in that was seen to work. */
export type Session = {
  /** What every request is sent with. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null for a sign-in, whose cookie no script can read. */
  readonly key: string | null;
  /** What the key is called: an operator's key by its name, a user's by the address. */
  readonly name: string;
  readonly rights: Rights;
  /** Whose key or sign-in it is; null for an operator. */
  readonly user: { readonly id: string; readonly email: string } | null;
  /** The key itself, where it is a user's. */
  readonly tokenId: string | null;
  /** Of a user's key or sign-in. */
  readonly scopes: readonly TokenScope[];
  /** Whether it may rotate and revoke other keys than itself. */
  readonly managesKeys: boolean;
  /** What it may give to a key that it mints. */
  readonly mintableScopes: readonly TokenScope[];
  /** How many seconds a user's key may work; null: no limit. */
  readonly maxKeyLifetime: number | null;
  readonly setsRequestLimits: boolean;
  readonly createsSignInLinks: boolean;
};

export type Refusal = { readonly code: string | null; readonly message: string };

/** Whether the service said no to the key or sign-in: it was not away or busy. */
export function isRefused(answer: Session | Refusal): boolean {
  return 'code' in answer && (answer.code === 'UNAUTHENTICATED' || answer.code === 'FORBIDDEN');
}

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

/** Whether the browser is signed in. */
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
  message: 'This key works, but not here: it is for another program.',
};

const WEAK_SIGN_IN: Refusal = {
  code: 'FORBIDDEN',
  message: 'You are signed in but have no rights here. Ask the administrator for access.',
};

/** The most comes first. */
const RIGHTS: readonly Rights[] = ['ADMIN', 'ANALYTICS', 'USER'];

async function ask(headers: Session['headers'], key: string | null): Promise<Session | Refusal> {
  const client = new Client({
    url: `${BASE_PATH}/graphql`,
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetchOptions: { headers },
  });
  const { data, error } = await client.query(WHO_ASKS, {});
  if (!data?.viewer) return refusalOf(error);
  const {
    access,
    adminKeyName,
    user = null,
    maxKeyLifetime = null,
    login,
    token,
    ...may
  } = data.viewer;
  const rights = RIGHTS.find((one) => access.includes(one));
  if (rights === undefined) return WEAK_KEY;
  const name = login?.name ?? login?.subject ?? adminKeyName ?? user?.email ?? '';
  const tokenId = token?.id ?? null;
  return { ...may, headers, key, name, rights, user, tokenId, maxKeyLifetime };
}

type Failure = Awaited<ReturnType<ReturnType<Client['query']>['toPromise']>>['error'];

/** What to tell of a failed request: the service's own words, where it answered. */
export function refusalOf(error: Failure): Refusal {
  const first = error?.graphQLErrors[0];
  if (first === undefined) return { code: null, message: 'The service does not respond.' };
  const code = first.extensions['code'];
  return { code: typeof code === 'string' ? code : null, message: first.message };
}

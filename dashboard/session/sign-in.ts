import { BASE_PATH } from '../base-path.ts';
import { COOKIE_HEADERS } from './csrf.ts';
import { forgetKey } from './stored-key.ts';

/** Where people sign in, and whether this browser is signed in. */
export type Offers = {
  readonly providers: readonly { readonly name: string; readonly address: string }[];
  readonly isSignedIn: boolean;
};

/** Null where the service does not answer: a key can be entered all the same. */
export async function readOffers(): Promise<Offers | null> {
  try {
    const response = await fetch(`${BASE_PATH}/sign-in`, {
      headers: { accept: 'application/json' },
    });
    return response.ok ? ((await response.json()) as Offers) : null;
  } catch {
    return null;
  }
}

/** Goes to a provider's sign-in, from where it leads back to what is shown now. A kept key would count instead. */
export function goToSignIn(address: string): void {
  forgetKey();
  const { pathname, search, hash } = location;
  location.assign(`${address}?return=${encodeURIComponent(pathname + search + hash)}`);
}

/** Ends the session here, and then at the provider if it can do that. @returns LEAVING where the browser goes there */
export async function leaveSignIn(): Promise<'LEAVING' | 'ENDED' | 'FAILED'> {
  try {
    const response = await fetch(`${BASE_PATH}/sign-out`, {
      method: 'POST',
      headers: COOKIE_HEADERS,
    });
    if (!response.ok) return 'FAILED';
    const { address } = (await response.json()) as { address?: string | null };
    if (!address) return 'ENDED';
    location.assign(address);
    return 'LEAVING';
  } catch {
    return 'FAILED';
  }
}

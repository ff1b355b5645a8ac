import { BASE_PATH } from '../base-path.ts';
import { COOKIE_HEADERS } from '../session/csrf.ts';
import { goToSignIn, leaveSignIn, readOffers } from '../session/sign-in.ts';
import { forgetKeys } from './keys.ts';

/** The header with which the cookie of a session counts. A key in a header is used instead of it. */
export function cookieHeaders(): Record<string, string> {
  return COOKIE_HEADERS;
}

/** The buttons with which people sign in and out, if there is a provider. @param changed is called when that is known */
export async function showSignIn(bar: HTMLFormElement, changed: () => void): Promise<void> {
  const offers = await readOffers();
  if (offers === null) {
    const retry = button('Sign-in could not be read. Try again', async () => {
      retry.remove();
      await showSignIn(bar, changed);
    });
    bar.append(retry);
    return;
  }
  if (offers.isSignedIn) {
    const who = document.createElement('output');
    who.textContent = `Signed in${await nameOf()}`;
    bar.append(
      who,
      button('Sign out', async () => {
        // What failed is seen after that, too: the button is still there.
        if ((await leaveSignIn()) !== 'LEAVING') location.reload();
      }),
    );
    changed();
    return;
  }
  for (const { name, address } of offers.providers)
    bar.append(
      button(`Sign in with ${name}`, () => {
        forgetKeys();
        goToSignIn(address);
      }),
    );
}

async function nameOf(): Promise<string> {
  try {
    const response = await fetch(`${BASE_PATH}/graphql`, {
      method: 'POST',
      headers: { ...COOKIE_HEADERS, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { login { name subject } } }' }),
    });
    const { data } = (await response.json()) as {
      data?: { viewer: { login: { name: string | null; subject: string } | null } | null };
    };
    const login = data?.viewer?.login;
    return login ? ` as ${login.name ?? login.subject}` : '';
  } catch {
    return '';
  }
}

function button(text: string, act: () => unknown): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', () => void act());
  return element;
}

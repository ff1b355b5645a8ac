import { BASE_PATH } from '../base-path.ts';

// Another installation on the same host has a key of its own.
const NAME = `latchkey.key${BASE_PATH}`;

// Of this tab only, and gone with it: never in localStorage, a cookie or the address.
export function readKey(): string {
  return sessionStorage.getItem(NAME) ?? '';
}

export function keepKey(key: string): void {
  sessionStorage.setItem(NAME, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(NAME);
}

const NAME = 'latchkey.key';

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

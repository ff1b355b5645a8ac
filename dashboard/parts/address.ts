import { useEffect, useMemo, useState } from 'preact/hooks';
import { focusMain } from './focus.ts';

/** What each view is called. */
export const VIEW_NAMES = {
  account: 'Account',
  overview: 'Overview',
  meetings: 'Meetings',
  users: 'Users',
  keys: 'Keys',
  webhooks: 'Webhooks',
  imports: 'Imports',
  audit: 'Audit log',
  'admin-keys': 'Admin keys',
  settings: 'Settings',
} as const;
export type View = keyof typeof VIEW_NAMES;
function isView(name: string): name is View {
  return Object.hasOwn(VIEW_NAMES, name);
}

export type Place = {
  /** Null where the address names none. */
  readonly view: View | null;
  readonly id: string | null;
  /** How the view is filtered, sorted and paged, in its own words. */
  readonly params: Params;
};
export type Params = Readonly<Record<string, string>>;

/** How many days the figures cover: it stays the same from view to view. */
const EVERYWHERE = 'days';

/** `#meetings/<id>?status=…`: what is shown stands behind the #, which no server ever sees. */
export function addressOf(view: View, id?: string, params: Params = {}): string {
  const days = readPlace().params[EVERYWHERE];
  return hashOf(view, id ?? null, { ...(days && { [EVERYWHERE]: days }), ...params });
}

function hashOf(view: View | null, id: string | null, params: Params): string {
  const query = new URLSearchParams(params).toString();
  const path = id === null ? (view ?? '') : `${view}/${encodeURIComponent(id)}`;
  return query === '' ? `#${path}` : `#${path}?${query}`;
}

export function usePlace(): Place {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    let last = readPlace();
    const follow = () => {
      const next = readPlace();
      setHash(location.hash);
      // What was chosen is gone from the page: reading goes on at the top of what came instead.
      if (next.view !== last.view || next.id !== last.id) {
        focusMain();
        scrollTo(0, 0);
      }
      last = next;
    };
    addEventListener('hashchange', follow);
    // It may have changed after it was drawn, before anybody listened.
    setHash(location.hash);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return useMemo(readPlace, [hash]);
}

/** @param value null: as if it had never been chosen */
export type Change = Readonly<Record<string, string | null>>;

/** The parameters of the current address, and how they are changed; what is typed adds no history. */
export function useParams(): [Params, (change: Change, how?: 'push' | 'replace') => void] {
  const { view, id, params } = usePlace();
  return useMemo(() => [params, changeParams], [view, id, params]);
}

/** What the address says, where it is one of these: anybody can write anything into an address. */
export function oneOf<Value extends string>(
  options: Readonly<Record<Value, unknown>>,
  text: string | undefined,
  otherwise: NoInfer<Value>,
): Value {
  return text !== undefined && Object.hasOwn(options, text) ? (text as Value) : otherwise;
}

function changeParams(change: Change, how: 'push' | 'replace' = 'push'): void {
  const { view, id, params } = readPlace();
  const merged = Object.entries({ ...params, ...change });
  const left = Object.fromEntries(
    merged.filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''),
  );
  const hash = hashOf(view, id, left);
  if (how === 'push') location.hash = hash;
  else location.replace(hash);
}

function readPlace(): Place {
  const [path = '', query = ''] = location.hash.slice(1).split('?');
  const [name = '', id] = path.split('/');
  const view = isView(name) ? name : null;
  const params = Object.fromEntries(new URLSearchParams(query));
  return { view, id: id ? decodeId(id) : null, params };
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

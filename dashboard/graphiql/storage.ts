import { BASE_PATH } from '../base-path.ts';
import { randomText } from '../random.ts';

// What GraphiQL remembers between visits, in the form in which it stores it itself. Another installation
// on the same host remembers its own.

type StoredTab = {
  readonly id: string;
  readonly title: string;
  readonly query: string | null;
  readonly variables: string | null;
  readonly headers: null;
  readonly operationName: string | null;
  readonly response: null;
};
type StoredTabs = { readonly tabs: readonly StoredTab[]; readonly activeTabIndex: number };

const PREFIX = 'graphiql:';
const TABS = `${PREFIX}tabState`;

/** As long as the text of a key or a part of a token. No name of the schema is, and has a digit. */
const LONG = /[\w+/=-]{32,}/g;
const DIGIT = /\d/;
/** What GraphiQL calls its tabs. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Stores what GraphiQL asks for, without keys and tokens that were typed into a document or a variable. */
export const withoutKeys: Storage = {
  get length() {
    return localStorage.length;
  },
  clear: () => localStorage.clear(),
  key: (index) => localStorage.key(index),
  getItem: (name) => localStorage.getItem(BASE_PATH + name),
  removeItem: (name) => localStorage.removeItem(BASE_PATH + name),
  setItem: (name, value) => localStorage.setItem(BASE_PATH + name, withoutSecrets(value)),
};

/** Also of keys that an operator thought of, and of tokens of sign-in providers. */
function withoutSecrets(text: string): string {
  return text.replace(LONG, (run) => (DIGIT.test(run) && !UUID.test(run) ? 'REMOVED' : run));
}

export function storedTabs(): StoredTabs | null {
  try {
    const { tabs, activeTabIndex }: StoredTabs = JSON.parse(withoutKeys.getItem(TABS) ?? 'null');
    // A tab without text is one that GraphiQL adds at a visit, or that somebody opened and left.
    const filled = tabs.filter(({ query }) => query !== null && query.trim() !== '');
    const active = tabs[activeTabIndex];
    const index = active === undefined ? -1 : filled.indexOf(active);
    return filled.length === 0 ? null : { tabs: filled, activeTabIndex: Math.max(0, index) };
  } catch {
    return null;
  }
}

export function storeTabs(state: StoredTabs): void {
  withoutKeys.setItem(TABS, JSON.stringify(state));
}

export type Shown = { readonly query: string; readonly variables: string | null };

/** The tabs with this text shown: in the tab that has it, in the active one, or in one more. */
export function withShown(state: StoredTabs, shown: Shown, isReload: boolean): StoredTabs {
  const same = state.tabs.findIndex(({ query }) => query === shown.query);
  const place = same >= 0 ? same : isReload ? state.activeTabIndex : state.tabs.length;
  const old = state.tabs[place];
  const tab: StoredTab = {
    // Too short to be taken for a key.
    id: old?.id ?? randomText().slice(0, 16),
    title: titleOf(shown.query),
    query: shown.query,
    variables: shown.variables ?? old?.variables ?? null,
    headers: null,
    operationName: old?.operationName ?? null,
    response: null,
  };
  return { tabs: state.tabs.toSpliced(place, 1, tab), activeTabIndex: place };
}

function titleOf(query: string): string {
  return /^(?!#).*(?:query|subscription|mutation)\s+(\w+)/m.exec(query)?.[1] ?? 'Query';
}

import './graphiql.css';
import { DEFAULT_TABS } from './default-tabs.ts';
import { keyHeaders, showKeyBar } from './keys.ts';
import { cookieHeaders, showSignIn } from './sign-in.ts';
import { type Shown, storedTabs, storeTabs, withoutKeys, withShown } from './storage.ts';

// The page at /graphql: a bar for the keys, and GraphiQL below it.

type Options = {
  readonly title: string;
  readonly query?: string;
  readonly variables?: string | null;
  readonly defaultTabs: readonly Readonly<Record<string, unknown>>[];
  readonly additionalHeaders: () => Record<string, string>;
  readonly shouldPersistHeaders: false;
  readonly subscriptionsProtocol: 'SSE';
  readonly storage: Storage;
};

declare const YogaGraphiQL: {
  readonly renderYogaGraphiQL: (root: Element | null, options: Options) => void;
};

function shownByAddress(): Shown | null {
  const { searchParams } = new URL(location.href);
  const query = searchParams.get('query');
  return query ? { query, variables: searchParams.get('variables') } : null;
}

function isReload(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type === 'reload';
}

/** GraphiQL finds the active tab again by its text: it gets the text that is stored with it. */
function firstTexts(): Pick<Options, 'query' | 'variables' | 'defaultTabs'> {
  const shown = shownByAddress();
  const stored = storedTabs();
  if (stored === null)
    return shown === null
      ? { defaultTabs: DEFAULT_TABS }
      : { ...shown, defaultTabs: [shown, ...DEFAULT_TABS] };
  const state = shown === null ? stored : withShown(stored, shown, isReload());
  storeTabs(state);
  const active = state.tabs[state.activeTabIndex];
  return {
    query: active?.query ?? '',
    variables: active?.variables ?? '',
    defaultTabs: DEFAULT_TABS,
  };
}

const refetch = () => document.querySelector<HTMLElement>('[aria-label^="Re-fetch"]')?.click();
const bar = document.querySelector<HTMLFormElement>('#keys');
// With another key, more or less of the schema may be read: the button that reads it again is pressed.
if (bar) {
  showKeyBar(bar, refetch);
  void showSignIn(bar, refetch);
}
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Latchkey',
  ...firstTexts(),
  additionalHeaders: () => ({ ...cookieHeaders(), ...keyHeaders() }),
  shouldPersistHeaders: false,
  subscriptionsProtocol: 'SSE',
  storage: withoutKeys,
});

import { useLayoutEffect } from 'preact/hooks';

/** That of the form that asks for a key. */
const PLAIN_TITLE = 'Latchkey dashboard';

/** The name of the page in the browser's tab and history; null where another part of it knows. */
export function useTitle(title: string | null): void {
  // The last title goes before the next one comes: other effects may end later than those of the next page begin.
  useLayoutEffect(() => {
    if (title === null) return;
    document.title = `${title} – Latchkey`;
    return () => {
      document.title = PLAIN_TITLE;
    };
  }, [title]);
}

import { useEffect } from 'preact/hooks';

/** The name of the page in the browser's tab and history; null where another part of it knows. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} – Latchkey`;
  }, [title]);
}

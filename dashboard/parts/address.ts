import { useEffect, useState } from 'preact/hooks';

export const VIEWS = ['overview', 'meetings', 'users', 'keys'] as const;
export type View = (typeof VIEWS)[number];
export type Place = { readonly view: View; readonly id: string | null };

/** `#meetings/<id>`: what is shown stands behind the #, which no server ever sees. */
export function addressOf(view: View, id?: string): string {
  return id === undefined ? `#${view}` : `#${view}/${encodeURIComponent(id)}`;
}

export function usePlace(): Place {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const follow = () => {
      setPlace(readPlace());
      // What was chosen is gone from the page: reading goes on at the top of what came instead.
      document.querySelector('main')?.focus();
      scrollTo(0, 0);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return place;
}

function readPlace(): Place {
  const [name, id] = location.hash.slice(1).split('/');
  const view = VIEWS.find((known) => known === name) ?? 'overview';
  return { view, id: id ? decodeId(id) : null };
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

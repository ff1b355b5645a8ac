import { useState } from 'preact/hooks';
import { count } from '../format.ts';

export const PAGE_SIZE = 12;

/** The cursors after which the pages up to this one begin; the first begins at the start. */
export type Pages = {
  readonly after: string | null;
  readonly place: number;
  readonly onNext: (endCursor: string | null) => void;
  readonly onBack: () => void;
  readonly onReset: () => void;
};

export function usePages(): Pages {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return {
    after: cursors.at(-1) ?? null,
    place: cursors.length - 1,
    onNext: (endCursor) => setCursors([...cursors, endCursor]),
    onBack: () => setCursors(cursors.length > 1 ? cursors.slice(0, -1) : cursors),
    onReset: () => setCursors([null]),
  };
}

type PagerProps = {
  readonly pages: Pages;
  readonly shown: number;
  readonly list: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  };
};

export function Pager({ pages, shown, list: { totalCount, pageInfo } }: PagerProps) {
  const first = pages.place * PAGE_SIZE + 1;
  return (
    <nav class="pager" aria-label="Pages">
      <span class="muted" aria-live="polite">
        {count(first)}–{count(first + shown - 1)} of {count(totalCount)}
      </span>
      <button type="button" onClick={pages.onBack} disabled={pages.place === 0}>
        Previous
      </button>
      <button
        type="button"
        onClick={() => pages.onNext(pageInfo.endCursor ?? null)}
        disabled={!pageInfo.hasNextPage}
      >
        Next
      </button>
    </nav>
  );
}

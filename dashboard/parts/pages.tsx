import { count } from '../format.ts';
import { useParams } from './address.ts';
import { Choice } from './choice.tsx';

const DEFAULT_SIZE = 12;
const SIZES = { 12: '12', 25: '25', 50: '50', 100: '100' };
type Size = keyof typeof SIZES & number;

/** Which page of a list is shown. It stands in the address: forwards `after` a row, back `before` one. */
export type Pages = {
  readonly variables: PageVariables;
  readonly size: number;
  readonly place: number;
  readonly onNext: (endCursor: string | null) => void;
  readonly onBack: (startCursor: string | null) => void;
  readonly onSize: (size: number) => void;
};

export type PageVariables = {
  readonly first: number | null;
  readonly last: number | null;
  readonly after: string | null;
  readonly before: string | null;
};

/** What takes a list back to its first page, as whatever changes its rows must. */
export function firstPage(list: string): Readonly<Record<string, null>> {
  return { [`${list}page`]: null, [`${list}after`]: null, [`${list}before`]: null };
}

/** @param list what the parameters begin with, where a page has several lists */
export function usePages(list = ''): Pages {
  const [params, change] = useParams();
  const size = sizeOf(params[`${list}size`]);
  const after = params[`${list}after`] ?? null;
  const before = params[`${list}before`] ?? null;
  const place = Math.max(0, Math.trunc(Number(params[`${list}page`] ?? 1)) - 1 || 0);
  const go = (page: number, cursor: Readonly<Record<string, string | null>>) =>
    change({ ...firstPage(list), ...cursor, [`${list}page`]: page > 1 ? String(page) : null });
  return {
    variables:
      before === null
        ? { first: size, last: null, after, before: null }
        : { first: null, last: size, after: null, before },
    size,
    place,
    onNext: (endCursor) => go(place + 2, { [`${list}after`]: endCursor }),
    // The first page begins at the start, whatever came before it in the meantime.
    onBack: (startCursor) => go(place, place > 1 ? { [`${list}before`]: startCursor } : {}),
    onSize: (chosen) =>
      change({ ...firstPage(list), [`${list}size`]: chosen === DEFAULT_SIZE ? null : `${chosen}` }),
  };
}

function sizeOf(text: string | undefined): Size {
  const size = Number(text);
  return size in SIZES ? (size as Size) : DEFAULT_SIZE;
}

type PagerProps = {
  /** What the list has. */
  readonly label: string;
  readonly pages: Pages;
  readonly shown: number;
  readonly list: {
    readonly totalCount: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly startCursor?: string | null;
      readonly endCursor?: string | null;
    };
  };
};

export function Pager({ label, pages, shown, list: { totalCount, pageInfo } }: PagerProps) {
  const first = pages.place * pages.size + 1;
  return (
    <nav class="pager" aria-label={`Pages: ${label}`}>
      <span class="muted" aria-live="polite">
        {count(first)}–{count(first + shown - 1)} of {count(totalCount)}
      </span>
      <Choice
        label="Rows"
        options={SIZES}
        value={String(pages.size) as `${Size}`}
        onChange={(size) => pages.onSize(Number(size))}
      />
      <button
        type="button"
        onClick={() => pages.onBack(pageInfo.startCursor ?? null)}
        disabled={pages.place === 0}
      >
        Previous
      </button>
      <button
        type="button"
        onClick={() => pages.onNext(pageInfo.endCursor ?? null)}
        disabled={pages.place * pages.size + shown >= totalCount}
      >
        Next
      </button>
    </nav>
  );
}

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
  /** Shows the first page: the rows of this one may be gone. */
  readonly onFirst: () => void;
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
    onFirst: () => change(firstPage(list), 'replace'),
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
  /** Whether other rows are on their way: a page next to the old ones would be none of theirs. */
  readonly isBusy: boolean;
  readonly list: {
    readonly totalCount: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly startCursor?: string | null;
      readonly endCursor?: string | null;
    };
  };
};

export function Pager({ label, pages, shown, isBusy, list }: PagerProps) {
  const { totalCount, pageInfo } = list;
  const { first, last } = rangeOf(pages, shown, list);
  return (
    <nav class="pager" aria-label={`Pages: ${label}`}>
      <span class="muted" aria-live="polite">
        {count(first)}–{count(last)} of {count(totalCount)}
      </span>
      <Choice
        label="Rows"
        options={SIZES}
        value={String(pages.size) as `${Size}`}
        onChange={(size) => pages.onSize(Number(size))}
      />
      <Turn
        name="Previous"
        isOff={isBusy || pages.place === 0}
        onTurn={() => pages.onBack(pageInfo.startCursor ?? null)}
      />
      <Turn
        name="Next"
        isOff={isBusy || !pageInfo.hasNextPage}
        onTurn={() => pages.onNext(pageInfo.endCursor ?? null)}
      />
    </nav>
  );
}

type TurnProps = { readonly name: string; readonly isOff: boolean; readonly onTurn: () => void };

/** A button that keeps the focus on the first and the last page: one that is disabled would lose it. */
function Turn({ name, isOff, onTurn }: TurnProps) {
  return (
    <button type="button" aria-disabled={isOff} onClick={() => !isOff && onTurn()}>
      {name}
    </button>
  );
}

/**
 * Which rows are shown, as well as it is known: pages follow a row, so rows that came or went before
 * them are not counted. The last page ends where the list does.
 */
function rangeOf(
  { place, size }: Pick<Pages, 'place' | 'size'>,
  shown: number,
  { totalCount, pageInfo }: Pick<PagerProps['list'], 'totalCount' | 'pageInfo'>,
): { readonly first: number; readonly last: number } {
  const end = Math.min(place * size + shown, totalCount);
  const last = pageInfo.hasNextPage ? end : totalCount;
  return { first: Math.max(1, last - shown + 1), last };
}

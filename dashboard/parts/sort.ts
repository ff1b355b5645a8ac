import { useParams } from './address.ts';
import { firstPage } from './pages.tsx';
import type { Sort } from './table.tsx';

type Sorting<Field extends string> = {
  readonly sort: { readonly field: Field; readonly direction: Sort['direction'] };
  readonly onSort: (sort: Sort) => void;
};

/** How a list is sorted: `sort=EMAIL`, or `sort=-EMAIL` for the other direction. */
export function useSort<Field extends string>(
  fields: readonly Field[],
  usual: `${'-' | ''}${NoInfer<Field>}`,
): Sorting<Field> {
  const [params, change] = useParams();
  const text = params['sort'] ?? usual;
  const name = text.replace(/^-/, '');
  const field = fields.find((known) => known === name);
  return {
    sort:
      field === undefined
        ? { field: usual.replace(/^-/, '') as Field, direction: directionOf(usual) }
        : { field, direction: directionOf(text) },
    onSort: ({ field: chosen, direction }) => {
      const sort = direction === 'DESC' ? `-${chosen}` : chosen;
      change({ ...firstPage(''), sort: sort === usual ? null : sort });
    },
  };
}

function directionOf(text: string): Sort['direction'] {
  return text.startsWith('-') ? 'DESC' : 'ASC';
}

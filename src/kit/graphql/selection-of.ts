import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** Finds out once what a selection comes to: a compiled query hands in the same nodes each time. */
export function memoizeBySelection<Value>(): (
  info: Info,
  name: string,
  find: () => Value,
) => Value {
  const known = new WeakMap<Info['fieldNodes'], Map<string, Value>>();
  return ({ fieldNodes }, name, find) => {
    const own = known.get(fieldNodes) ?? new Map<string, Value>();
    known.set(fieldNodes, own);
    const value = own.get(name) ?? find();
    own.set(name, value);
    return value;
  };
}

const names = memoizeBySelection<ReadonlySet<string>>();

/**
 * The names of the fields that a request selects at a place below a field. What stands under a
 * condition counts, as does what is selected of any type: these are all that may be read.
 * @param path names of fields that lead there, such as `['edges', 'node']`
 */
export function selectedBelow(info: Info, path: readonly string[] = []): ReadonlySet<string> {
  return names(info, path.join('.'), () => new Set(namesBelow(info, path)));
}

type Selected = { readonly name: string; readonly below: SelectionSetNode | undefined };

function namesBelow(info: Info, path: readonly string[]): string[] {
  const own = info.fieldNodes.flatMap(({ selectionSet }) => fieldsOf(info, selectionSet));
  const last = path.reduce(
    (fields, step) =>
      fields.filter(({ name }) => name === step).flatMap(({ below }) => fieldsOf(info, below)),
    own,
  );
  return last.map(({ name }) => name);
}

/** Those of fragments among them. */
function fieldsOf(info: Info, selectionSet: SelectionSetNode | undefined): Selected[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD)
      return [{ name: selection.name.value, below: selection.selectionSet }];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(info, selection.selectionSet);
    return fieldsOf(info, info.fragments[selection.name.value]?.selectionSet);
  });
}

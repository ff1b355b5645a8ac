import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The name of a field in the answer. */
export function responseKeyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/**
 * The fields that are selected of an object, those of fragments among them; null where some depend on
 * a condition that stands at a fragment, or on another type, or are merged with each other.
 */
export function flatFields(
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
  fragments: Fragments,
): readonly FieldNode[] | null {
  const parts = selections.map((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value ?? type.name;
    if (fragment === undefined || condition !== type.name || selection.directives?.length)
      return null;
    return flatFields(type, fragment.selectionSet.selections, fragments);
  });
  const fields = parts.flatMap((part) => part ?? []);
  const areApart = new Set(fields.map(responseKeyOf)).size === fields.length;
  return areApart && !parts.includes(null) ? fields : null;
}

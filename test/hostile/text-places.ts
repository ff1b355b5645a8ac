import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

export type Path = readonly (string | number)[];

/** A place of an input where a text may stand, and the type of that text. */
export type TextPlace = { readonly path: Path; readonly type: string };

const TEXTS = ['String', 'EmailAddress', 'URL'];
/** As deep as inputs that name something by its input go. */
const DEEPEST = 5;

/** Every place of the input of each mutation where a text may stand. */
export function textPlacesOf(schema: GraphQLSchema): ReadonlyMap<string, readonly TextPlace[]> {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  return new Map(
    mutations.map(({ name, args }) => [
      name,
      args.flatMap((arg) => placesIn(arg.type, arg.name === 'input' ? [] : [arg.name])),
    ]),
  );
}

function placesIn(type: GraphQLInputType, path: Path): readonly TextPlace[] {
  if (isNonNullType(type)) return placesIn(type.ofType, path);
  if (isListType(type)) return placesIn(type.ofType, [...path, 0]);
  const named = getNamedType(type);
  if (TEXTS.includes(named.name)) return [{ path, type: named.name }];
  if (!isInputObjectType(named) || path.length > DEEPEST) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    placesIn(field.type, [...path, field.name]),
  );
}

/** Every place of an example where a text stands. */
export function textsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, one]) =>
    textsIn(one, [...path, isList ? Number(name) : name]),
  );
}

/** A copy of an input with another value in one place, which need not be there yet. */
export function changed(input: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(input) ? [...input] : [];
    list[step] = changed(list[step], rest, value);
    return list;
  }
  const object = typeof input === 'object' && input !== null ? input : {};
  return { ...object, [step]: changed((object as Record<string, unknown>)[step], rest, value) };
}

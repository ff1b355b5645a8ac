import pg from 'pg';
import ts from 'typescript';
import { checker, type DeclaredRow } from './declared.ts';
import type { Column } from './described.ts';

const { builtins } = pg.types;
const FLOAT8_ARRAY = 1_022;
const INT8_ARRAY = 1_016;
const TEXT_ARRAY = 1_009;
const BOOL_ARRAY = 1_000;

/** What the driver makes of each type, as TypeScript writes it; JSON can be anything. */
const READ_AS: Readonly<Record<number, string>> = {
  [builtins.BOOL]: 'boolean',
  [builtins.INT2]: 'number',
  [builtins.INT4]: 'number',
  [builtins.INT8]: 'bigint',
  [builtins.FLOAT4]: 'number',
  [builtins.FLOAT8]: 'number',
  [builtins.NUMERIC]: 'string',
  [builtins.TEXT]: 'string',
  [builtins.VARCHAR]: 'string',
  [builtins.UUID]: 'string',
  [builtins.BYTEA]: 'Uint8Array',
  [builtins.DATE]: 'Date',
  [builtins.TIMESTAMPTZ]: 'Date',
  [FLOAT8_ARRAY]: 'number[]',
  [INT8_ARRAY]: 'bigint[]',
  [TEXT_ARRAY]: 'string[]',
  [BOOL_ARRAY]: 'boolean[]',
};
const JSON_TYPES: readonly number[] = [builtins.JSON, builtins.JSONB];

export type Difference = { readonly property: string; readonly problem: string };

/** How the columns of a statement differ from the row that it is declared to return. */
export function differences(
  properties: DeclaredRow['properties'],
  columns: readonly Column[],
): readonly Difference[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return [...properties].flatMap(([name, { type, isOptional }]) => {
    const column = byName.get(name);
    if (column === undefined)
      return isOptional ? [] : [{ property: name, problem: 'no such column' }];
    return [...typeDifference(type, column), ...nullDifference(type, column)].map((problem) => ({
      property: name,
      problem,
    }));
  });
}

function typeDifference(type: ts.Type, { typeId }: Column): readonly string[] {
  if (JSON_TYPES.includes(typeId) || type.flags & ts.TypeFlags.Unknown) return [];
  const declared = checker.getNonNullableType(type);
  const parts = declared.isUnion() ? declared.types : [declared];
  const wanted = READ_AS[typeId];
  const others = parts.map(nameOf).filter((name) => name !== wanted);
  return others.length === 0
    ? []
    : [`declared as ${checker.typeToString(type)}, read as ${wanted ?? `type ${typeId}`}`];
}

function nullDifference(type: ts.Type, { isNullable }: Column): readonly string[] {
  const allowsNull =
    (type.flags & ts.TypeFlags.Unknown) !== 0 ||
    (type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Null));
  return isNullable && !allowsNull ? ['the column can be null'] : [];
}

/** Literals by the name of what they are. */
function nameOf(type: ts.Type): string {
  if (checker.isArrayType(type) || checker.isTupleType(type)) return `${elementOf(type)}[]`;
  const text = checker.typeToString(checker.getBaseTypeOfLiteralType(type));
  return text.replace(/^(?:Uint8Array<.*>|Buffer.*)$/, 'Uint8Array');
}

function elementOf(array: ts.Type): string {
  const elements = checker.getTypeArguments(array as ts.TypeReference);
  const names = elements.map((element) => nameOf(checker.getNonNullableType(element)));
  return [...new Set(names)].join(' | ');
}

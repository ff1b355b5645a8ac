import {
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  separateOperations,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { isJsonObject } from '../../core/input/json.ts';
import type { VariableValues } from '../../kit/graphql/variables.ts';

/** The deprecated parts of the schema that an operation uses, by their coordinates, for the variables of a request. */
export type DeprecatedUses = (given: VariableValues | undefined) => readonly string[];

const NONE: DeprecatedUses = () => [];

/** @param document valid, with the operation in it */
export function planDeprecatedUses(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): DeprecatedUses {
  if (!hasDeprecations(schema)) return NONE;
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const fixed = usesInText(schema, own);
  const variables = (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
    const known = typeFromAST(schema, type) as GraphQLInputType | undefined;
    return known === undefined ? [] : [{ name: variable.name.value, type: known }];
  });
  return (given = {}) => {
    const found = new Set(fixed);
    for (const { name, type } of variables) addUses(found, type, given[name]);
    return [...found];
  };
}

const checked = new WeakMap<GraphQLSchema, boolean>();

function hasDeprecations(schema: GraphQLSchema): boolean {
  const known = checked.get(schema) ?? Object.values(schema.getTypeMap()).some(isDeprecatedIn);
  checked.set(schema, known);
  return known;
}

type Part = { readonly deprecationReason?: string | null | undefined };

const isDeprecated = ({ deprecationReason }: Part) => typeof deprecationReason === 'string';

function isDeprecatedIn(type: unknown): boolean {
  if (isEnumType(type)) return type.getValues().some(isDeprecated);
  if (isInputObjectType(type)) return Object.values(type.getFields()).some(isDeprecated);
  if (!isObjectType(type)) return false;
  return Object.values(type.getFields()).some(
    (field) => isDeprecated(field) || field.args.some(isDeprecated),
  );
}

function usesInText(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const found = new Set<string>();
  const info = new TypeInfo(schema);
  const note = (part: Part | null | undefined, coordinate: () => string) => {
    if (part && isDeprecated(part)) found.add(coordinate());
  };
  const parent = () => String(info.getParentType());
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: ({ name }) => note(info.getFieldDef(), () => `${parent()}.${name.value}`),
      Argument: ({ name }) =>
        note(info.getArgument(), () => `${parent()}.${info.getFieldDef()?.name}(${name.value}:)`),
      ObjectField: ({ name }) => {
        const type = getNamedType(info.getParentInputType());
        if (isInputObjectType(type))
          note(type.getFields()[name.value], () => `${type.name}.${name.value}`);
      },
      EnumValue: ({ value }) =>
        note(info.getEnumValue(), () => `${getNamedType(info.getInputType())}.${value}`),
    }),
  );
  return found;
}

/** In a value as it was sent: names of enum values, and of input fields. */
function addUses(found: Set<string>, type: GraphQLInputType, value: unknown): void {
  const inner = getNullableType(type);
  if (isListType(inner)) {
    for (const one of Array.isArray(value) ? value : [value]) addUses(found, inner.ofType, one);
    return;
  }
  if (isEnumType(inner)) addUse(found, `${inner.name}.${value}`, inner.getValue(String(value)));
  if (!isInputObjectType(inner) || !isJsonObject(value)) return;
  for (const field of Object.values<GraphQLArgument>(inner.getFields())) {
    if (value[field.name] === undefined) continue;
    addUse(found, `${inner.name}.${field.name}`, field);
    addUses(found, field.type, value[field.name]);
  }
}

function addUse(found: Set<string>, coordinate: string, part: Part | null | undefined): void {
  if (part && isDeprecated(part)) found.add(coordinate);
}

import {
  type DocumentNode,
  type GraphQLInputType,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  separateOperations,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { VariableValues } from '../../kit/graphql/variables.ts';

/** An argument of a document, and the variable that stands in its place in what is compiled. */
type Argument = {
  readonly variable: string;
  readonly value: ValueNode;
  readonly type: GraphQLInputType;
};

/** What to hand to the compiler in place of an operation. */
export type WithoutValues = {
  readonly document: DocumentNode;
  /** The values of its variables; null when an argument has none, which the library then reports. */
  readonly valuesOf: (variables: VariableValues) => VariableValues | null;
};

/** Takes any value as it is. */
const COERCED = new GraphQLScalarType({ name: 'Coerced', parseValue: (value) => value });

/** The schema by which such documents are compiled: it shares its types with the other. */
export function withCoerced(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...config.types, COERCED], assumeValid: true });
}

/**
 * The compiler coerces arguments and variables by rules of its own: an absent variable within an object
 * becomes null, and one within free-form data is lost. It gets a document in which every argument is a
 * variable, and the library coerces each, from literals and variables alike.
 */
export function withoutValues(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): WithoutValues {
  const found: Argument[] = [];
  const types = new TypeInfo(schema);
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const replaced = visit(
    own,
    visitWithTypeInfo(types, {
      Argument: (node) => {
        const type = types.getInputType();
        if (!type) return undefined;
        const variable = `argument${found.length}`;
        found.push({ variable, value: node.value, type });
        return { ...node, value: variableNode(variable, node.value) };
      },
    }),
  );
  const variableDefinitions = found.map(({ variable }) => definitionOf(variable));
  return {
    document: {
      ...replaced,
      definitions: replaced.definitions.map((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION
          ? { ...definition, variableDefinitions }
          : definition,
      ),
    },
    valuesOf: (variables) => valuesOf(found, variables),
  };
}

function valuesOf(found: readonly Argument[], variables: VariableValues): VariableValues | null {
  const values: Record<string, unknown> = {};
  for (const { variable, value, type } of found) {
    const coerced = valueFromAST(value, type, variables);
    if (coerced !== undefined) values[variable] = coerced;
    // An argument without a value has its default.
    else if (value.kind !== Kind.VARIABLE || Object.hasOwn(variables, value.name.value))
      return null;
  }
  return values;
}

function variableNode(name: string, { loc }: ValueNode): ValueNode {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name }, ...(loc && { loc }) };
}

function definitionOf(name: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: COERCED.name } },
  };
}

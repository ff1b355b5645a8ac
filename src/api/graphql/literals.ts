import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  isScalarType,
  isSpecifiedScalarType,
  isValueNode,
  Kind,
  print,
  type ValueNode,
  visit,
} from 'graphql';
import { createGraphQLError } from 'graphql-yoga';

/** Makes every scalar of ours name the literal that it refuses: the library leaves that to the scalar. */
export function withLiteralNodes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue;
    const read = type.parseLiteral.bind(type);
    type.parseLiteral = (node, variables) => {
      try {
        return read(node, variables);
      } catch (error) {
        const { message, nodes = [node], extensions } = error as GraphQLError;
        throw createGraphQLError(message, { nodes, extensions });
      }
    };
  }
  return schema;
}

/** What is wrong with a literal, and where it stands: in the words that the library uses for variables. */
export type LiteralIssue = { readonly message: string; readonly path: readonly string[] };

/** Null for an error that is not about the value of an argument. */
export function literalIssue(
  document: DocumentNode,
  { message, nodes = [] }: GraphQLError,
): LiteralIssue | null {
  const value = nodes.length === 1 ? nodes[0] : undefined;
  if (value === undefined || !isValueNode(value)) return null;
  const path = pathTo(document, value);
  if (path.length === 0) return null;
  const [field = '', ...place] = path;
  const where = `Argument "${place[0]}" of "${field}" got invalid value ${print(value)}`;
  return { path, message: `${where} at "${place.join('.')}"; ${message}` };
}

/** The names of the field, of its argument, and of what leads from there to the value. */
function pathTo(document: DocumentNode, value: ValueNode): readonly string[] {
  let found: readonly string[] = [];
  visit(document, {
    enter: (node, _key, parent, _path, ancestors) => {
      if (node !== value) return undefined;
      found = argumentPath([...ancestors, parent], value).map(String);
      return BREAK;
    },
  });
  return found;
}

type Path = readonly (string | number)[];

/**
 * The names of the innermost field, of its argument, and of what leads from there to a value.
 * @param outer what the value stands in, as a visitor gets it
 */
export function argumentPath(outer: readonly unknown[], value: ValueNode): Path {
  const nodes = outer.filter((one) => one && !Array.isArray(one)) as ASTNode[];
  const names = nodes.flatMap((one, place) => nameOf(one, nodes[place + 1] ?? value));
  return names.slice(names.lastIndexOf(FIELD) + 1);
}

/** Marks where the names of the innermost field begin. */
const FIELD = '';

function nameOf(node: ASTNode, below: ASTNode): Path {
  if (node.kind === Kind.FIELD) return [FIELD, node.name.value];
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return [node.name.value];
  if (node.kind === Kind.LIST) return [node.values.indexOf(below as ValueNode)];
  return [];
}

import { Kind, type ValueNode } from 'graphql';
import { createGraphQLError } from 'graphql-yoga';
import { likeRead, noteInexact } from '../../core/input/exact-json.ts';
import { type VariableValues, variableValue } from './variables.ts';

type Variables = VariableValues | null | undefined;

/**
 * Free-form data from a literal of a document, in which variables may stand at any depth. As within an
 * input, a key whose variable is absent is left out; in a list it is null.
 */
export function readJsonLiteral(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return withNotes(
        node.fields.map(({ name, value }) => [name.value, value]),
        Object.fromEntries(
          node.fields
            .map(({ name, value }) => [name.value, readJsonLiteral(value, variables)])
            .filter(([, value]) => value !== undefined),
        ),
      );
    case Kind.LIST:
      return withNotes(
        node.values.map((value, place) => [place, value]),
        node.values.map((value) => readJsonLiteral(value, variables) ?? null),
      );
    case Kind.VARIABLE:
      return asJson(variableValue(variables, node.name.value));
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.ENUM:
      throw createGraphQLError(`${node.value} must be written in quotes`, { nodes: node });
    default:
      return node.value;
  }
}

type Holder = Readonly<Record<string | number, unknown>> | readonly unknown[];

/** A large number in a variable of its own has lost digits by the time that it comes here. */
function withNotes(
  places: readonly (readonly [step: string | number, node: ValueNode])[],
  holder: Holder,
): Holder {
  for (const [step, { kind }] of places) {
    const value = (holder as Record<string | number, unknown>)[step];
    if (kind === Kind.VARIABLE && typeof value === 'number' && Math.abs(value) > MAX_SAFE)
      noteInexact(holder, step, String(value));
  }
  return holder;
}

const MAX_SAFE = Number.MAX_SAFE_INTEGER;

/** A variable has the value of its own type, as it is sent in JSON. */
function asJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return asNumber(value);
  if (Array.isArray(value)) return likeRead(value, value.map(asJson));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, asJson(child)]);
  return likeRead(value, Object.fromEntries(entries) as object);
}

function asNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

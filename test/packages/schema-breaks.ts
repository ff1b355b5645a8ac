import { CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** One field, argument, input field or enum value, by its path: `User.name`, `Query.users.first`. */
export type Part = {
  readonly path: string;
  readonly reason: string | null | undefined;
  /** The name of its type. */
  readonly type: string | null;
};

const REASON = /^Use `[^`]+`.*Removed after (\d{4}-\d{2}-\d{2})\.$/s;

/** The day after which a part may be removed; null without a replacement and a day. */
export function removalDay(reason: string | null | undefined): string | null {
  const day = REASON.exec(reason ?? '')?.[1];
  return day !== undefined && !Number.isNaN(Date.parse(day)) ? day : null;
}

/**
 * What is removed or changed so that clients break, and was not deprecated in the last release with a day
 * that has passed.
 * @param today as `2027-01-31`
 */
export async function undeclaredBreaks(
  released: GraphQLSchema,
  current: GraphQLSchema,
  today: string,
): Promise<string[]> {
  const parts = partsOf(released);
  const mayGo = ({ reason }: Part) => (removalDay(reason) ?? today) < today;
  const isDeclared = (path: string): boolean => {
    const isPart = parts.some((part) => isWithin(path, part.path) && mayGo(part));
    // A type goes with the last part that has it.
    const users = parts.filter(({ type }) => type === path);
    return isPart || (users.length > 0 && users.every((part) => isDeclared(part.path)));
  };
  const changes = await diff(released, current);
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .filter(({ path = '' }) => !isDeclared(path))
    .map(({ path, message }) => `${path}: ${message}`);
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`);
}

export function partsOf(schema: GraphQLSchema): Part[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap(partsOfType);
}

function partsOfType(type: GraphQLNamedType): Part[] {
  if (isEnumType(type))
    return type.getValues().map(({ name, deprecationReason: reason }) => ({
      path: `${type.name}.${name}`,
      reason,
      type: null,
    }));
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const path = `${type.name}.${field.name}`;
    const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
    return [
      { path, reason: field.deprecationReason, type: nameOf(field.type) },
      ...args.map((argument) => ({
        path: `${path}.${argument.name}`,
        reason: argument.deprecationReason,
        type: nameOf(argument.type),
      })),
    ];
  });
}

function nameOf(type: GraphQLType): string {
  return getNamedType(type).name;
}

import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { encodeId, type NodeType } from '../../../src/kit/graphql/ids.ts';

/** Stands for something of the subject that one use of a document is about. */
export class Own {
  readonly what: NodeType | 'email';
  constructor(what: NodeType | 'email') {
    this.what = what;
  }
}

/** A variable of the document. */
export class Variable {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export const ABSENT = Symbol('absent');

const SCALARS: Readonly<Record<string, unknown>> = {
  Int: 3,
  Float: 1.5,
  Boolean: true,
  BigInt: 5000,
  String: 'sample',
  DateTime: '2026-11-20T12:00:00.000Z',
  EmailAddress: 'sample@example.com',
  JSONObject: { team: 'red', list: [1, { deep: null }] },
  URL: 'https://hooks.example.com/x',
  TimeZone: 'Europe/Berlin',
};

const BY_NAME: Readonly<Record<string, unknown>> = {
  end: '2026-11-21T12:00:00.000Z',
  endTime: '2026-11-20T13:00:00.000Z',
  overlap: 600,
  endOffset: 2.5,
};

/** A value of an input, for one place: what must be there, and no more. */
export function sampleFor(type: GraphQLInputType, path: readonly string[]): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [sampleFor(inner.ofType, path)];
  if (isEnumType(inner)) return new EnumWord(inner.getValues()[0]?.name ?? '');
  if (isInputObjectType(inner))
    return Object.fromEntries(
      neededFields(inner).map(({ name, type: own }) => [name, sampleFor(own, [...path, name])]),
    );
  if (inner.name === 'ID') return new Own(idKind(path));
  if (path.join('.') === 'createUser.input.email') return new Own('email');
  const value = BY_NAME[path.at(-1) ?? ''] ?? SCALARS[inner.name];
  if (value === undefined) throw new Error(`say here what a ${inner.name} is like`);
  return value;
}

/** One of those that exclude each other, or are conditions. */
function neededFields(type: GraphQLInputObjectType): GraphQLInputField[] {
  const fields = Object.values(type.getFields());
  if (isChoice(type))
    return [fields.find(({ name }) => name === 'id') ?? fields[0]].flatMap((one) => one ?? []);
  return fields.filter(({ name, type: own }) => isNonNullType(own) || NAMES.includes(name));
}

/** What names the object of a change; an older field does so in its place. */
const NAMES = ['user', 'token'];
const OLDER = ['id', 'userId'];

function isChoice({ isOneOf, name }: GraphQLInputObjectType): boolean {
  return isOneOf || name.endsWith('Filter');
}

class EnumWord {
  readonly word: string;
  constructor(word: string) {
    this.word = word;
  }
}

/** A value that means the same for every subject, for a literal. */
export function fixed(value: unknown): unknown {
  if (value instanceof Own)
    return value.what === 'email' ? 'fixed@example.com' : encodeId(value.what, 999_999_999n);
  if (Array.isArray(value)) return value.map(fixed);
  if (value instanceof EnumWord || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fixed(child)]));
}

function idKind(path: readonly string[]): NodeType {
  const [root = ''] = path;
  const place = path.slice(1).join('.');
  if (/userId|targetId|ids|\buser\b/.test(place)) return 'User';
  if (/meeting/i.test(`${root}.${place}`)) return 'Meeting';
  if (/AdminKey/.test(root)) return 'AdminKey';
  return /token|key|rotation|lineage/i.test(root) ? 'ApiToken' : 'User';
}

/** Puts a value at a place of an input; lists on the way have one item. */
export function withAt(
  type: GraphQLInputType,
  at: { readonly path: readonly string[]; readonly prefix: readonly string[] },
  value: unknown,
): unknown {
  const [name, ...rest] = at.path;
  if (name === undefined) return value;
  const inner = getNullableType(type);
  if (isListType(inner)) return [withAt(inner.ofType, at, value)];
  if (!isInputObjectType(inner)) throw new Error(`${inner} has no fields`);
  const field = inner.getFields()[name];
  if (field === undefined) throw new Error(`${inner} has no field ${name}`);
  const prefix = [...at.prefix, name];
  const child = withAt(field.type, { path: rest, prefix }, value);
  const base = isChoice(inner) ? {} : (sampleFor(inner, at.prefix) as object);
  const replaced = OLDER.includes(name) ? NAMES : [];
  const others = Object.fromEntries(
    Object.entries(base).filter(([key]) => key !== name && !replaced.includes(key)),
  );
  return child === ABSENT ? others : { ...others, [name]: child };
}

type Printing = {
  /** Ends the names of variables. */
  readonly mark: string;
  readonly onOwn: (own: Own) => void;
};

/** As it stands in a document. Whatever is the subject's own becomes a variable. */
export function print(value: unknown, printing: Printing): string {
  if (value instanceof Variable) return `$${value.name}`;
  if (value instanceof EnumWord) return value.word;
  if (value instanceof Own) {
    printing.onOwn(value);
    return `$own${value.what}${printing.mark}`;
  }
  if (Array.isArray(value)) return `[${value.map((item) => print(item, printing)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, child]) => `${key}: ${print(child, printing)}`);
  return `{${fields.join(', ')}}`;
}

/** As it is sent in the variables, for one subject. */
export function toJson(value: unknown, subject: number): unknown {
  if (value instanceof EnumWord) return value.word;
  if (value instanceof Own) return ownOf(value, subject);
  if (Array.isArray(value)) return value.map((item) => toJson(item, subject));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, toJson(child, subject)]),
  );
}

/** The rows of a subject all have its number: see subjects.ts. */
function ownOf({ what }: Own, subject: number): string {
  return what === 'email' ? `new-${subject}@example.com` : encodeId(what, BigInt(subject));
}

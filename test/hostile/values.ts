import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

// What somebody sends who means harm or knows no better, by the type that was asked for.

const MEGABYTE = 'x'.repeat(900_000);

const TEXTS: readonly unknown[] = [
  '',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  MEGABYTE,
  "'; drop table users; --",
  "' or pg_sleep(10) --",
  '__proto__',
  'constructor',
  'a\r\nSet-Cookie: a=b',
  '%_\\',
  '\u202e\u200b',
  `${'a'.repeat(20_000)}@${'a.'.repeat(10_000)}`,
  'javascript:alert(1)',
  '{{7*7}}#{7*7}',
  { an: 'object' },
  ['a', ['b']],
  12,
  true,
];

const NUMBERS: readonly unknown[] = [
  -1,
  0,
  101,
  2 ** 31,
  2 ** 53,
  1e308,
  -1e308,
  1.5,
  'NaN',
  '1e3',
  '0x10',
  '9223372036854775808',
  '-9223372036854775809',
  ' 1 ',
  '',
  '1\u0000',
  {},
  [],
  true,
];

const DATES: readonly unknown[] = [
  '0000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '2026-02-30T00:00:00Z',
  'infinity',
  '-infinity',
  'now',
  'today',
  '2026-01-01T00:00:60Z',
  '2026-01-01T00:00:00+99:99',
  '2026-01-01',
  '',
  0,
  1e20,
  'a\u0000',
  {},
];

const IDS: readonly unknown[] = [
  '',
  '1',
  'zzz',
  encode('User:9223372036854775807'),
  encode('User:9223372036854775808'),
  encode('User:-1'),
  encode('User:1e3'),
  encode('Meeting:1'),
  encode('ApiToken:1'),
  encode('Nope:1'),
  encode('User:1\u0000'),
  encode('__proto__:1'),
  MEGABYTE,
  '\ud800',
  'a\u0000',
  {},
  [],
  1.5,
];

const OBJECTS: readonly unknown[] = [
  JSON.parse('{"__proto__": {"polluted": true}}'),
  { constructor: { prototype: { polluted: true } } },
  nested(60),
  Object.fromEntries(Array.from({ length: 20_000 }, (_, place) => [`k${place}`, place])),
  { 'a\u0000': 1 },
  { a: '\ud800' },
  { a: 'b\u0000' },
  { 'a.b.c': 1, $where: '1' },
  [],
  'text',
  5,
  true,
];

const BY_TYPE: Readonly<Record<string, readonly unknown[]>> = {
  Int: NUMBERS,
  Float: NUMBERS,
  BigInt: NUMBERS,
  NonNegativeInt: NUMBERS,
  PositiveInt: NUMBERS,
  DateTime: DATES,
  ID: IDS,
  JSONObject: OBJECTS,
  Boolean: ['true', 1, 0, 'yes', {}, []],
};

/** Hostile values for an input type; those of an input object put one into each of its fields. */
export function hostileValues(type: GraphQLInputType, depth = 0): unknown[] {
  if (isNonNullType(type)) return [null, ...hostileValues(type.ofType, depth)];
  if (isListType(type))
    return [
      [],
      Array.from({ length: 150 }, () => 'x'),
      ...hostileValues(type.ofType, depth).map((value) => [value]),
    ];
  if (isEnumType(type)) return ['NOPE', '', 'a\u0000', 1, {}, '__proto__'];
  if (!isInputObjectType(type)) return [...(BY_TYPE[getNamedType(type).name] ?? TEXTS)];
  if (depth > 2) return [];
  const fields = Object.values(type.getFields());
  const valid = validInput(type);
  return [
    {},
    [],
    'text',
    { ...(valid as object), nope: 1 },
    ...fields.flatMap((field) =>
      hostileValues(field.type, depth + 1).map((value) =>
        type.isOneOf ? { [field.name]: value } : { ...(valid as object), [field.name]: value },
      ),
    ),
  ];
}

const VALID: Readonly<Record<string, unknown>> = {
  ID: encode('User:999999'),
  DateTime: '2026-01-01T00:00:00Z',
  EmailAddress: 'fuzz@example.com',
  JSONObject: {},
  Boolean: true,
  String: 'text',
  URL: 'text',
};

/** The least that the schema accepts. */
export function validInput(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return validInput(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const needed = type.isOneOf
      ? fields.slice(0, 1)
      : fields.filter((field) => isNonNullType(field.type));
    return Object.fromEntries(needed.map((field) => [field.name, validInput(field.type)]));
  }
  return VALID[getNamedType(type).name] ?? 1;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

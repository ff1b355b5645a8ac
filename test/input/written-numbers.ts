/** Numbers as they are written in JSON, and whether JavaScript writes the same ones. */
const NUMBERS: readonly (readonly [string, boolean])[] = [
  ...(['0', '-0', '1', '-1.50', '0.1', '1e3', '1E+2', '5e-324', '0e400'] as const),
  ...(['9007199254740991', '-9007199254740992', '1e22', '1e300', '0.30000000000000004'] as const),
  ...(['100000000000000000000', '1.7976931348623157e308', '-12345.6789e-7'] as const),
].map((number): readonly [string, boolean] => [number, true]);

export const INEXACT: readonly (readonly [string, boolean])[] = [
  ...(['750727362669608961', '9007199254740993', '-9007199254740993', '1e400', '-1e400'] as const),
  ...([
    '1e-400',
    '0.1234567890123456789',
    '123456789.123456789012',
    '12345678901234567890',
  ] as const),
  ...(['1.00000000000000001', '1e99999999999', '0.10000000000000001'] as const),
].map((number): readonly [string, boolean] => [number, false]);

export const ALL = [...NUMBERS, ...INEXACT];

/** Where in the data it stands: JSON around it, the same as GraphQL, and its path. */
export const SPOTS: readonly (readonly [json: string, literal: string, path: readonly string[]])[] =
  [
    ['{"n": #}', '{n: #}', ['n']],
    ['{"a": {"b": [1, {"c": #}]}}', '{a: {b: [1, {c: #}]}}', ['a', 'b', '1', 'c']],
    [
      '{"s": "750727362669608961", "list": [0.5, #]}',
      '{s: "750727362669608961", list: [0.5, #]}',
      ['list', '1'],
    ],
  ];

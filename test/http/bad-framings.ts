type Framing = readonly [what: string, frame: (body: string) => string];

export const CHUNKED = 'Transfer-Encoding: chunked\r\n';

export function chunked(body: string, size = body.length.toString(16)): string {
  return `${size}\r\n${body}\r\n0\r\n\r\n`;
}

/** Each holds a whole body that a lenient reader would find, and act on. */
const TWO_WAYS: readonly Framing[] = [
  [
    'length and chunks',
    (body) => `Content-Length: ${chunked(body).length}\r\n${CHUNKED}\r\n${chunked(body)}`,
  ],
  [
    'chunks and length',
    (body) => `${CHUNKED}Content-Length: ${body.length}\r\n\r\n${chunked(body)}`,
  ],
  [
    'two lengths, the first right',
    (body) =>
      `Content-Length: ${body.length}\r\nContent-Length: ${body.length + 1}\r\n\r\n${body} `,
  ],
  [
    'two lengths, the second right',
    (body) =>
      `Content-Length: ${body.length + 1}\r\nContent-Length: ${body.length}\r\n\r\n${body} `,
  ],
  ['an unknown coding', (body) => `Transfer-Encoding: xchunked\r\n\r\n${chunked(body)}`],
  [
    'an unknown coding with a length',
    (body) => `Transfer-Encoding: xchunked\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  ],
  [
    'chunks that are not the last coding',
    (body) => `Transfer-Encoding: chunked, identity\r\n\r\n${chunked(body)}`,
  ],
  [
    'another coding before chunks',
    (body) => `Transfer-Encoding: gzip, chunked\r\n\r\n${chunked(body)}`,
  ],
  ['chunks twice', (body) => `${CHUNKED}${CHUNKED}\r\n${chunked(body)}`],
  [
    'another coding in a line of its own',
    (body) => `Transfer-Encoding: deflate\r\n${CHUNKED}\r\n${chunked(body)}`,
  ],
  [
    'a coding without an effect',
    (body) => `Transfer-Encoding: identity, chunked\r\n\r\n${chunked(body)}`,
  ],
  ['a blank before a length', (body) => `Content-Length : ${body.length}\r\n\r\n${body}`],
  ['a blank before a coding', (body) => `Transfer-Encoding : chunked\r\n\r\n${chunked(body)}`],
  ['a length with a sign', (body) => `Content-Length: +${body.length}\r\n\r\n${body}`],
  ['a folded coding', (body) => `Transfer-Encoding:\r\n chunked\r\n\r\n${chunked(body)}`],
  ['lines without returns', (body) => `Content-Length: ${body.length}\n\n${body}`],
];

/** What a lenient reader of numbers would still take for the right one. */
const BAD_SIZES: readonly (readonly [what: string, write: (size: string) => string])[] = [
  ['that is no number', () => 'zz'],
  ['that is missing', () => ''],
  ['with a minus', (size) => `-${size}`],
  ['with a plus', (size) => `+${size}`],
  ['with a prefix', (size) => `0x${size}`],
  ['with a letter behind it', (size) => `${size}g`],
  ['that is right but for a 65th bit', (size) => `1${size.padStart(16, '0')}`],
];

export const BAD_FRAMINGS: readonly Framing[] = [
  ...TWO_WAYS,
  ...BAD_SIZES.map(([what, write]): Framing => {
    const frame = (body: string) =>
      `${CHUNKED}\r\n${chunked(body, write(body.length.toString(16)))}`;
    return [`a chunk of a size ${what}`, frame];
  }),
];

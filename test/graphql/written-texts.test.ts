import fc from 'fast-check';
import { GraphQLNonNull, GraphQLString } from 'graphql';
import { expect, it } from 'vitest';
import { leafWriter } from '../../src/api/graphql/json-rows/leaf-text.ts';
import { decodeId, encodeId, type NodeType } from '../../src/kit/graphql/ids.ts';

// Texts that are written in a faster way than by the general functions are the same texts.

const write = leafWriter(new GraphQLNonNull(GraphQLString));

it.each([
  '',
  '"',
  '\\',
  '\u0000',
  '\u001f',
  '\u007f',
  '/',
  '\u2028\u2029',
  '😀',
  '\ud800',
  'a\udfff',
])('the text %j is written as JSON', (text) => {
  expect(write?.(text)).toBe(JSON.stringify(text));
});

it('any text is written as JSON', () => {
  const unit = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff }));
  const text = fc.array(unit).map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(text, (value) => {
      expect(write?.(value)).toBe(JSON.stringify(value));
    }),
  );
});

it('ids are base64url, whatever their length, and are read again', () => {
  const type = fc.constantFrom<NodeType>('User', 'ApiToken', 'Meeting', 'TranscriptSegment');
  fc.assert(
    fc.property(type, fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (name, id) => {
      const encoded = encodeId(name, id);
      expect(encoded).toBe(Buffer.from(`${name}:${id}`).toString('base64url'));
      expect(decodeId(encoded)).toEqual({ type: name, id });
    }),
  );
});

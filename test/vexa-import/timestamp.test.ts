import { expect, it } from 'vitest';
import { scopesOf } from '../../src/domain/vexa-import/keys/scopes.ts';
import { readSourceTimestamp } from '../../src/domain/vexa-import/source/timestamp.ts';

it.each([
  ['2025-03-01T10:00:00', '2025-03-01T10:00:00.000Z'],
  ['2025-03-01 10:00', '2025-03-01T10:00:00.000Z'],
  ['2025-03-01T10:00:00.123456', '2025-03-01T10:00:00.123Z'],
  ['2025-03-01T10:00:00.9996', '2025-03-01T10:00:01.000Z'],
  ['2025-03-01T10:00:00Z', '2025-03-01T10:00:00.000Z'],
  ['2025-03-01T10:00:00+02:00', '2025-03-01T08:00:00.000Z'],
  ['2025-03-01T10:00:00.5-0330', '2025-03-01T13:30:00.500Z'],
  ['2024-02-29T23:59:59+00', '2024-02-29T23:59:59.000Z'],
])('reads %s as %s', (text, at) => {
  expect(readSourceTimestamp(text)).toBe(at);
});

it.each([
  '',
  'yesterday',
  '1730455200',
  '2025-02-30T10:00:00',
  '2025-13-01T10:00:00',
  '2025-03-01T25:00:00',
  '0000-01-01T00:00:00',
  '2025-03-01',
  '2025-03-01T10:00:00 Europe/Berlin',
])('finds no date in "%s"', (text) => {
  expect(readSourceTimestamp(text)).toBeNull();
});

it.each([
  ['vxa_tx_x', ['bot'], ['bot']],
  ['vxa_tx_x', null, ['tx']],
  ['vxa_tx_x', [], ['tx']],
  ['vxa_user_x', ['user'], ['bot', 'tx', 'browser']],
  ['x', null, ['bot', 'tx', 'browser']],
  ['vxa_tx_x', ['admin', 'bot'], ['bot']],
  ['vxa_tx_x', ['calendar'], ['calendar']],
  ['vxa_tx_x', ['user', 'calendar'], ['tx', 'calendar']],
])('a key %s with the scopes %j may do %j', (text, given, scopes) => {
  expect(scopesOf(text, given)).toEqual(scopes);
});

import type { BadRequest } from './bad-bodies.ts';

const filter = (text: string) => ['GET', `/Users?filter=${encodeURIComponent(text)}`] as const;
const nested = (levels: number) => `${'('.repeat(levels)}id pr${')'.repeat(levels)}`;

const VALUE = 'invalidValue';

/** Filters and other parameters of a list. */
export const BAD_QUERIES: readonly BadRequest[] = [
  [
    'an unknown attribute in a filter',
    filter('canary eq "canary"'),
    [400, 'invalidFilter', 'can be by id, externalid'],
  ],
  [
    'the name of a prototype in a filter',
    filter('constructor pr'),
    [400, 'invalidFilter', 'can be by id'],
  ],
  ['an unknown operator', filter('userName canary "canary"'), [400, 'invalidFilter', 'operator']],
  ['an operator without a value', filter('userName eq'), [400, 'invalidFilter', 'value']],
  ['a text without an end', filter('userName eq "canary'), [400, 'invalidFilter', 'quotation']],
  ['a text with NUL', filter('userName eq "canary\\u0000b"'), [400, 'invalidFilter', 'NUL']],
  [
    'a text with half a pair',
    filter('userName eq "canary\\ud800"'),
    [400, 'invalidFilter', 'Unicode'],
  ],
  ['a number for a text', filter('userName eq 7'), [400, 'invalidFilter', 'userName']],
  ['an order of booleans', filter('active gt true'), [400, 'invalidFilter', 'active']],
  [
    'a time that is none',
    filter('meta.created gt "canary"'),
    [400, 'invalidFilter', 'meta.created'],
  ],
  [
    'a month that is none',
    filter('meta.created gt "2026-13-01T00:00:00Z"'),
    [400, 'invalidFilter', 'meta.created'],
  ],
  ['brackets without an end', filter('emails[type eq "canary"'), [400, 'invalidFilter', ']']],
  ['brackets in brackets', filter('emails[emails[type pr]]'), [400, 'invalidFilter', 'brackets']],
  ['a filter that is nested deeply', filter(nested(40)), [400, 'invalidFilter', 'deep']],
  [
    'a filter with many conditions',
    filter(Array(70).fill('id pr').join(' or ')),
    [400, 'invalidFilter', 'conditions'],
  ],
  [
    'a filter that is very long',
    filter(`userName eq "${'canary'.repeat(1_000)}"`),
    [400, 'invalidFilter', 'characters'],
  ],
  ['an empty filter', filter(''), [400, 'invalidFilter', 'filter']],
  ['a count that is a word', ['GET', '/Users?count=canary'], [400, VALUE, 'count']],
  ['a place that is a fraction', ['GET', '/Users?startIndex=1.5'], [400, VALUE, 'startIndex']],
  [
    'many attributes',
    ['GET', `/Users?attributes=${'canary,'.repeat(99)}b`],
    [400, VALUE, 'attributes'],
  ],
];

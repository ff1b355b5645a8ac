/** An address and a name that somebody has. */
export const TAKEN = 'canary.taken@example.com';
const NUL = String.fromCharCode(0);

const user = (fields: object) => ['POST', '/Users', fields] as const;
const patch = (...Operations: readonly unknown[]) => ['PATCH', 'USER', { Operations }] as const;

export type BadRequest = readonly [
  what: string,
  sent: readonly [method: string, path: string, body?: unknown],
  expected: readonly [status: number, scimType: string | undefined, named: string],
];

const VALUE = 'invalidValue';

/** Users, groups and changes of them that no provider should send. What is bad in them has the word canary. */
export const BAD_BODIES: readonly BadRequest[] = [
  ['no userName', user({}), [400, VALUE, 'userName']],
  ['a blank userName', user({ userName: ' ' }), [400, VALUE, 'userName']],
  ['a userName that is a number', user({ userName: 7 }), [400, VALUE, 'userName']],
  ['a userName that is no address', user({ userName: 'canary' }), [400, VALUE, 'userName']],
  [
    'a userName with NUL',
    user({ userName: `canary${NUL}b@example.com` }),
    [400, VALUE, 'userName'],
  ],
  [
    'a userName with half a pair',
    user({ userName: 'canary\ud800@example.com' }),
    [400, VALUE, 'userName'],
  ],
  [
    'a userName with a line break',
    user({ userName: 'canary\n@example.com' }),
    [400, VALUE, 'userName'],
  ],
  [
    'a userName that is too long',
    user({ userName: `${'canary'.repeat(50)}@b.com` }),
    [400, VALUE, 'userName'],
  ],
  [
    'an address that is none',
    user({ userName: 'canary', emails: [{ value: 'canary' }] }),
    [400, VALUE, 'emails'],
  ],
  [
    'emails that are a number',
    user({ userName: 'canary@b.com', emails: 7 }),
    [400, VALUE, 'emails'],
  ],
  [
    'emails in emails',
    user({ userName: 'canary@b.com', emails: [[{ value: 'canary@b.com' }]] }),
    [400, VALUE, 'emails[0]'],
  ],
  [
    'many emails',
    user({ userName: 'canary@b.com', emails: Array(101).fill({ value: 'canary@b.com' }) }),
    [400, VALUE, 'emails'],
  ],
  [
    'a name that is a text',
    user({ userName: 'canary@b.com', name: 'canary' }),
    [400, VALUE, 'name'],
  ],
  [
    'a given name that is a list',
    user({ userName: 'canary@b.com', name: { givenName: ['canary', 'canary'] } }),
    [400, VALUE, 'name.givenName'],
  ],
  [
    'a long displayName',
    user({ userName: 'canary@b.com', displayName: 'canary'.repeat(17) }),
    [400, VALUE, 'displayName'],
  ],
  [
    'active that is a word',
    user({ userName: 'canary@b.com', active: 'canary' }),
    [400, VALUE, 'active'],
  ],
  [
    'active that is a number',
    user({ userName: 'canary@b.com', active: 1 }),
    [400, VALUE, 'active'],
  ],
  [
    'an object as externalId',
    user({ userName: 'canary@b.com', externalId: { canary: 'canary' } }),
    [400, VALUE, 'externalId'],
  ],
  ['a body that is a list', ['POST', '/Users', []], [400, 'invalidSyntax', 'object']],
  [
    'a body that is no JSON',
    ['POST', '/Users', '{"userName": "canary"'],
    [400, 'invalidSyntax', 'JSON'],
  ],
  ['no body', ['POST', '/Users'], [400, 'invalidSyntax', 'required']],
  [
    'a body that is nested deeply',
    ['POST', '/Users', '['.repeat(65) + ']'.repeat(65)],
    [400, undefined, 'nested'],
  ],
  ['no operations', ['PATCH', 'USER', {}], [400, 'invalidSyntax', 'Operations']],
  ['an operation that is a text', patch('canary'), [400, 'invalidSyntax', 'Operations[0]']],
  [
    'an unknown operation',
    patch({ op: 'canary', path: 'active' }),
    [400, 'invalidSyntax', 'Operations[0].op'],
  ],
  ['a removal of nothing', patch({ op: 'remove' }), [400, 'noTarget', 'Operations[0].path']],
  [
    'a value without names',
    patch({ op: 'replace', value: 'canary' }),
    [400, VALUE, 'Operations[0].value'],
  ],
  [
    'a path that is a number',
    patch({ op: 'replace', path: 7 }),
    [400, 'invalidPath', 'Operations[0].path'],
  ],
  [
    'a path that does not end',
    patch({ op: 'add', path: 'emails[type eq "work"', value: 'canary' }),
    [400, 'invalidPath', 'path'],
  ],
  [
    'a path that goes on',
    patch({ op: 'add', path: 'userName canary', value: 'canary' }),
    [400, 'invalidPath', 'path'],
  ],
  [
    'a path with three names',
    patch({ op: 'add', path: 'canary.b.c', value: 'canary' }),
    [400, 'invalidPath', 'path'],
  ],
  [
    'a filter where one value is',
    patch({ op: 'add', path: 'userName[value eq "canary"]', value: 'canary' }),
    [400, 'invalidPath', 'userName'],
  ],
  [
    'a filter that fits nothing',
    patch({ op: 'replace', path: 'emails[type eq "home"].value', value: 'canary@b.com' }),
    [400, 'noTarget', 'emails'],
  ],
  [
    'a change of the id',
    patch({ op: 'replace', path: 'id', value: '7' }),
    [400, 'mutability', 'id'],
  ],
  [
    'a change of groups',
    patch({ op: 'add', path: 'groups', value: [] }),
    [400, 'mutability', 'groups'],
  ],
  ['a removal of userName', patch({ op: 'remove', path: 'userName' }), [400, VALUE, 'userName']],
  [
    '1,000 operations',
    patch(...Array(1_000).fill({ op: 'replace', path: 'displayName', value: 'canary' })),
    [413, undefined, 'Operations'],
  ],
  ['a userName that is taken', user({ userName: TAKEN }), [409, 'uniqueness', 'userName']],
  [
    'an address that is taken',
    user({ userName: 'canary', emails: [{ value: TAKEN.toUpperCase() }] }),
    [409, 'uniqueness', 'emails'],
  ],
  [
    'a change to a userName that is taken',
    patch({ op: 'replace', path: 'userName', value: TAKEN }),
    [409, 'uniqueness', 'userName'],
  ],
  [
    'a user with the userName of another',
    ['PUT', 'USER', { userName: TAKEN }],
    [409, 'uniqueness', 'userName'],
  ],
  [
    'a displayName that is taken',
    ['POST', '/Groups', { displayName: TAKEN }],
    [409, 'uniqueness', 'displayName'],
  ],
  [
    'a change to a displayName that is taken',
    ['PATCH', 'GROUP', { Operations: [{ op: 'replace', value: { displayName: TAKEN } }] }],
    [409, 'uniqueness', 'displayName'],
  ],
  ['no displayName', ['POST', '/Groups', {}], [400, VALUE, 'displayName']],
  [
    'a displayName with NUL',
    ['POST', '/Groups', { displayName: `canary${NUL}` }],
    [400, VALUE, 'displayName'],
  ],
  [
    'members that are texts',
    ['POST', '/Groups', { displayName: 'canary', members: ['canary'] }],
    [400, VALUE, 'members[0]'],
  ],
  [
    'a member that is a number',
    ['POST', '/Groups', { displayName: 'canary', members: [{ value: 1 }] }],
    [400, VALUE, 'members[0].value'],
  ],
  [
    'a member that nobody is',
    ['POST', '/Groups', { displayName: 'canary', members: [{ value: '99999999' }] }],
    [400, VALUE, 'members'],
  ],
  [
    'a group as a member',
    ['POST', '/Groups', { displayName: 'canary', members: [{ value: '1', type: 'canary' }] }],
    [400, VALUE, 'members[0].type'],
  ],
  [
    'another filter of members',
    ['PATCH', 'GROUP', { Operations: [{ op: 'remove', path: 'members[display co "canary"]' }] }],
    [400, 'invalidPath', 'members'],
  ],
  [
    'a part of members',
    ['PATCH', 'GROUP', { Operations: [{ op: 'replace', path: 'members.value', value: '1' }] }],
    [400, 'mutability', 'members'],
  ],
  ['a user who does not exist', ['DELETE', '/Users/999999'], [404, undefined, 'User']],
  [
    'a group that does not exist',
    ['PUT', '/Groups/x', { displayName: 'canary' }],
    [404, undefined, 'Group'],
  ],
];

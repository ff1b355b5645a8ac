import { type GraphQLField, getNamedType, isNonNullType, isObjectType, isUnionType } from 'graphql';
import { schema } from '../../src/api/graphql/schema.ts';
import type { AccessRule } from '../../src/kit/graphql/access.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';

// Requests for every guarded field, made from the schema: a new field is among them without anybody's doing.

export type Guarded = {
  readonly name: string;
  readonly typeName: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly rule: AccessRule;
};

export function guardedFields(): Guarded[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const rule = field.extensions['access'] as AccessRule | undefined;
        return rule
          ? [{ name: `${type.name}.${field.name}`, typeName: type.name, field, rule }]
          : [];
      }),
    );
}

/** What is asked for. */
export type Subject = {
  readonly userId: string;
  readonly tokenId: string;
  readonly meetingId: string;
};

/** A request, and whether it reaches the field. */
type Reaching = { readonly document: string; readonly isReached: boolean };

type Nested = { readonly typeName: string; readonly selection: string; readonly caller: string };

/** They find their own user in `viewer`. */
const HOLDERS = ['botKey', 'txKey', 'browserKey', 'analyticsAndBrowser'];

/** A request that reaches the field by a way that is open to the caller. */
export function documentFor(
  { typeName, field }: Pick<Guarded, 'typeName' | 'field'>,
  caller: string,
  subject: Subject,
): Reaching {
  const selection = `${field.name}${argumentsOf(field, subject)}${selectionOf(field)}`;
  if (typeName === 'Query') return { document: `{ ${selection} }`, isReached: true };
  if (typeName === 'Subscription')
    return { document: `subscription { ${selection} }`, isReached: true };
  if (typeName === 'Mutation') return { document: `mutation { ${selection} }`, isReached: true };
  return nested({ typeName, selection, caller }, subject);
}

/** The holder of a key finds its own user in `viewer`; whoever else wants it has to look it up. */
function nested({ typeName, selection, caller }: Nested, subject: Subject): Reaching {
  const isOperator = !HOLDERS.includes(caller);
  if (typeName === 'User') {
    const document = isOperator
      ? `{ user(by: {id: "${subject.userId}"}) { ${selection} } }`
      : `{ viewer { user { ${selection} } } }`;
    return { document, isReached: caller !== 'otherKey' && caller !== 'nobody' };
  }
  if (typeName === 'Meeting')
    return { document: ofMeeting(selection, caller, subject), isReached: caller !== 'browserKey' };
  const document = isOperator
    ? `{ apiToken(by: {id: "${subject.tokenId}"}) { ${selection} } }`
    : `{ viewer { token { ${selection} } } }`;
  return {
    document,
    isReached: caller !== 'otherKey' && caller !== 'nobody' && caller !== 'analytics',
  };
}

/** Who may not know of the meeting finds nothing by its id, and is refused where it looks for its user. */
function ofMeeting(selection: string, caller: string, subject: Subject): string {
  return caller === 'otherKey'
    ? `{ user(by: {id: "${subject.userId}"}) { meetings { nodes { ${selection} } } } }`
    : `{ meeting(by: {id: "${subject.meetingId}"}) { ${selection} } }`;
}

function argumentsOf({ name, args }: GraphQLField<unknown, unknown>, subject: Subject): string {
  const required = args.filter(({ type }) => isNonNullType(type));
  const given = required.map(
    (arg) => `${arg.name}: ${literalOf(name, arg.type.toString(), subject)}`,
  );
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

/** Valid values whose effect is harmless: ids of nothing, where something would change. */
function literalOf(fieldName: string, type: string, subject: Subject): string {
  const literals: Readonly<Record<string, string>> = {
    'ID!': `"${subject.userId}"`,
    '[ID!]!': `["${subject.userId}"]`,
    'UserBy!': `{id: "${subject.userId}"}`,
    'ApiTokenBy!': `{id: "${subject.tokenId}"}`,
    'DateRange!': '{start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z"}',
    'RecordMeetingInput!': '{meetings: []}',
    'UpdateMeetingStatusInput!': '{changes: []}',
    'RecordSessionsInput!': '{meeting: {databaseId: 999999}, sessions: []}',
    'RecordSegmentsInput!': '{meeting: {databaseId: 999999}, segments: []}',
    'MeetingBy!': `{id: "${subject.meetingId}"}`,
    'CreateUserInput!': '{email: "matrix@example.com"}',
    'UpdateUserInput!': `{id: "${NO_USER}"}`,
    'DeleteUserInput!': `{id: "${NO_USER}"}`,
    'PlaceLegalHoldInput!': `{user: {id: "${NO_USER}"}, reason: "matrix"}`,
    'ReleaseLegalHoldInput!': `{id: "${encodeId('LegalHold', 999_999n)}"}`,
    'CreateSignInLinkInput!': `{user: {id: "${NO_USER}"}}`,
    'EndSignInSessionsInput!': `{user: {id: "${NO_USER}"}}`,
    'RunRetentionInput!': '{dryRun: true}',
    'EraseUserInput!': `{user: {id: "${NO_USER}"}, confirmEmail: "matrix@example.com"}`,
    'MintTokenInput!': `{userId: "${NO_USER}"}`,
    'RotateKeyInput!': `{id: "${NO_KEY}"}`,
    'RevokeTokenInput!': `{id: "${NO_KEY}"}`,
    'RevokeLineageInput!': `{id: "${NO_KEY}"}`,
    'RevokeAllTokensInput!': `{userId: "${NO_USER}"}`,
    'FinishRotationInput!': `{id: "${NO_KEY}"}`,
    'CancelRotationInput!': `{id: "${NO_KEY}"}`,
    'UpdateTokenInput!': `{id: "${NO_KEY}"}`,
    'UpdateAdminKeyInput!': `{id: "${NO_ADMIN_KEY}"}`,
    'SetWebhookInput!': '{url: "https://hooks.example.org/matrix"}',
    'RemoveWebhookInput!': '{}',
    'CreateAdminKeyInput!': '{name: "matrix", expiresIn: 60}',
    'RotateAdminKeyInput!': `{id: "${NO_ADMIN_KEY}"}`,
    'AdminKeyInput!': `{id: "${NO_ADMIN_KEY}"}`,
    'String!': '"no key at all"',
  };
  const literal = literals[type];
  if (literal === undefined) throw new Error(`${fieldName} takes a ${type}: say here what to send`);
  return literal;
}

const NO_USER = encodeId('User', 999_999n);
const NO_ADMIN_KEY = encodeId('AdminKey', 999_999n);
const NO_KEY = encodeId('ApiToken', 999_999n);

function selectionOf({ type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  return isObjectType(named) || isUnionType(named) || named.name === 'Node'
    ? ' { __typename }'
    : '';
}

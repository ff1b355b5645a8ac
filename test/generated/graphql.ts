/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What the headers of a request can prove. */
export type Access =
  /** An operator, a key of a user whose role is ADMIN, or a token of a sign-in provider that grants it: full access. */
  | 'ADMIN'
  /** An operator's read-only key: users, meetings and figures, no keys. */
  | 'ANALYTICS'
  /** A user's key: that user's own data, within the scopes of the key. */
  | 'USER';

/** The user to find or create. */
export type CreateUserInput = {
  /** Free-form data, at most 64 KiB as JSON and 50 levels deep. A top-level `webhook_secret` is encrypted; a secret anywhere else is refused. */
  data?: Record<string, unknown> | null | undefined;
  /** The email address. Surrounding whitespace and a display name are removed, and the domain is lower-cased. */
  email: string;
  /** The URL of a picture: http or https, at most 2,048 characters. */
  imageUrl?: string | null | undefined;
  /** How many bots may run at once, from 0. Omitted or null: the installation's default. */
  maxConcurrentBots?: number | null | undefined;
  /** Display name, at most 100 characters. */
  name?: string | null | undefined;
  /** Default: USER. */
  role?: UserRole | null | undefined;
};

/** Error codes for programs. */
export type ErrorCode =
  /** The input breaks a rule; `issues` says which. */
  | 'BAD_USER_INPUT'
  /** Another change came first, or the current state does not allow it. */
  | 'CONFLICT'
  /** The limit has been reached. */
  | 'LIMIT_REACHED'
  /** The object does not exist. */
  | 'NOT_FOUND';

/** The platform of a meeting. */
export type MeetingPlatform =
  /** A remote browser, not a call. */
  | 'BROWSER_SESSION'
  /** Google Meet. */
  | 'GOOGLE_MEET'
  /** Jitsi Meet. */
  | 'JITSI'
  /** Another platform; see `platformName`. */
  | 'OTHER'
  /** Microsoft Teams. */
  | 'TEAMS'
  /** Zoom. */
  | 'ZOOM';

/** The status of a bot. */
export type MeetingStatus =
  /** The bot is in the call. */
  | 'ACTIVE'
  /** The bot is waiting to be admitted. */
  | 'AWAITING_ADMISSION'
  /** The meeting ended normally. */
  | 'COMPLETED'
  /** The meeting ended because of an error. */
  | 'FAILED'
  /** The bot is joining the call. */
  | 'JOINING'
  /** The bot is stuck and needs a person's help. */
  | 'NEEDS_HUMAN_HELP'
  /** The bot was requested. */
  | 'REQUESTED'
  /** The bot is leaving. */
  | 'STOPPING'
  /** Another status; see `statusName`. */
  | 'UNKNOWN';

/** The key to create. */
export type MintTokenInput = {
  /** When it expires, in place of `expiresIn`; in the future, and within the maximum lifetime of the installation. */
  expiresAt?: string | null | undefined;
  /** The lifetime in seconds, from 1 to 3,153,600,000 (a hundred years). Without it and `expiresAt`: the installation's default, which is until it is revoked unless the operator set one. */
  expiresIn?: number | null | undefined;
  /** The name of the key, at most 255 characters. */
  name?: string | null | undefined;
  /** The scopes of the key; the first one is part of its text. Default: BOT. */
  scopes?: Array<TokenScope> | null | undefined;
  /** The user who will own the key. Required. */
  user?: UserBy | null | undefined;
  /**
   * The id of the user who will own the key.
   * @deprecated Use `user`. Removed after 2027-06-30.
   */
  userId?: string | null | undefined;
};

/** What a key may be used for on the platform. */
export type TokenScope =
  /** Send and manage bots, read meetings. */
  | 'BOT'
  /** Use browser sessions. */
  | 'BROWSER'
  /** A scope that this version does not support. */
  | 'OTHER'
  /** Read and write transcripts, read meetings. */
  | 'TX';

/** Whether a key works. */
export type TokenStatus =
  /** It works. */
  | 'ACTIVE'
  /** It has expired. */
  | 'EXPIRED'
  /** It was replaced and still works until its overlap ends. */
  | 'RETIRING'
  /** It was revoked. */
  | 'REVOKED';

/** Identifies one user, in exactly one way. */
export type UserBy =
  {   /** By the numeric id of the REST API. */
  databaseId: number; email?: never; id?: never; }
  |  { databaseId?: never;   /** By email address, case-insensitively. */
  email: string; id?: never; }
  |  { databaseId?: never; email?: never;   /** By opaque id. */
  id: string; };

/** What a user may do in addition to using its own keys. */
export type UserRole =
  /** Its keys count as admin keys here and on the `/users` routes. */
  | 'ADMIN'
  /** A role that this version does not support. Its keys keep their own permissions. */
  | 'OTHER'
  /** Only what its keys allow. */
  | 'USER';

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser:
    | { __typename: 'CreateUserSuccess', created: boolean, user: { id: string, databaseId: number, email: string, name: string | null, imageUrl: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, data: Record<string, unknown> | null, createdAt: string, updatedAt: string } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ path: Array<string>, message: string }> }
   | null };

export type MintTokenMutationVariables = Exact<{
  input: MintTokenInput;
}>;


export type MintTokenMutation = { mintToken:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitReachedError' }
    | { __typename: 'MintTokenSuccess', secret: string | null, token: { id: string, databaseId: number, hint: string, name: string | null, scopes: Array<TokenScope>, status: TokenStatus, generation: number, createdAt: string, expiresAt: string | null, user: { email: string } | null } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   | null };

export type MyMeetingsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type MyMeetingsQuery = { viewer: { access: Array<Access>, user: { email: string, meetings: { totalCount: number, edges: Array<{ cursor: string, node: { id: string, platform: MeetingPlatform, status: MeetingStatus, url: string | null, sessions: Array<{ sessionUid: string, startedAt: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null } | null };


export const CreateUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"data"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateUserMutation, CreateUserMutationVariables>;
export const MintTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MintToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MintTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mintToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MintTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NotFoundError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<MintTokenMutation, MintTokenMutationVariables>;
export const MyMeetingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyMeetings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"access"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessionUid"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<MyMeetingsQuery, MyMeetingsQueryVariables>;
/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What the headers of a request can prove. */
export type Access =
  /** The operator, or a key of a user whose role is ADMIN: everything. */
  | 'ADMIN'
  /** The operator's read-only key: users, meetings and figures, no keys. */
  | 'ANALYTICS'
  /** The holder of a user's key: what belongs to that user, within the scopes of the key. */
  | 'USER';

/** A user to find or create. */
export type CreateUserInput = {
  /** Free-form data, at most 64 KiB as JSON and 50 levels deep. `webhook_secret` at its top level is encrypted; a secret in any other place is refused. */
  data?: Record<string, unknown> | null | undefined;
  /** Who it is. Blanks around it and a display name are dropped, the domain is put in lower case. */
  email: string;
  /** Where a picture is: an http or https address of at most 2,048 characters. */
  imageUrl?: string | null | undefined;
  /** How many bots may run at once, from 0. Left out or null: the installation's default. */
  maxConcurrentBots?: number | null | undefined;
  /** Display name, at most 100 characters. */
  name?: string | null | undefined;
  /** USER, if left out. */
  role?: UserRole | null | undefined;
};

/** What a program may branch on. */
export type ErrorCode =
  /** The input breaks a rule; `issues` says which. */
  | 'BAD_USER_INPUT'
  /** Somebody else was first, or the state no longer allows it. */
  | 'CONFLICT'
  /** The limit has been reached. */
  | 'LIMIT_REACHED'
  /** What the input names does not exist. */
  | 'NOT_FOUND';

/** Where a meeting takes place. */
export type MeetingPlatform =
  /** A remote browser, not a call. */
  | 'BROWSER_SESSION'
  /** Google Meet. */
  | 'GOOGLE_MEET'
  /** Jitsi Meet. */
  | 'JITSI'
  /** Something newer; `platformName` has its word. */
  | 'OTHER'
  /** Microsoft Teams. */
  | 'TEAMS'
  /** Zoom. */
  | 'ZOOM';

/** How far a bot has come. */
export type MeetingStatus =
  /** It is in the call. */
  | 'ACTIVE'
  /** It waits to be let in. */
  | 'AWAITING_ADMISSION'
  /** It is over, as it should be. */
  | 'COMPLETED'
  /** It is over, because something went wrong. */
  | 'FAILED'
  /** It is on its way into the call. */
  | 'JOINING'
  /** It is stuck, and a person must act. */
  | 'NEEDS_HUMAN_HELP'
  /** The bot was asked for. */
  | 'REQUESTED'
  /** It is leaving. */
  | 'STOPPING'
  /** Something newer; `statusName` has its word. */
  | 'UNKNOWN';

/** A key to make. */
export type MintTokenInput = {
  /** How many seconds it works, from 1 to 3,153,600,000 (a hundred years). Left out or null: the installation's default, which is until it is revoked unless the operator set one. */
  expiresIn?: number | string | null | undefined;
  /** What to call it, at most 255 characters. */
  name?: string | null | undefined;
  /** What it may be used for; the first one shows in its text. Left out: BOT. */
  scopes?: Array<TokenScope> | null | undefined;
  /** Whose key it will be. */
  userId: string | number;
};

/** What a key may be used for on the platform. */
export type TokenScope =
  /** Send and manage bots, read meetings. */
  | 'BOT'
  /** Use browser sessions. */
  | 'BROWSER'
  /** A scope that this version does not know. */
  | 'OTHER'
  /** Read and write transcripts, read meetings. */
  | 'TX';

/** Whether a key works. */
export type TokenStatus =
  /** It works. */
  | 'ACTIVE'
  /** Its time is over. */
  | 'EXPIRED'
  /** It was replaced and still works, until its overlap ends. */
  | 'RETIRING'
  /** It was ended, for good. */
  | 'REVOKED';

/** What a user may do in addition to using its own keys. */
export type UserRole =
  /** Its keys count as admin keys here and on the `/users` routes. */
  | 'ADMIN'
  /** A role that this version does not know. Its keys allow what they say. */
  | 'OTHER'
  /** Only what its keys allow. */
  | 'USER';

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser:
    | { __typename: 'CreateUserSuccess', created: boolean, user: { id: string, databaseId: number | string, email: string, name: string | null, imageUrl: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, data: Record<string, unknown> | null, createdAt: string, updatedAt: string } }
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ path: Array<string>, message: string }> }
   | null };

export type MintTokenMutationVariables = Exact<{
  input: MintTokenInput;
}>;


export type MintTokenMutation = { mintToken:
    | { __typename: 'InvalidInputError', code: ErrorCode, message: string, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitReachedError' }
    | { __typename: 'MintTokenSuccess', secret: string | null, token: { id: string, databaseId: number | string, hint: string, name: string | null, scopes: Array<TokenScope>, status: TokenStatus, generation: number, createdAt: string, expiresAt: string | null, user: { email: string } | null } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
   | null };

export type MyMeetingsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type MyMeetingsQuery = { viewer: { access: Array<Access>, user: { email: string, meetings: { totalCount: number, edges: Array<{ cursor: string, node: { id: string, platform: MeetingPlatform, status: MeetingStatus, url: string | null, sessions: Array<{ sessionUid: string, startedAt: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } | null } | null };


export const CreateUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"data"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateUserMutation, CreateUserMutationVariables>;
export const MintTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MintToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MintTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mintToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MintTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NotFoundError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<MintTokenMutation, MintTokenMutationVariables>;
export const MyMeetingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MyMeetings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"access"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessionUid"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<MyMeetingsQuery, MyMeetingsQueryVariables>;
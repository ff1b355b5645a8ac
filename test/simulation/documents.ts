const TOKEN = 'id databaseId expiresAt';
const ERROR = '... on Error { code message }';

/** The mutations of the simulation, each with one field and one input. */
export const DOCUMENTS = {
  createUser: `mutation ($input: CreateUserInput!) { result: createUser(input: $input) { ... on CreateUserSuccess { created user { id email } } ${ERROR} } }`,
  updateUser: `mutation ($input: UpdateUserInput!) { result: updateUser(input: $input) { ... on UpdateUserSuccess { user { id } } ${ERROR} } }`,
  deleteUser: `mutation ($input: DeleteUserInput!) { result: deleteUser(input: $input) { ... on DeleteUserSuccess { deletedUserId } ${ERROR} } }`,
  mintToken: `mutation ($input: MintTokenInput!) { result: mintToken(input: $input) { ... on MintTokenSuccess { secret token { ${TOKEN} } } ${ERROR} } }`,
  rotateKey: `mutation ($input: RotateKeyInput!) { result: rotateKey(input: $input) { ... on RotateKeySuccess { secret token { ${TOKEN} } } ${ERROR} } }`,
  finishRotation: `mutation ($input: FinishRotationInput!) { result: finishRotation(input: $input) { ... on FinishRotationSuccess { token { id } } ${ERROR} } }`,
  cancelRotation: `mutation ($input: CancelRotationInput!) { result: cancelRotation(input: $input) { ... on CancelRotationSuccess { token { id } } ${ERROR} } }`,
  revokeToken: `mutation ($input: RevokeTokenInput!) { result: revokeToken(input: $input) { ... on RevokeTokenSuccess { token { id } } ${ERROR} } }`,
  revokeLineage: `mutation ($input: RevokeLineageInput!) { result: revokeLineage(input: $input) { ... on RevokeLineageSuccess { __typename } ${ERROR} } }`,
} as const;

export const USERS = `query ($after: String) { page: users(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor } nodes { id email isActive } } }`;

export const KEYS = `query ($after: String) { page: apiTokens(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor } nodes { id status user { id } } } }`;

/** Users and keys by their ids, in that order. */
export const STATES = `query ($ids: [ID!]!) { nodes(ids: $ids) {
  ... on User { id email isActive } ... on ApiToken { id status } } }`;

export type Result = {
  readonly code?: string;
  readonly message?: string;
  readonly created?: boolean;
  readonly secret?: string | null;
  readonly user?: { readonly id: string; readonly email: string };
  readonly token?: {
    readonly id: string;
    readonly databaseId: string;
    readonly expiresAt: string | null;
  };
};

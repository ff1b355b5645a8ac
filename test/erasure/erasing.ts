import type { SeededUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';

export type Erased = {
  readonly __typename: string;
  readonly message?: string;
  readonly erasure: { readonly pseudonym: string; readonly events: number };
};

/** As an operator does it, who types the address of the user again. */
export async function erase(
  server: TestServer,
  { id }: Pick<SeededUser, 'id'>,
  confirmEmail: string,
): Promise<Erased> {
  const { data } = await server.graphql<{ eraseUser: Erased }>(
    `mutation ($input: EraseUserInput!) { eraseUser(input: $input) {
      __typename ... on EraseUserSuccess { erasure { pseudonym events } } ... on Error { message } } }`,
    { admin: server.adminKey, variables: { input: { user: { id }, confirmEmail } } },
  );
  return data.eraseUser;
}

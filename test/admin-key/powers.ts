import { expect } from 'vitest';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';

export type AdminKey = { readonly id: string; readonly secret: string };
export type Ended = {
  readonly endedAdminKeys: readonly { readonly id: string; readonly status: string }[];
  readonly remainingAccess: {
    readonly keyCount: number;
    readonly keys: readonly { readonly id: string }[];
    readonly adminCount: number;
    readonly admins: readonly { readonly id: string }[];
    readonly webhookCount: number;
  } | null;
};

export const ENDED = `endedAdminKeys { id status } remainingAccess {
  keyCount keys { id } adminCount admins { id } webhookCount }`;

export type By = { readonly admin?: string; readonly key?: string };
type Minted = { readonly id: string; readonly expiresAt: string | null };

export type Powers = ReturnType<typeof powersAt>;

/** What operators and administrators make, and how it ends. */
export function powersAt(server: TestServer) {
  async function mutate<Answer>(document: string, by: By = { admin: server.adminKey }) {
    const { data, errors } = await server.graphql<{ answer: Answer }>(
      `mutation { ${document} }`,
      by,
    );
    expect(errors).toBeUndefined();
    return data.answer;
  }

  async function create(by: By, name = 'made'): Promise<AdminKey> {
    const { adminKey, secret } = await mutate<{ adminKey: { id: string }; secret: string }>(
      `answer: createAdminKey(input: {name: "${name}"}) {
        ... on CreateAdminKeySuccess { secret adminKey { id } } }`,
      by,
    );
    return { id: adminKey.id, secret };
  }

  async function rotate(by: By, { id }: { readonly id: string }): Promise<AdminKey> {
    const { adminKey, secret } = await mutate<{ adminKey: { id: string }; secret: string }>(
      `answer: rotateAdminKey(input: {id: "${id}"}) {
        ... on RotateAdminKeySuccess { secret adminKey { id } } }`,
      by,
    );
    return { id: adminKey.id, secret };
  }

  async function mint(by: By, { id }: SeededUser): Promise<Minted> {
    const { token } = await mutate<{ token: Minted }>(
      `answer: mintToken(input: {userId: "${id}"}) { ... on MintTokenSuccess { token { id expiresAt } } }`,
      by,
    );
    return token;
  }

  async function opens({ secret }: AdminKey): Promise<boolean> {
    const response = await server.fetch('/admin/users', { headers: { 'x-admin-api-key': secret } });
    return response.status === 200;
  }

  async function administrator(): Promise<{ user: SeededUser; key: SeededKey }> {
    const user = await seedUser(server, { role: 'ADMIN' });
    return { user, key: await seedKey(server, user, { scopes: ['BROWSER'] }) };
  }

  const update = (user: SeededUser, changes: string) =>
    mutate<Ended>(
      `answer: updateUser(input: {id: "${user.id}", ${changes}}) { ... on UpdateUserSuccess { ${ENDED} } }`,
    );

  return { mutate, create, rotate, mint, opens, administrator, update };
}

import { setTimeout as pause } from 'node:timers/promises';
import { seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { answerTo, answerToAdmin, createAdminKey } from './peppers.ts';

export const SIGNING = 'a signing secret of a webhook';

const STATES = ['works', 'admin', 'revoked', 'rotated', 'suspended', 'expired'] as const;

export type Texts = Readonly<Record<(typeof STATES)[number], string>>;

/** A key in each state, one webhook, and seven counted requests of the key that works. */
export async function fillStates(server: TestServer): Promise<Texts> {
  const user = await seedUser(server);
  const sleeper = await seedUser(server);
  const admin = (mutation: string) =>
    server.graphql(`mutation { ${mutation} { __typename } }`, { admin: server.adminKey });
  const works = await seedKey(server, user);
  const revoked = await seedKey(server, user);
  const rotated = await seedKey(server, user);
  const suspended = await seedKey(server, sleeper);
  const expired = await seedKey(server, user, { expiresIn: 1 });
  await admin(`revokeToken(input: {id: "${revoked.id}"})`);
  await admin(`rotateKey(input: {id: "${rotated.id}"})`);
  await admin(`updateUser(input: {id: "${sleeper.id}", isActive: false})`);
  await admin(
    `setWebhook(input: {userId: "${user.id}", url: "https://example.com/", secret: "${SIGNING}"})`,
  );
  const provider = await server.graphql<{ createAdminKey: { secret: string } }>(
    `mutation { createAdminKey(input: {name: "provider", access: PROVISIONING}) {
      ... on CreateAdminKeySuccess { secret } } }`,
    { admin: server.adminKey },
  );
  const authorization = `Bearer ${provider.data.createAdminKey.secret}`;
  const provision = (path: string, body: object) =>
    server.fetch(`/scim/v2/${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const made = await provision('Users', { userName: 'provisioned@example.com', externalId: 'x' });
  const { id } = (await made.json()) as { id: string };
  await provision('Groups', { displayName: 'Group', members: [{ value: id }] });
  for (let turn = 0; turn < 7; turn += 1) await answerTo(server, works.secret);
  await pause(1_000);
  return {
    works: works.secret,
    admin: await createAdminKey(server),
    revoked: revoked.secret,
    rotated: rotated.secret,
    suspended: suspended.secret,
    expired: expired.secret,
  };
}

/** What each of them is answered where all is as it was. */
export const ANSWERS: Readonly<Record<string, number>> = {
  works: 200,
  admin: 200,
  revoked: 401,
  rotated: 401,
  suspended: 401,
  expired: 401,
};

export async function answersTo(server: TestServer, texts: Texts): Promise<Record<string, number>> {
  const answers = STATES.map(async (state) => [
    state,
    await (state === 'admin' ? answerToAdmin : answerTo)(server, texts[state]),
  ]);
  return Object.fromEntries(await Promise.all(answers));
}

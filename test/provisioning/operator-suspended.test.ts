import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProvider, type TestProvider } from '../sign-in/provider.ts';
import { viewerOf } from '../sign-in/request.ts';
import { OKTA_HEADER, oktaClaims } from '../sign-in/shapes.ts';
import { seedUser } from '../support/seed.ts';
import { type Answered, type Provisioned, seedProvisioned, startProvisioned } from './scim.ts';

// Whatever a provider does with a user whom an operator suspended, its person does not sign in again.

let signIn: TestProvider;
let scim: Provisioned;
beforeAll(async () => {
  signIn = await startProvider();
  const rules = [
    { claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' },
    { claim: 'groups', operator: 'contains', value: 'analysts', grant: 'ANALYTICS' },
    {
      claim: 'email',
      operator: 'emailDomain',
      value: 'example.com',
      grant: 'USER',
      scopes: ['tx'],
    },
  ];
  const provider = { name: 'okta', issuer: signIn.issuer, audience: 'api://latchkey', rules };
  scim = await startProvisioned({ env: { OIDC_PROVIDERS: JSON.stringify([provider]) } });
  await scim.server.app.providers.refresh();
});
afterAll(async () => {
  await scim.server.stop();
  await signIn.stop();
});

type Person = { readonly path: string; readonly id: string; readonly address: string };

const setActive = ({ id }: Person, isActive: boolean) =>
  scim.server.graphql(
    `mutation { updateUser(input: {user: {databaseId: ${id}}, isActive: ${isActive}}) { __typename } }`,
    { admin: scim.server.adminKey },
  );
const active = (path: string, value: boolean) =>
  scim.patch(path, { op: 'replace', path: 'active', value });

/** The status of a request with a token of each grant. */
async function signIns({ address }: Person): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const groups of [['admins'], ['analysts'], null]) {
    const claims = { email: address, email_verified: true, groups };
    const token = await signIn.accessToken(oktaClaims(signIn.issuer, claims), OKTA_HEADER);
    statuses.push((await viewerOf(scim.server, token)).status);
  }
  return statuses;
}

const REFUSED = [403, 403, 403];
const ACCEPTED = [200, 200, 200];

async function provisioned(): Promise<Person> {
  const { id, path, userName } = await seedProvisioned(scim);
  return { id, path, address: userName };
}

/** How an operator comes to suspend somebody. */
const SUSPENDED: Readonly<Record<string, () => Promise<Person>>> = {
  'whom this provider created': async () => {
    const person = await provisioned();
    await setActive(person, false);
    return person;
  },
  'whom this provider had suspended': async () => {
    const person = await provisioned();
    await active(person.path, false);
    await setActive(person, false);
    return person;
  },
  'whom no provider keeps': async () => {
    const { databaseId, email } = await seedUser(scim.server);
    const person = { id: String(databaseId), path: `/Users/${databaseId}`, address: email };
    await setActive(person, false);
    return person;
  },
};

let serial = 0;
let other = '';
beforeEach(() => {
  serial += 1;
  other = `other${serial}@example.com`;
});

const replace = (path: string, value: unknown) => ({ op: 'replace', path, value });
const emails = () => [{ value: other, type: 'work', primary: true }];

/** All ways in which a provider can give a user another address. */
const MOVES: Readonly<Record<string, (person: Person) => Promise<Answered>>> = {
  'PUT emails': ({ path, address }) =>
    scim.send('PUT', path, { userName: address, emails: emails() }),
  'PUT userName alone': ({ path }) => scim.send('PUT', path, { userName: other }),
  'PUT emails and active': ({ path, address }) =>
    scim.send('PUT', path, { userName: address, emails: emails(), active: true }),
  'PATCH emails': ({ path }) => scim.patch(path, replace('emails', emails())),
  'PATCH without a path': ({ path }) =>
    scim.patch(path, { op: 'replace', value: { emails: emails() } }),
  'PATCH the value of one': ({ path }) =>
    scim.patch(path, replace('emails[type eq "work"].value', other)),
  'PATCH userName': ({ path }) => scim.patch(path, replace('userName', other)),
  'PATCH add a primary one': ({ path }) =>
    scim.patch(path, { op: 'add', path: 'emails', value: emails() }),
  'PATCH remove and add': ({ path }) =>
    scim.patch(
      path,
      { op: 'remove', path: 'emails' },
      { op: 'add', path: 'emails', value: emails() },
    ),
  'PATCH active and emails': ({ path }) =>
    scim.patch(path, replace('active', true), replace('emails', emails())),
  'PATCH removed, and another userName': ({ path }) =>
    scim.patch(path, { op: 'remove', path: 'emails' }, replace('userName', other)),
};

describe.each(Object.keys(SUSPENDED))('a user %s and an operator suspended', (how) => {
  const suspended = async () => {
    const person = await SUSPENDED[how]?.();
    if (person === undefined) throw new Error(how);
    expect(await signIns(person)).toEqual(REFUSED);
    return person;
  };

  it.each(Object.keys(MOVES))('keeps its address: %s', async (move) => {
    const person = await suspended();
    const answer = await MOVES[move]?.(person);
    expect([answer?.status, answer?.body.scimType, answer?.body.detail]).toEqual([
      400,
      'mutability',
      expect.stringContaining('an operator suspended the user'),
    ]);
    expect(await signIns(person)).toEqual(REFUSED);
  });

  it('is not deleted, until an operator restores it', async () => {
    const person = await suspended();
    const { status, body } = await scim.send('DELETE', person.path);
    expect([status, body.detail]).toEqual([
      409,
      expect.stringContaining('An operator suspended the user'),
    ]);
    expect([(await scim.get(person.path)).status, await signIns(person)]).toEqual([200, REFUSED]);
    await setActive(person, true);
    expect(await signIns(person)).toEqual(ACCEPTED);
    expect((await scim.send('DELETE', person.path)).status).toBe(204);
  });

  it('is still kept in step: other attributes change, and its address in another case', async () => {
    const { path, address } = await suspended();
    const upper = [{ value: address.toUpperCase(), type: 'work', primary: true }];
    const put = { userName: address, emails: upper, externalId: 'e-7', active: true };
    const { status, body } = await scim.send('PUT', path, put);
    expect([status, body]).toMatchObject([200, { externalId: 'e-7', active: false }]);
  });
});

describe('a user whom the provider alone suspended', () => {
  it.each(Object.keys(MOVES))('gets another address: %s', async (move) => {
    const person = await provisioned();
    await active(person.path, false);
    expect((await MOVES[move]?.(person))?.status).toBe(200);
  });

  it('is deleted', async () => {
    const { path } = await provisioned();
    await active(path, false);
    expect((await scim.send('DELETE', path)).status).toBe(204);
  });
});

import { fillDemo } from '../../src/cli/demo/fill.ts';
import { newProgress } from '../../src/domain/vexa-import/stage/progress.ts';
import { signInByLink } from '../sign-in/link-form.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { cellsOf, type Dashboard } from './dashboard-page.ts';

/** A page of the console, and what is there once it is complete. */
type Place = { readonly hash: string; readonly shows: (dashboard: Dashboard) => Promise<unknown> };
export type Places = Readonly<Record<string, Place>>;

const tables =
  (...labels: string[]) =>
  async (dashboard: Dashboard) => {
    for (const label of labels) await cellsOf(dashboard, label);
  };
export const texts =
  (...wanted: string[]) =>
  async ({ page }: Dashboard) => {
    for (const text of wanted) await page.getByText(text).first().waitFor();
  };

type Owner = { readonly id: string; readonly databaseId: number; readonly email: string };
type Filled = {
  readonly apiTokens: {
    readonly nodes: { id: string; user: Owner & { isActive: boolean } }[];
  };
  readonly meetings: { readonly nodes: { id: string; user: Owner }[] };
};
type Changed = {
  readonly token: { readonly token: { readonly id: string } };
  readonly own: { readonly token: { readonly id: string } };
  readonly hedy: { readonly adminKey: { readonly id: string } };
};

export type FilledConsole = {
  /** For an operator. */
  readonly places: Places;
  /** For an operator whose key is for figures. */
  readonly figures: Places;
  /** For a person who is signed in. */
  readonly own: Places;
  readonly person: Owner;
};

/** An installation in which every page has something to show, and offers everything that it can. */
export async function fillConsole(server: TestServer): Promise<FilledConsole> {
  await fillDemo(server.app, new Date());
  const admin = { admin: server.adminKey };
  const { data } = await server.graphql<Filled>(
    `{ apiTokens(first: 50) { nodes { id user { id databaseId email isActive } } }
      meetings(first: 50, filter: { status: { eq: COMPLETED } }) {
        nodes { id user { id databaseId email } } } }`,
    admin,
  );
  // A suspended user is offered less.
  const token = data.apiTokens.nodes.find(({ user }) => user.isActive);
  const [meeting] = data.meetings.nodes;
  const others = data.meetings.nodes.find((one) => one.user.id !== token?.user.id);
  if (token === undefined || others === undefined)
    throw new Error('the demo has the meetings of one user only');
  const { user } = token;
  const person = others.user;
  const ownKey = await seedKey(server, person, { scopes: ['BOT', 'TX'], name: 'phone' });
  const changed = await server.graphql<Changed>(
    `mutation ($token: ID!, $ownKey: ID!, $user: ID!, $person: ID!) {
      updateUser(input: { user: { id: $user }, role: ADMIN, name: "Ada" }) { __typename }
      updateToken(input: { token: { id: $token }, name: "laptop" }) { __typename }
      token: rotateKey(input: { token: { id: $token }, overlap: 86400 }) {
        ... on RotateKeySuccess { token { id } } }
      own: rotateKey(input: { token: { id: $ownKey }, overlap: 86400 }) {
        ... on RotateKeySuccess { token { id } } }
      createAdminKey(input: { name: "Grace" }) { __typename }
      hedy: createAdminKey(input: { name: "Hedy" }) {
        ... on CreateAdminKeySuccess { adminKey { id } } }
      of: setWebhook(input: { user: { id: $user }, url: "https://hooks.example.org" }) { __typename }
      setWebhook(input: {
        user: { id: $person }, url: "https://hooks.example.org/meetings/of/a/user/with/a/long/address"
        secret: "a secret of an example", events: [{ name: "meeting.completed", isWanted: true }]
      }) { __typename }
    }`,
    {
      ...admin,
      variables: { token: token.id, ownKey: ownKey.id, user: user.id, person: person.id },
    },
  );
  const { token: successor, own: ownSuccessor, hedy } = changed.data;
  await server.graphql(
    `mutation ($id: ID!) { rotateAdminKey(input: { id: $id, overlap: 86400 }) { __typename } }`,
    { ...admin, variables: { id: hedy.adminKey.id } },
  );
  await signInByLink(server, user);
  await fillImports(server);
  const always = placesOf(meeting?.id ?? '', user.id);
  return {
    places: {
      ...always,
      user: {
        hash: `#users/${user.id}`,
        shows: async (dashboard) => {
          await tables('Keys', 'Signed in', 'Meetings', 'Audit log')(dashboard);
          await texts('https://hooks.example.org')(dashboard);
        },
      },
      keys: { hash: '#keys', shows: tables('Keys') },
      // In a rotation, every step makes sense.
      key: { hash: `#keys/${successor.token.id}`, shows: tables('Lineage', 'Audit log') },
      webhooks: { hash: '#webhooks', shows: tables('Webhooks') },
      imports: { hash: '#imports', shows: tables('Imports', 'Rows', 'Notes') },
      audit: { hash: '#audit', shows: tables('Audit log') },
      settings: { hash: '#settings', shows: tables('Settings') },
      'admin keys': { hash: '#admin-keys', shows: tables('Admin keys', 'Signed in') },
    },
    figures: always,
    own: {
      account: { hash: '#account', shows: texts('Number in REST') },
      'own keys': { hash: '#keys', shows: tables('Keys') },
      'own key': { hash: `#keys/${ownSuccessor.token.id}`, shows: tables('Lineage') },
      'own meetings': { hash: '#meetings', shows: tables('Meetings') },
      'own meeting': { hash: `#meetings/${others.id}`, shows: tables('Timeline: figures') },
    },
    person,
  };
}

/** What every operator sees. */
function placesOf(meeting: string, user: string): Places {
  return {
    overview: { hash: '#overview', shows: tables('Top users', 'Concurrent bots: figures') },
    meetings: { hash: '#meetings', shows: tables('Meetings') },
    meeting: { hash: `#meetings/${meeting}`, shows: tables('Timeline: figures') },
    users: { hash: '#users', shows: tables('Users') },
    user: { hash: `#users/${user}`, shows: tables('Meetings') },
  };
}

async function fillImports(server: TestServer): Promise<void> {
  const progress = newProgress();
  progress.tally.notes.push({ table: 'users', text: 'skipped', count: 1, examples: ['7'] });
  await server.db.prisma.importSource.create({
    data: { name: 'vexa', schemaForm: '0.12', progress },
  });
}

/** The id of what there is not. */
const noneOf = (type: string) => Buffer.from(`${type}:999999`).toString('base64url');

/** The same pages where there is nothing to show, and where the address names nothing. */
export async function emptyConsole(server: TestServer): Promise<Places> {
  const user = await seedUser(server);
  return {
    overview: { hash: '#overview', shows: texts('No user has such meetings in this period.') },
    meetings: { hash: '#meetings', shows: texts('No meeting in this period.') },
    meeting: { hash: `#meetings/${noneOf('Meeting')}`, shows: texts('No such meeting.') },
    users: { hash: '#users?search=nobody', shows: texts('No such user.') },
    user: {
      hash: `#users/${user.id}`,
      shows: texts('No key yet.', 'Not signed in', 'No requests', 'No meeting', 'No webhook'),
    },
    'no user': { hash: `#users/${noneOf('User')}`, shows: texts('No such user.') },
    keys: { hash: '#keys', shows: texts('No key yet.') },
    key: { hash: `#keys/${noneOf('ApiToken')}`, shows: texts('No such key.') },
    webhooks: { hash: '#webhooks', shows: texts('No webhook yet.') },
    imports: { hash: '#imports', shows: texts('No import yet.') },
    audit: { hash: '#audit?user=nobody@example.com', shows: texts('No such event.') },
    settings: { hash: '#settings?q=NOTHING', shows: texts('No such setting.') },
    'admin keys': {
      hash: '#admin-keys',
      shows: texts('No admin key yet.', 'Nobody is signed in.'),
    },
  };
}

import { fillDemo } from '../../src/cli/demo/fill.ts';
import type { TestServer } from '../support/server.ts';
import { cellsOf, type Dashboard } from './dashboard-page.ts';

/** A page of the console, and what is there once it is complete. */
type Place = { readonly hash: string; readonly shows: (dashboard: Dashboard) => Promise<unknown> };

/** An installation in which every page has something to show. */
export async function fillConsole(server: TestServer): Promise<Readonly<Record<string, Place>>> {
  await fillDemo(server.app, new Date());
  const admin = { admin: server.adminKey };
  const { data } = await server.graphql<{
    apiTokens: { nodes: { id: string; user: { id: string } }[] };
    meetings: { nodes: { id: string }[] };
  }>(
    `{ apiTokens(first: 1) { nodes { id user { id } } }
      meetings(first: 1, filter: { status: { eq: COMPLETED } }) { nodes { id } } }`,
    admin,
  );
  const [token] = data.apiTokens.nodes;
  const [meeting] = data.meetings.nodes;
  const user = token?.user.id;
  await server.graphql(
    `mutation ($token: ID!, $user: ID!) {
      rotateKey(input: { token: { id: $token }, overlap: 86400 }) { __typename }
      updateUser(input: { user: { id: $user }, role: ADMIN, name: "Ada" }) { __typename }
      updateToken(input: { token: { id: $token }, name: "laptop" }) { __typename }
      createAdminKey(input: { name: "Grace" }) { __typename }
    }`,
    { ...admin, variables: { token: token?.id, user } },
  );
  const table = (label: string) => (dashboard: Dashboard) => cellsOf(dashboard, label);
  return {
    overview: { hash: '#overview', shows: table('Top users') },
    meetings: { hash: '#meetings', shows: table('Meetings') },
    meeting: { hash: `#meetings/${meeting?.id}`, shows: table('Timeline: figures') },
    users: { hash: '#users', shows: table('Users') },
    user: {
      hash: `#users/${user}`,
      shows: async (dashboard) => {
        for (const label of ['Keys', 'Meetings', 'Audit log']) await cellsOf(dashboard, label);
        await dashboard.page.getByText('No webhook').waitFor();
      },
    },
    keys: { hash: '#keys', shows: table('Keys') },
    key: {
      hash: `#keys/${token?.id}`,
      shows: async (dashboard) => {
        for (const label of ['Lineage', 'Audit log']) await cellsOf(dashboard, label);
      },
    },
    audit: { hash: '#audit', shows: table('Audit log') },
    settings: { hash: '#settings', shows: table('Settings') },
    'admin keys': { hash: '#admin-keys', shows: table('Admin keys') },
  };
}

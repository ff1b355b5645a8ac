import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Documents that operators list, and requests that name them.

export const GRAPHQL = 'application/graphql-response+json';
export const ME = 'query Me {\n  viewer { user { email } }\n}\n';
const RENAME =
  'mutation Rename($id: ID!) { updateUser(input: {id: $id, name: "x"}) { __typename } }';
export const CHANGES = 'subscription Changes { meetingChanged { databaseId } }';
export const MINE = 'query Mine { viewer { access } }';
export const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const OWN = {
  me: ME,
  'x-app:rename.1': RENAME,
  [`sha256:${hash(CHANGES)}`]: CHANGES,
};
export const APOLLO = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [{ id: hash(MINE), name: 'Mine', type: 'query', body: MINE }],
};

/** @returns its path */
export async function writeManifest(
  folder: string,
  name: string,
  content: unknown,
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

type Sent = {
  readonly body?: object;
  readonly search?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
};

export async function send(server: TestServer, { body, search, headers }: Sent) {
  const query = search === undefined ? '' : `?${new URLSearchParams(search)}`;
  const response = await server.fetch(`/graphql${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text);
  return { status: response.status, data, errors, code: errors?.[0].extensions?.code };
}

export type Started = {
  readonly server: TestServer;
  readonly key: string;
  readonly userId: string;
};

/** A service with two manifests, whose files are in a folder. */
export async function startTrusting(
  folder: string,
  mode: string,
  beside?: TestServer,
): Promise<Started> {
  const own = await writeManifest(folder, 'own.json', OWN);
  const apollo = await writeManifest(folder, 'apollo.json', APOLLO);
  const server = await startServer({
    env: { TRUSTED_DOCUMENTS: `${own}, ${apollo}`, TRUSTED_DOCUMENTS_MODE: mode },
    ...(beside && { beside }),
  });
  const user = await seedUser(server, { email: `${mode}@example.com` });
  const key = await seedKey(server, user, { name: `key of ${mode}` });
  return { server, key: key.secret, userId: user.id };
}

import { type ServerOptions, startServer, type TestServer } from '../support/server.ts';

export const SCHEMA = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

export type Body = Readonly<Record<string, unknown>>;

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body & {
    readonly id?: string;
    readonly detail?: string;
    readonly scimType?: string;
    readonly totalResults?: number;
    readonly Resources?: readonly Body[];
  };
};

export type Client = {
  readonly key: string;
  readonly send: (method: string, path: string, body?: unknown, type?: string) => Promise<Answered>;
  readonly get: (path: string) => Promise<Answered>;
  readonly find: (resource: 'Users' | 'Groups', filter: string, more?: string) => Promise<Answered>;
  readonly patch: (path: string, ...operations: readonly object[]) => Promise<Answered>;
};

export type Provisioned = Client & { readonly server: TestServer };

/** A server, and an identity provider with a key of its own. */
export async function startProvisioned(options: ServerOptions = {}): Promise<Provisioned> {
  const server = await startServer(options);
  return { server, ...(await clientOf(server)) };
}

export async function clientOf(server: TestServer, name = 'Okta'): Promise<Client> {
  const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
    `mutation { createAdminKey(input: {name: "${name}", access: PROVISIONING, expiresIn: 6000}) {
      ... on CreateAdminKeySuccess { secret } } }`,
    { admin: server.adminKey },
  );
  return clientWith(server, data.createAdminKey.secret);
}

export function clientWith(server: TestServer, key: string): Client {
  const send: Client['send'] = async (method, path, body, type = 'application/scim+json') => {
    const response = await server.fetch(`/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Answered['body']),
    };
  };
  return {
    key,
    send,
    get: (path) => send('GET', path),
    find: (resource, filter, more = '') =>
      send('GET', `/${resource}?filter=${encodeURIComponent(filter)}${more}`),
    patch: (path, ...Operations) => send('PATCH', path, { schemas: [SCHEMA.patch], Operations }),
  };
}

export type Event = {
  readonly action: string;
  readonly requestId: string | null;
  readonly actor: { readonly kind: string; readonly name: string | null };
  readonly before: Body | null;
  readonly after: Body;
};

/** Events of the audit log, the latest first. */
export async function eventsOf(
  server: TestServer,
  ...actions: readonly string[]
): Promise<Event[]> {
  await server.app.refusals.flush();
  const { data } = await server.graphql<{ auditEvents: { nodes: Event[] } }>(
    `{ auditEvents(first: 100, filter: { action: { in: [${actions.join()}] } }) {
      nodes { action requestId actor { kind name } before after } } }`,
    { admin: server.adminKey },
  );
  return data.auditEvents.nodes;
}

let serial = 0;

/** A user as a provider creates it. */
export async function seedProvisioned({ send }: Client, more: Body = {}) {
  serial += 1;
  const userName = `person${serial}@example.com`;
  const { body, status } = await send('POST', '/Users', {
    schemas: [SCHEMA.user],
    userName,
    ...more,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return { id: String(body.id), path: `/Users/${body.id}`, userName, databaseId: Number(body.id) };
}

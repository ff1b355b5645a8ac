import type { TestServer } from '../support/server.ts';

type Reply = {
  readonly status: number;
  readonly viewer: {
    readonly access: readonly string[];
    readonly adminKeyName: string | null;
    readonly user: { readonly email: string } | null;
    readonly login: { readonly provider: string; readonly subject: string } | null;
  } | null;
  readonly error: { readonly message: string; readonly code: string } | null;
  readonly headers: Headers;
};

const VIEWER = '{ viewer { access adminKeyName user { email } login { provider subject } } }';

/** Who a token proves its sender to be. */
export async function viewerOf(server: TestServer, token: string): Promise<Reply> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: VIEWER }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { viewer: Reply['viewer'] };
    errors?: { message: string; extensions: { code: string } }[];
  };
  const [error] = errors ?? [];
  return {
    status: response.status,
    viewer: data?.viewer ?? null,
    error: error ? { message: error.message, code: error.extensions.code } : null,
    headers: response.headers,
  };
}

/** A request of a route, with a token. */
export function restOf(server: TestServer, token: string, path: string, init: RequestInit = {}) {
  const { headers, ...rest } = init;
  return server.fetch(path, {
    ...rest,
    headers: { ...headers, authorization: `Bearer ${token}` },
  });
}

export type RefusalEvent = {
  readonly at: string;
  readonly actor: { readonly kind: string; readonly name: string | null };
  readonly after: { readonly what: string; readonly why: string; readonly times: number };
};

/** The refused requests in the audit log, the latest first. */
export async function refusals(server: TestServer): Promise<readonly RefusalEvent[]> {
  await server.app.refusals.flush();
  const { data } = await server.graphql<{
    auditEvents: { edges: { node: RefusalEvent }[] };
  }>(
    `{ auditEvents(first: 100, filter: { action: { in: [REQUEST_REFUSED] } }) {
      edges { node { at actor { kind name } after } } } }`,
    { admin: server.adminKey },
  );
  // The rest of a minute is written after what came later.
  const events = data.auditEvents.edges.map(({ node }) => node);
  return events.toSorted((one, other) => other.at.localeCompare(one.at));
}

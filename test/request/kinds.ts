import sql from 'sql-template-tag';
import {
  type SeededKey,
  type SeededUser,
  seedKey,
  seedMeetings,
  seedUser,
} from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { type Answered, sendRequest } from './stalled.ts';

type Request = { readonly path: string; readonly method?: string; readonly body?: unknown };

const graphql = (query: string, variables: object): Request => ({
  path: '/graphql',
  body: { query, variables },
});

/** Requests of many kinds, each for one of ten users or of forty meetings. */
export type Kinds = Readonly<Record<string, (place: number) => Request>>;

export type Subjects = {
  readonly users: readonly SeededUser[];
  readonly keys: readonly SeededKey[];
  readonly meetings: readonly bigint[];
};

export async function seedSubjects(server: TestServer): Promise<Subjects> {
  const users: SeededUser[] = [];
  for (let count = 0; count < 10; count += 1) users.push(await seedUser(server));
  const keys: SeededKey[] = [];
  for (const user of users) keys.push(await seedKey(server, user));
  return { users, keys, meetings: await seedMeetings(server, users[0]?.databaseId ?? 0, 40) };
}

export function kindsOf(subjects: Subjects): { readonly reads: Kinds; readonly writes: Kinds } {
  return { reads: readsOf(subjects), writes: writesOf(subjects) };
}

function readsOf({ users, meetings }: Subjects): Kinds {
  return {
    'meeting(by:)': (place) =>
      graphql('query ($id: BigInt) { meeting(by: {databaseId: $id}) { status } }', {
        id: String(meetings[place]),
      }),
    'lists below users': (place) =>
      graphql(
        'query ($id: ID!) { user(by: {id: $id}) { meetings(first: 5) { edges { node { status } } } } }',
        {
          id: users[place % 10]?.id,
        },
      ),
    'figures of users': (place) =>
      graphql('query ($id: ID!) { user(by: {id: $id}) { meetingStats { completedMeetings } } }', {
        id: users[place % 10]?.id,
      }),
    transcripts: (place) =>
      graphql(
        'query ($id: BigInt) { meeting(by: {databaseId: $id}) { telematics { transcription { words } } } }',
        {
          id: String(meetings[place]),
        },
      ),
    'GET /admin/analytics/meetings': (place) => ({
      method: 'GET',
      path: `/admin/analytics/meetings?skip=${place}`,
    }),
  };
}

let serial = 0;
const email = () => {
  serial += 1;
  return `stalled${serial}@example.com`;
};

function writesOf({ users, keys }: Subjects): Kinds {
  return {
    mintToken: (place) =>
      graphql(
        'mutation ($id: ID!) { mintToken(input: {userId: $id}) { ... on MintTokenSuccess { secret } } }',
        {
          id: users[place % 10]?.id,
        },
      ),
    rotateKey: (place) =>
      graphql(
        'mutation ($id: ID!) { rotateKey(input: {id: $id}) { ... on RotateKeySuccess { secret } } }',
        {
          id: keys[place % 10]?.id,
        },
      ),
    createUser: () =>
      graphql(
        'mutation ($email: EmailAddress!) { createUser(input: {email: $email}) { __typename } }',
        {
          email: email(),
        },
      ),
    createAdminKey: (place) =>
      graphql('mutation ($name: String!) { createAdminKey(input: {name: $name}) { __typename } }', {
        name: `stalled ${place}`,
      }),
    'POST /admin/users': () => ({ path: '/admin/users', body: { email: email() } }),
    'POST /admin/users/{id}/tokens': (place) => ({
      path: `/admin/users/${users[place % 10]?.databaseId}/tokens`,
    }),
    'POST /users': () => ({ path: '/users', body: { email: email() } }),
  };
}

/** Of everything that the writes could leave behind. */
export async function countRows({ db }: TestServer): Promise<object | undefined> {
  const [count] = await db.rows<object>(sql`
    select (select count(*) from users) as users, (select count(*) from api_tokens) as keys,
      (select count(*) from admin_keys) as "adminKeys", (select count(*) from audit_events) as events`);
  return count;
}

type Sent = { readonly request: Request; readonly answer: Promise<Answered | null> };

/** So many of each kind at once, by the operator. */
export function sendAll(
  server: TestServer,
  kinds: Kinds,
  { each, signal }: { readonly each: number; readonly signal?: AbortSignal },
): Sent[] {
  return Object.values(kinds).flatMap((make) =>
    Array.from({ length: each }, (_, place) => {
      const request = make(place);
      const headers = { 'x-admin-api-key': server.adminKey };
      return { request, answer: sendRequest(server, { ...request, headers, signal }) };
    }),
  );
}

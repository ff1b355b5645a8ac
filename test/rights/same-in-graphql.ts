import { getNamedType, isLeafType, isObjectType } from 'graphql';
import { schema } from '../../src/api/graphql/schema.ts';
import type { TestServer } from '../support/server.ts';

export type Subjects = {
  readonly user: number;
  readonly meeting: number;
  readonly meetingId: string;
  readonly token: number;
};

type Said = { readonly isReadable: boolean; readonly value: unknown };

/** Where the schema says something of each type, below `User`, `Meeting` or `ApiToken`. */
const WAYS: Readonly<Record<string, readonly [root: string, below: string]>> = {
  User: ['User', 'F'],
  Webhook: ['User', 'webhook { F }'],
  UserProvisioning: ['User', 'provisioning { F }'],
  Usage: ['User', 'usage { F }'],
  MeetingStats: ['User', 'meetingStats { F }'],
  UsagePatterns: ['User', 'usagePatterns { F }'],
  ApiToken: ['ApiToken', 'F'],
  Meeting: ['Meeting', 'F'],
  MeetingSession: ['Meeting', 'sessions { F }'],
  Telematics: ['Meeting', 'telematics { F }'],
  PerformanceMetrics: ['Meeting', 'telematics { performance { F } }'],
  TranscriptionStats: ['Meeting', 'telematics { transcription { F } }'],
  SpeakerStats: ['Meeting', 'telematics { speakers { F } }'],
  MeetingOutcome: ['Meeting', 'telematics { outcome { F } }'],
};

function entriesOf(root: string, { user, meeting, meetingId, token }: Subjects): string[] {
  if (root === 'User')
    return [`user(by: {databaseId: ${user}}) { S }`, 'viewer { user { databaseId S } }'];
  if (root === 'ApiToken')
    return [`apiToken(by: {databaseId: ${token}}) { S }`, 'viewer { token { databaseId S } }'];
  return [
    `meeting(by: {databaseId: ${meeting}}) { S }`,
    `meetings(first: 1, filter: {id: {eq: "${meetingId}"}}) { edges { node { S } } }`,
  ];
}

/** What GraphQL says to a caller about a field of one of the subjects; null where the schema has no way to it. */
export async function saidByGraphQL(
  server: TestServer,
  headers: Record<string, string>,
  { field, selection, subjects }: { field: string; selection: string; subjects: Subjects },
): Promise<Said | null> {
  const [type = '', name = ''] = field.split('.');
  const way = WAYS[type];
  if (way === undefined) return null;
  const [root, below] = way;
  const asked = below.replace('F', `asked: ${name}${selection}`);
  for (const entry of entriesOf(root, subjects)) {
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ ${entry.replace('S', asked)} }` }),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown[] };
    const text = JSON.stringify(data ?? null);
    const isOther = entry.startsWith('viewer') && !isAbout(data, root, subjects);
    if (errors === undefined && text.includes('"asked"') && !isOther)
      return { isReadable: true, value: askedIn(data) };
  }
  return { isReadable: false, value: undefined };
}

/** The viewer is a subject only where its own user or key is. */
function isAbout(data: unknown, root: string, { user, token }: Subjects): boolean {
  const text = JSON.stringify(data);
  return text.includes(`"databaseId":${root === 'User' ? user : token},`);
}

function askedIn(data: unknown): unknown {
  if (Array.isArray(data)) return askedIn(data[0]);
  if (typeof data !== 'object' || data === null) return undefined;
  if ('asked' in data) return data.asked;
  return Object.values(data)
    .map(askedIn)
    .find((found) => found !== undefined);
}

export function fieldOf(name: string) {
  const [type = '', field = ''] = name.split('.');
  const found = schema.getType(type);
  return isObjectType(found) ? found.getFields()[field] : undefined;
}

export function selectionOf(field: string): string {
  const type = fieldOf(field)?.type;
  return type === undefined || isLeafType(getNamedType(type)) ? '' : ' { __typename }';
}

/** Made alike: words of enumerations, masks and numbers that one writes as text. */
export function alike(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(alike).sort();
  if (typeof value === 'object' && value !== null) return value;
  if (value === null || value === undefined) return null;
  if (value === true || value === false) return value;
  return String(value).toLowerCase().replace('…', '************');
}

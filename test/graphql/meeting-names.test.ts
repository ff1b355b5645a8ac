import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { PLATFORMS } from '../../src/domain/meetings/vocabulary.ts';
import { receiptsOf, recordOne, someMeeting } from '../recording/reports.ts';
import { follow } from '../support/events.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { print, sampleFor, Variable, withAt } from './inputs/samples.ts';

// A meeting that is named by the id of its platform: wherever an input can do so, a platform that
// contradicts itself is refused, and no other meeting is found in its place.

const ID = 'room-1';
const STORED = [...PLATFORMS, 'webex'];
const ENUM = ['GOOGLE_MEET', 'TEAMS', 'ZOOM', 'JITSI', 'BROWSER_SESSION', 'OTHER'];
const NAMES = [undefined, null, '', ' ', '\t', 'x'.repeat(101), ...STORED];

type Named = { readonly platform: string; readonly platformName?: string | null };

const NAMED: readonly Named[] = ENUM.flatMap((platform) =>
  NAMES.map((platformName) =>
    platformName === undefined ? { platform } : { platform, platformName },
  ),
);

/** The one stored word that is meant; null where that is not certain. */
function meant({ platform, platformName }: Named): string | null {
  if (platform !== 'OTHER') return (platformName ?? null) === null ? platform.toLowerCase() : null;
  return platformName === 'webex' ? platformName : null;
}

type Operation = 'query' | 'mutation' | 'subscription';

type Place = {
  /** Such as `updateMeetingStatus input.changes.meeting`. */
  readonly name: string;
  readonly operation: Operation;
  readonly field: GraphQLField<unknown, unknown>;
  readonly argument: GraphQLArgument;
  readonly path: readonly string[];
};

function pathsTo(type: GraphQLInputType): string[][] {
  const inner = getNamedType(type);
  if (inner.name === 'MeetingBy') return [[]];
  if (!isInputObjectType(inner)) return [];
  return Object.values(inner.getFields()).flatMap((field) =>
    pathsTo(field.type).map((below) => [field.name, ...below]),
  );
}

const ROOTS = [
  ['query', schema.getQueryType()],
  ['mutation', schema.getMutationType()],
  ['subscription', schema.getSubscriptionType()],
] as const;

const PLACES = ROOTS.flatMap(([operation, type]) =>
  Object.values(type?.getFields() ?? {}).flatMap((field) =>
    field.args.flatMap((argument) =>
      pathsTo(argument.type).map((path): Place => {
        const name = `${field.name} ${[argument.name, ...path].join('.')}`;
        return { name, operation, field, argument, path };
      }),
    ),
  ),
);

let server: TestServer;
let user: SeededUser;
let key: string;
const meetings = new Map<string, number>();

beforeAll(async () => {
  server = await startServer({ env: { RATE_LIMIT_KEY: '0' } });
  user = await seedUser(server, { maxConcurrentBots: 50 });
  key = (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret;
  for (const word of STORED) {
    const platform =
      word === 'webex'
        ? { platform: 'OTHER', platformName: word }
        : { platform: word.toUpperCase() };
    meetings.set(word, await recordOne(server, user, { ...platform, nativeMeetingId: ID }));
  }
});
afterAll(() => server.stop());

function documentFor({ operation, field, argument, path }: Place): string {
  const prefix = [field.name, argument.name];
  const value = withAt(argument.type, { path, prefix }, new Variable('by'));
  const onOwn = () => {
    throw new Error(`${field.name} names something besides the meeting: say here what`);
  };
  const rest = field.args.filter(
    ({ name, type }) => name !== argument.name && String(type).endsWith('!'),
  );
  const given = [
    [argument.name, value] as const,
    ...rest.map((one) => [one.name, sampleFor(one.type, [field.name, one.name])] as const),
  ];
  const call = given
    .map(([name, sent]) => `${name}: ${print(sent, { mark: '', onOwn })}`)
    .join(', ');
  const answer = isObjectType(getNamedType(field.type))
    ? '{ databaseId }'
    : `{ __typename ${ISSUES} ... on ${successOf(field.name)} { receipts { error { ${ISSUES} } } } }`;
  return `${operation} ($by: MeetingBy!) { ${field.name}(${call}) ${answer} }`;
}

const ISSUES = '... on InvalidInputError { issues { path message } }';
const successOf = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}Success`;

type Issue = { readonly path: readonly string[]; readonly message: string };
type Refused = { readonly issues?: readonly Issue[] };
type Outcome = Refused & { readonly receipts?: readonly { readonly error: Refused | null }[] };
type Answer = Record<string, Outcome | null> | null;

/** What is said to be wrong, wherever the API says it. */
async function issuesOf(place: Place, named: Named): Promise<readonly Issue[]> {
  const variables = { by: { native: { ...named, nativeMeetingId: ID } } };
  const document = documentFor(place);
  if (place.operation === 'subscription') {
    const events = await follow(server, document, { key }, variables);
    const refused = (await events.refusal()) as {
      errors?: { extensions: { issues?: Issue[] } }[];
    } | null;
    events.close();
    return refused?.errors?.flatMap(({ extensions }) => extensions.issues ?? []) ?? [];
  }
  const { data, errors = [] } = await server.graphql<Answer>(document, { key, variables });
  return [
    ...errors.flatMap(({ extensions }) => extensions.issues ?? []),
    ...(data?.[place.field.name]?.issues ?? []),
    ...(data?.[place.field.name]?.receipts ?? []).flatMap(({ error }) => error?.issues ?? []),
  ];
}

/** With which words the same is refused where a meeting is recorded. */
async function refusalOfReport(named: Named): Promise<string[]> {
  const report = { userId: user.id, meetings: [someMeeting(named)] };
  const [receipt] = await receiptsOf(server, 'recordMeeting', report);
  return receipt?.error?.issues?.map(({ message }) => message) ?? [];
}

async function stored() {
  const rows = await server.db.prisma.meeting.findMany({
    where: { nativeMeetingId: ID },
    select: { platform: true, status: true },
  });
  const said = await server.db.prisma.transcriptSegment.count();
  return { rows, said, sessions: await server.db.prisma.meetingSession.count() };
}

describe('a meeting by the id of its platform', () => {
  it('is looked for in every place of the schema', () => {
    const fields = PLACES.map(({ field }) => field.name);
    expect(fields).toContain('meeting');
    expect(fields).toContain('meetingChanged');
    for (const input of ['updateMeetingStatus', 'recordSessions', 'recordSegments'])
      expect(fields).toContain(input);
    // Below other objects, nothing takes one.
    const types = Object.values(schema.getTypeMap()).filter(isObjectType);
    const roots: unknown[] = ROOTS.map(([, type]) => type);
    const nested = types
      .filter((type) => !roots.includes(type))
      .flatMap((type) => Object.values(type.getFields()))
      .flatMap(({ args }) => args.filter(({ type }) => pathsTo(type).length > 0));
    expect(nested).toEqual([]);
  });

  it.each(PLACES)('is refused where the platform contradicts itself: $name', async (place) => {
    const before = await stored();
    const [, ...below] = [place.argument.name, ...place.path];
    const argument = place.operation === 'mutation' ? [] : [place.argument.name];
    const list = place.path.includes('changes')
      ? below.flatMap((step) => (step === 'changes' ? [step, '0'] : [step]))
      : below;
    const path = [...argument, ...list, 'native', 'platformName'];
    for (const named of NAMED.filter((one) => meant(one) === null)) {
      const issues = await issuesOf(place, named);
      const messages = await refusalOfReport(named);
      const expected = messages.map((message) => ({ path, message }));
      expect(issues, JSON.stringify(named)).toMatchObject(expected);
      expect(messages.length).toBeGreaterThan(0);
    }
    expect(await stored()).toEqual(before);
  });

  it('refuses no other of the same list', async () => {
    const native = (platform: object) => ({ native: { ...platform, nativeMeetingId: ID } });
    const receipts = await receiptsOf(
      server,
      'updateMeetingStatus',
      {
        changes: [
          { meeting: native({ platform: 'ZOOM' }), status: 'COMPLETED' },
          { meeting: native({ platform: 'ZOOM', platformName: 'zoom' }), status: 'FAILED' },
          { meeting: native({ platform: 'TEAMS' }), status: 'COMPLETED' },
        ],
      },
      { key },
    );
    expect(receipts.map(({ state }) => state)).toEqual(['UPDATED', 'REFUSED', 'UPDATED']);
    expect(receipts.map(({ error }) => error?.issues?.map(({ path }) => path.join('.')))).toEqual([
      undefined,
      ['changes.1.meeting.native.platformName'],
      undefined,
    ]);
  });

  it.each(NAMED.filter((one) => meant(one) !== null))('is found: %j', async (named) => {
    const { data } = await server.graphql<{ meeting: { databaseId: number } }>(
      'query ($by: MeetingBy!) { meeting(by: $by) { databaseId } }',
      { key, variables: { by: { native: { ...named, nativeMeetingId: ID } } } },
    );
    expect(data.meeting.databaseId).toBe(meetings.get(meant(named) ?? ''));
  });
});

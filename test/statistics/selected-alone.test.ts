import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Only what is asked for is computed. Whichever fields these are, and in whatever way they are asked
// for, each says what it says among all others.

const FIELDS = {
  usagePatterns: [
    'mostUsedPlatform',
    'mostUsedPlatformName',
    'meetingsPerDay',
    'peakUsageHours',
    'hourly { hour meetings }',
    'weekdays { weekday meetings }',
    'lastActivity',
  ],
  meetingStats: [
    'totalMeetings',
    'completedMeetings',
    'failedMeetings',
    'activeMeetings',
    'totalDuration',
    'averageDuration',
    'successRate',
    'previous { totalMeetings successRate }',
  ],
} as const;

type TypeName = keyof typeof FIELDS;

const RANGE = 'range: {start: "2026-02-01T00:00:00Z", end: "2026-03-01T00:00:00Z"}';
const ARGUMENTS: Readonly<Record<TypeName, readonly string[]>> = {
  usagePatterns: ['', '(timeZone: "Asia/Kolkata")', `(${RANGE})`],
  meetingStats: ['', `(${RANGE})`],
};
const CASES = (Object.keys(FIELDS) as TypeName[]).flatMap((type) =>
  ARGUMENTS[type].flatMap((given) => FIELDS[type].map((field) => [type, given, field] as const)),
);

/** The ways in which one field can be selected; `$on` is true. */
const WAYS: readonly ((type: string, field: string) => string)[] = [
  (type, field) => `asked: ${type} { ${field} }`,
  (type, field) => `asked: ${type} { ... { ${field} } }`,
  (type, field) => `asked: ${type} { ... @include(if: $on) { ${field} } }`,
  (type, field) => `asked: ${type} { ${on(field, '@include(if: $on)')} }`,
  (type, field) =>
    `asked: ${type} { ${on(field, '@skip(if: $on)')} ... on ${typeOf(type)} { ${field} } }`,
  (type, field) => `asked: ${type} { __typename } asked: ${type} { ${field} }`,
  (type, field) => `... on User { asked: ${type} { other: ${field} ${field} } }`,
];

function typeOf(field: string): string {
  return field.startsWith('usagePatterns') ? 'UsagePatterns' : 'MeetingStats';
}

function on(field: string, directive: string): string {
  return field.replace(nameOf(field), `$& ${directive}`);
}

const nameOf = (field: string) => field.split(' ')[0] ?? '';

describe.each(['true', 'false'])('with short cuts: %s', (shortCuts) => {
  let server: TestServer;
  let user: SeededUser;
  beforeAll(async () => {
    server = await startServer({ env: { SHORT_CUTS: shortCuts } });
    user = await seedUser(server);
    await insertMeetings(server, user);
  });
  afterAll(() => server.stop());

  async function read(selection: string, fragment = ''): Promise<Record<string, unknown>> {
    const uses = selection.includes('$on') ? 'query ($on: Boolean!)' : 'query';
    const { data, errors } = await server.graphql<{ user: Record<string, unknown> }>(
      `${uses} { user(by: {id: "${user.id}"}) { ${selection} } } ${fragment}`,
      { admin: server.adminKey, variables: { on: true } },
    );
    expect(errors).toBeUndefined();
    return data.user;
  }

  it('every field is met here, and says something', async () => {
    const { data } = await server.graphql<Record<TypeName, { fields: { name: string }[] }>>(
      '{ usagePatterns: __type(name: "UsagePatterns") { fields { name } } meetingStats: __type(name: "MeetingStats") { fields { name } } }',
      { admin: server.adminKey },
    );
    for (const type of Object.keys(FIELDS) as TypeName[]) {
      expect(FIELDS[type].map(nameOf).sort()).toEqual(data[type].fields.map(({ name }) => name));
      const given = `(${RANGE})`;
      const all = await read(`all: ${type}${given} { ${FIELDS[type].join(' ')} }`);
      expect(Object.values(all['all'] as object)).not.toContain(null);
    }
  });

  it.each(CASES)('%s%s, alone: %s', async (type, given, field) => {
    const all = await read(`all: ${type}${given} { ${FIELDS[type].join(' ')} }`);
    const whole = all['all'] as Record<string, unknown>;
    // The third time, it is worth compiling.
    for (const select of WAYS)
      for (let time = 1; time <= 4; time += 1) {
        const { asked } = await read(select(`${type}${given}`, field));
        expect(asked).toMatchObject({ [nameOf(field)]: whole[nameOf(field)] });
      }
    const { asked } = await read(
      `asked: ${type}${given} { ...Alone }`,
      `fragment Alone on ${typeOf(type)} { ${field} }`,
    );
    expect(asked).toEqual({ [nameOf(field)]: whole[nameOf(field)] });
  });

  it('other fields of the same user in one request are what they are alone', async () => {
    const { one, two, three } = await read(`one: usagePatterns { hourly { meetings } }
      two: usagePatterns { weekdays { meetings } } three: usagePatterns { mostUsedPlatformName }`);
    const { all } = await read(
      'all: usagePatterns { hourly { meetings } weekdays { meetings } mostUsedPlatformName }',
    );
    expect({ ...(one as object), ...(two as object), ...(three as object) }).toEqual(all);
  });
});

/** So many of each kind that every figure differs from nothing. */
async function insertMeetings({ db }: TestServer, user: SeededUser): Promise<void> {
  await db.rows(sql`
    insert into meetings (user_id, platform, status, created_at, start_time, end_time)
    select ${user.databaseId}::bigint, (array['zoom', 'teams', 'zoom', 'google_meet'])[n % 4 + 1],
      (array['completed', 'completed', 'failed', 'active', 'completed'])[n % 5 + 1], at, at, at + n * interval '1.001 seconds'
    from generate_series(1, 90) n, lateral (select timestamptz '2026-01-05T00:10:00Z' + n * interval '17 hours' as at) t`);
}

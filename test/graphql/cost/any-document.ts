import fc from 'fast-check';

const RANGE = '(range: {start: "2026-01-01T00:00:00Z", end: "2026-02-01T12:00:00Z"})';
const page = fc.constantFrom(
  '',
  '(first: 0)',
  '(first: 3)',
  '(last: 7)',
  '(first: 100)',
  '(first: $n)',
);
const ofMeeting = fc.subarray(
  [
    'id',
    'sessions { sessionUid }',
    'transitions { to }',
    'user { id }',
    'telematics { performance { joinTime } transcription { words } speakers { speaker } languages { language } outcome { fault } missing { metric } }',
  ],
  { minLength: 1 },
);
const meetings = fc
  .tuple(page, ofMeeting)
  .map(
    ([size, fields]) =>
      `meetings${size} { totalCount pageInfo { hasNextPage } edges { cursor node { ${fields.join(' ')} } } }`,
  );
const ofUser = fc.tuple(
  fc.subarray(
    [
      'id',
      'webhook { events { name } }',
      'meetingStats { totalMeetings }',
      `usagePatterns${RANGE} { hourly { hour } weekdays { weekday } }`,
      `usage { totalRequests daily${RANGE} { day } }`,
      'apiTokens(first: 2) { edges { node { usage { lastReset } replacedBy { id } } } }',
    ],
    { minLength: 1 },
  ),
  fc.option(meetings),
);
const usersField = fc
  .tuple(page, ofUser)
  .map(
    ([size, [fields, list]]) =>
      `users${size} { edges { node { ${fields.join(' ')} ${list ?? ''} } } }`,
  );
const analytics = fc
  .subarray(
    [
      'totals { meetings }',
      'series(metric: MEETINGS, bucket: DAY) { value }',
      'hours: series(metric: COMPLETED, bucket: HOUR) { value }',
      'months: series(metric: FAILED, bucket: MONTH) { value }',
      'platforms { platform joinTime { p50 } duration { p90 } }',
      'outcomes { meetings }',
      'topUsers(by: MEETINGS, first: 2) { user { id } }',
      'concurrency { peak }',
    ],
    { minLength: 1 },
  )
  .map((fields) => `analytics${RANGE} { ${fields.join(' ')} }`);
/** Documents with lists in lists, of which some cost too much. */
export const anyDocument = fc
  .tuple(usersField, fc.option(meetings), fc.option(analytics))
  .map(
    ([one, two, three]) =>
      `query ($n: Int, $ids: [ID!]!) { ${one} ${two ?? ''} ${three ?? ''} last: users(first: $n) { totalCount } nodes(ids: $ids) { id ... on User { email } } }`,
  );

import { ROUTES } from '../../src/api/rest/routes.ts';
import { checkSummaries } from '../../src/domain/analytics/summaries/check.ts';
import { summariseNext } from '../../src/domain/analytics/summaries/keep.ts';
import { addUpMonth } from '../../src/domain/analytics/summaries/months.ts';
import { rebuildSummaries } from '../../src/domain/analytics/summaries/rebuild.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { eraseLeftovers } from '../../src/domain/erasure/leftovers.ts';
import { endLeftOpen } from '../../src/domain/erasure/open-meetings.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { erase } from '../erasure/erasing.ts';
import { documentFor, guardedFields } from '../graphql/guarded.ts';
import { allDocuments, type SentDocument } from '../graphql/inputs/documents.ts';
import { FIRST, seedSubjects } from '../graphql/inputs/subjects.ts';
import { receiptsOf, recordOne } from '../recording/reports.ts';
import { runRetention } from '../retention/running.ts';
import { type Cast, startCast } from '../rights/callers.ts';
import { type SeededUser, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { EVENT_SECRET } from '../vexa-events/sign.ts';
import { fillSmall } from '../vexa-import/fill.ts';
import { createVexaDatabase } from '../vexa-import/source.ts';
import { provision, receiveEvents, setConfigs } from './platform-steps.ts';
import { post } from './post.ts';

/** Without shared statements: those do not say for whom they are. */
const ENV = {
  SHORT_CUTS: 'false',
  RATE_LIMIT_KEY: '100000',
  RATE_LIMIT_ADMIN_KEY: '0',
  RATE_LIMIT_ADDRESS: '0',
  VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET,
  VEXA_EVENT_USERS: 'own',
};

/** Makes a service run its statements: operations, routes, an import, and what follows from them. */
export async function runStatements(): Promise<Cast> {
  const filled = await startServer({ env: ENV });
  await sendDocuments(filled);
  await filled.stop();
  const cast = await startCast(ENV);
  const { server } = cast;
  await sendByKey(cast);
  await callRoutes(cast);
  await provision(cast);
  await setConfigs(cast);
  await receiveEvents(cast);
  await followUp(cast);
  await importSome(server);
  // It waits for the transactions of other tests, until which no day is summarised.
  await rebuildSummaries({ db: server.db, clock: server.app.clock });
  await summariseNext({ db: server.db, clock: server.app.clock });
  await addUpMonth(server.db.rows);
  await checkSummaries(server.db.rows);
  await eraseSomebody(server);
  await runRetention(server, { segments: 1, meetings: 1, usage: 1, auditEvents: 1 });
  await server.app.usage.flush();
  await server.app.sealer.sealAll();
  await verifyAuditLog(server.app);
  return cast;
}

/** Somebody with a meeting, in a log that names the address elsewhere. */
async function eraseSomebody(server: TestServer): Promise<void> {
  const user = await seedUser(server);
  await seedMeetings(server, user.databaseId, 1);
  await erase(server, user, user.email);
  await erase(server, user, user.email);
  const { vault, clock, sealer, db, changes } = server.app;
  await eraseLeftovers({ db, vault, clock, sealer });
  await endLeftOpen({ db, clock, changes });
}

/** Of each input one field, and each argument. */
async function sendDocuments(server: TestServer): Promise<void> {
  const counts = new Map<string, number>();
  const documents = allDocuments().filter(({ isRun, slot }) => {
    const [input = ''] = slot.split('.');
    if (isRun) counts.set(input, (counts.get(input) ?? 0) + 1);
    return isRun && (counts.get(input) ?? 0) === 1;
  });
  await seedSubjects(
    server,
    documents.reduce((sum, { ways }) => sum + ways.length, 0),
  );
  let first = FIRST;
  for (const document of documents) {
    await sendDocument(server, document, first);
    first += document.ways.length;
  }
}

async function sendDocument(
  server: TestServer,
  { document, ways, variables }: SentDocument,
  first: number,
): Promise<void> {
  const given = variables((way) => first + Math.max(ways.indexOf(way), 0));
  await server.graphql(document, { admin: server.adminKey, variables: given });
}

async function sendByKey({ server, headers, own, actors }: Cast): Promise<void> {
  const token = encodeId('ApiToken', BigInt(actors.botKey.id ?? 0));
  const subject = { userId: own.id, tokenId: token, meetingId: encodeId('Meeting', 1n) };
  for (const guarded of guardedFields().filter(({ typeName }) => typeName !== 'Subscription')) {
    for (const caller of ['botKey', 'admin'] as const) {
      const { document } = documentFor(guarded, caller, subject);
      await post(server, { query: document }, headers[caller]);
    }
  }
  const { id } = actors.botKey;
  await post(server, { query: `{ apiToken(by: {databaseId: ${id}}) { id } }` }, headers.otherKey);
}

async function callRoutes({ server, own, headers }: Cast): Promise<void> {
  for (const { method, path, access } of ROUTES.filter(({ method }) => method === 'GET')) {
    const filled = path
      .replace('{user_id}', String(own.databaseId))
      .replace('{meeting_id}', String(FIRST))
      .replace('{email}', own.email);
    const caller = access.requires === 'USER' ? headers.botKey : headers.admin;
    const response = await server.fetch(filled, {
      method,
      headers: { ...caller, ...headers.service },
    });
    await response.arrayBuffer();
  }
}

/** What needs something before it, or an unusual caller. */
async function followUp({ server, headers, own, other, actors }: Cast): Promise<void> {
  const admin = (query: string, more = {}) =>
    post(server, { query }, { ...headers.admin, ...more });
  const again = { 'idempotency-key': 'sent twice' };
  const create = 'mutation { createUser(input: {email: "twice@example.com"}) { __typename } }';
  for (let turn = 0; turn < 2; turn += 1) await admin(create, again);
  const key = encodeId('ApiToken', BigInt(actors.botKey.id ?? 0));
  const adminKey = encodeId('AdminKey', BigInt(actors.namedAnalytics.id ?? 0));
  await admin(
    `mutation { updateToken(input: {token: {id: "${key}"}, name: "new"}) { __typename } }`,
  );
  await admin(`mutation { rotateKey(input: {id: "${key}", overlap: 60}) { __typename } }`);
  await admin(`{ apiToken(by: {id: "${key}"}) { replacedBy { id } } }`);
  await admin(
    `mutation { updateAdminKey(input: {id: "${adminKey}", name: "new"}) { __typename } }`,
  );
  await admin(`mutation { rotateAdminKey(input: {id: "${adminKey}"}) { __typename } }`);
  await admin(`{ nodes(ids: ["${adminKey}", "${encodeId('AuditEvent', 1n)}",
    "${encodeId('MeetingSession', 1n)}", "${encodeId('TranscriptSegment', 1n)}"]) { id } }`);
  await admin(`mutation { updateUser(input: {id: "${own.id}", name: "new"}) { __typename } }`);
  await admin(`mutation { updateUser(input: {id: "${other.id}", isActive: false}) {
    ... on UpdateUserSuccess { remainingAccess { keyCount } } } }`);
  const secret = headers.txKey['x-api-key'];
  await post(
    server,
    {
      query: 'query ($secret: String!) { verifyToken(token: $secret) { valid } }',
      variables: { secret },
    },
    headers.admin,
  );
  for (const caller of ['expiredKey', 'revokedAdmin', 'namedAdmin'] as const)
    await post(server, { query: '{ viewer { access } }' }, headers[caller]);
  await server.app.userOfLogin(server.app, onHost('scenario'), { address: own.email, name: null });
  await recordMeetings(server, own);
  await admin(
    '{ meetings(first: 2) { edges { node { sessions { startedAt } transitions { at } } } } }',
  );
  await admin('{ users(first: 2) { edges { node { meetings(first: 1) { totalCount } } } } }');
}

async function recordMeetings(server: TestServer, user: SeededUser): Promise<void> {
  const one = { nativeMeetingId: 'the same' };
  const databaseId = await recordOne(server, user, one);
  const sessions = [{ sessionUid: 's', startedAt: '2026-11-02T10:00:00Z' }];
  const segments = [{ sessionUid: 's', segmentId: '1', startOffset: 0, endOffset: 1, text: 'a' }];
  await receiptsOf(server, 'recordSessions', { meeting: { databaseId }, sessions });
  await receiptsOf(server, 'recordSegments', { meeting: { databaseId }, segments });
  await recordOne(server, user, one);
}

async function importSome(server: TestServer): Promise<void> {
  const source = await createVexaDatabase('0.10');
  try {
    await fillSmall(source, '0.10');
    await importVexa(server.app, { from: source.url, renumber: true });
    // One segment is gone, and another one's times are those of the clock.
    await source.client.query(`
      delete from transcriptions where id = 1;
      update transcriptions set start_time = 1781776800, end_time = 1781776801 where id = 2`);
    await importVexa(server.app, { from: source.url });
    // Of another database, its numbers would be taken: it is refused.
    await importVexa(server.app, { from: source.url, name: 'other' }).catch(() => undefined);
  } finally {
    await source.drop();
  }
}

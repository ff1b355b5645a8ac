import DataLoader from 'dataloader';
import type { App } from '../../core/app.ts';
import type { Range } from '../../core/time/range.ts';
import { type ReadEach, sideBySide } from '../../data/coalescing/combined-query.ts';
import { inOrder } from '../../data/coalescing/read-coalescing.ts';
import { childLists } from '../../data/paging/loader.ts';
import { findAdminKeySuccessors, findAdminKeys } from '../../domain/admin-keys/service.ts';
import { findSuccessors } from '../../domain/api-keys/lineage.ts';
import { findTokens } from '../../domain/api-keys/service.ts';
import { findAuditEvents } from '../../domain/audit/list.ts';
import { findMeetings, listSessions, listTransitions } from '../../domain/meetings/service.ts';
import { findPerformance, findTranscripts } from '../../domain/telematics/service.ts';
import { findUsage, findUsageDays } from '../../domain/usage/service.ts';
import { countMeetings } from '../../domain/user-stats/meeting-stats.ts';
import { type AskedUsage, findUsagePatterns } from '../../domain/user-stats/usage-patterns.ts';
import type { User } from '../../domain/users/rows.ts';
import { findOwners, readUsers } from '../../domain/users/service.ts';
import { findWebhooks } from '../../domain/webhooks/service.ts';
import { byId, keyedLoader } from './keyed-loader.ts';

/** How each kind of thing is read: what one request asks for twice once, what it asks for together with one statement. */
const LOADERS = {
  user: ({ app }) => new DataLoader((ids: readonly bigint[]) => readUsers(app, ids)),
  /** Deleted users, too: the database sees to it that every owner exists. */
  owner: ({ app }) =>
    ifThere(app, 'owner', (ids) => findOwners(app, ids)) as DataLoader<bigint, User>,
  token: ({ app }) => ifThere(app, 'token', (ids) => findTokens(app, ids)),
  /** What replaced a key; null where nothing did. */
  tokenSuccessor: ({ app }) => bySuccession((ids) => findSuccessors(app, ids)),
  adminKey: ({ app }) => ifThere(app, 'admin key', (ids) => findAdminKeys(app, ids)),
  adminKeySuccessor: ({ app }) => bySuccession((ids) => findAdminKeySuccessors(app, ids)),
  auditEvent: ({ app }) => ifThere(app, 'audit event', (ids) => findAuditEvents(app, ids)),
  webhook: ({ app }) =>
    byId(async (ids) =>
      (await findWebhooks(app, ids)).map((webhook) => ({ ...webhook, id: webhook.userId })),
    ),
  usage: ({ app }) => ({
    token: byId((ids) => findUsage(app, 'token', ids)),
    user: byId((ids) => findUsage(app, 'user', ids)),
  }),
  usageDays: ({ app }) => ({
    token: keyedLoader((ids, range: Range) => findUsageDays(app, 'token', { ids, range })),
    user: keyedLoader((ids, range: Range) => findUsageDays(app, 'user', { ids, range })),
  }),
  meeting: ({ app }) => ifThere(app, 'meeting', (ids) => findMeetings(app, ids)),
  sessions: ({ app }) => rowsBelow(app, 'sessions', (ids) => listSessions(app, ids)),
  transitions: ({ app }) => rowsBelow(app, 'transitions', (ids) => listTransitions(app, ids)),
  lists: ({ app }) => childLists(app),
  performance: ({ read }) => byId((ids) => findPerformance(read, ids)),
  transcript: (from) => byId((ids) => findTranscripts(from, ids)),
  meetingStats: ({ read }) =>
    keyedLoader((ids, range: Range | null) => countMeetings(read, ids, range)),
  usagePatterns: (from) =>
    keyedLoader((ids, asked: AskedUsage) => findUsagePatterns(from, ids, asked)),
} satisfies Record<string, (from: From) => unknown>;

type From = { readonly app: App; readonly read: ReadEach };

/** What one request has read already, and reads together. Fresh for each request. */
export type Loaders = {
  readonly [Name in keyof typeof LOADERS]: ReturnType<(typeof LOADERS)[Name]>;
};

/** Most requests use few of them: each is made when it is first asked for. */
class Lazy {
  readonly app: App;
  readonly read: ReadEach;

  constructor(app: App) {
    this.app = app;
    this.read = sideBySide(app.db, app.together);
  }
}

for (const [name, make] of Object.entries<(from: From) => unknown>(LOADERS)) {
  Object.defineProperty(Lazy.prototype, name, {
    get(this: Lazy) {
      const value = make(this);
      Object.defineProperty(this, name, { value });
      return value;
    },
  });
}

export function createLoaders(app: App): Loaders {
  return new Lazy(app) as unknown as Loaders;
}

/** What one request asks for twice is read once; what several ask for, together. */
function ifThere<Row extends { readonly id: bigint }>(
  { together }: App,
  name: string,
  find: (ids: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, Row | null> {
  const findInOrder = async (ids: readonly bigint[]) => inOrder(ids, await find(ids));
  return new DataLoader((ids) => together.each(name, ids, findInOrder));
}

/** The one row that says of each id that it replaced it. */
function bySuccession<Row extends { readonly replacesId: bigint }>(
  find: (ids: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.replacesId, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** All rows below each meeting, in the order in which they are found. */
function rowsBelow<Row extends { readonly meetingId: bigint }>(
  { together }: App,
  name: string,
  find: (meetingIds: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, readonly Row[]> {
  const findInOrder = async (ids: readonly bigint[]) => {
    const rows = Map.groupBy(await find(ids), ({ meetingId }) => meetingId);
    return ids.map((id) => rows.get(id) ?? []);
  };
  return new DataLoader((ids) => together.each(name, ids, findInOrder));
}

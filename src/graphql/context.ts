import DataLoader from 'dataloader';
import type { AdminKey } from '../admin-key/rows.ts';
import { findAdminKeySuccessors, findAdminKeys } from '../admin-key/service.ts';
import type { App } from '../app.ts';
import { type AuditEvent, findAuditEvents } from '../audit/list.ts';
import type { Caller } from '../auth/caller.ts';
import type { Meeting } from '../meeting/rows.ts';
import {
  findMeetings,
  listSessions,
  listTransitions,
  type Session,
  type Transition,
} from '../meeting/service.ts';
import { type ChildLists, childLists } from '../paging/loader.ts';
import type { Period, Range } from '../period/range.ts';
import { countMeetings, type MeetingStats } from '../statistics/meeting-stats.ts';
import { findUsagePatterns, type UsagePatterns } from '../statistics/usage-patterns.ts';
import {
  findPerformance,
  findTranscripts,
  type Performance,
  type TranscriptFigures,
} from '../telematics/service.ts';
import { findSuccessors } from '../token/lineage.ts';
import type { Token } from '../token/rows.ts';
import { findTokens } from '../token/service.ts';
import {
  findUsage,
  findUsageDays,
  type Usage,
  type UsageDays,
  type UsageOf,
} from '../usage/service.ts';
import type { User } from '../user/rows.ts';
import { findOwners, findUsers } from '../user/service.ts';
import { findWebhooks, type Webhook } from '../webhook/service.ts';
import { byId, type KeyedLoader, keyedLoader } from './keyed-loader.ts';

export type Context = Caller & {
  readonly app: App;
  readonly loaders: Loaders;
};

/** What one request has read already, and reads together. Fresh for each request. */
export type Loaders = {
  readonly user: DataLoader<bigint, User | null>;
  /** Deleted users, too. */
  readonly owner: DataLoader<bigint, User>;
  readonly token: DataLoader<bigint, Token | null>;
  /** What replaced a key; null where nothing did. */
  readonly tokenSuccessor: DataLoader<bigint, Token | null>;
  readonly webhook: DataLoader<bigint, Webhook>;
  readonly adminKey: DataLoader<bigint, AdminKey | null>;
  readonly auditEvent: DataLoader<bigint, AuditEvent | null>;
  readonly adminKeySuccessor: DataLoader<bigint, AdminKey | null>;
  readonly usage: Readonly<Record<UsageOf, DataLoader<bigint, Usage>>>;
  readonly usageDays: Readonly<Record<UsageOf, KeyedLoader<Range, UsageDays>>>;
  readonly meeting: DataLoader<bigint, Meeting | null>;
  readonly sessions: DataLoader<bigint, readonly Session[]>;
  readonly transitions: DataLoader<bigint, readonly Transition[]>;
  readonly lists: ChildLists;
  readonly performance: DataLoader<bigint, Performance>;
  readonly transcript: DataLoader<bigint, TranscriptFigures>;
  readonly meetingStats: KeyedLoader<Range | null, MeetingStats>;
  readonly usagePatterns: KeyedLoader<Period, UsagePatterns>;
};

export function createLoaders(app: App): Loaders {
  return {
    user: ifThere(app, 'user', (ids) => findUsers(app, ids)),
    // The database sees to it that every owner exists.
    owner: byId((ids) => findOwners(app, ids)),
    token: ifThere(app, 'token', (ids) => findTokens(app, ids)),
    tokenSuccessor: bySuccession((ids) => findSuccessors(app, ids)),
    adminKey: ifThere(app, 'admin key', (ids) => findAdminKeys(app, ids)),
    auditEvent: ifThere(app, 'audit event', (ids) => findAuditEvents(app, ids)),
    webhook: byId(async (ids) =>
      (await findWebhooks(app, ids)).map((webhook) => ({ ...webhook, id: webhook.userId })),
    ),
    adminKeySuccessor: bySuccession((ids) => findAdminKeySuccessors(app, ids)),
    usage: {
      token: byId((ids) => findUsage(app, 'token', ids)),
      user: byId((ids) => findUsage(app, 'user', ids)),
    },
    usageDays: {
      token: keyedLoader((ids, range) => findUsageDays(app, 'token', { ids, range })),
      user: keyedLoader((ids, range) => findUsageDays(app, 'user', { ids, range })),
    },
    meeting: ifThere(app, 'meeting', (ids) => findMeetings(app, ids)),
    sessions: below((ids) => listSessions(app, ids)),
    transitions: below((ids) => listTransitions(app, ids)),
    lists: childLists(app),
    performance: byId((ids) => findPerformance(app, ids)),
    transcript: byId((ids) => findTranscripts(app, ids)),
    meetingStats: keyedLoader((ids, range) => countMeetings(app, ids, range)),
    usagePatterns: keyedLoader((ids, period) => findUsagePatterns(app, ids, period)),
  };
}

/** What one request asks for twice is read once; what several ask for, together. */
function ifThere<Row extends { readonly id: bigint }>(
  { together }: App,
  name: string,
  find: (ids: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, Row | null> {
  return new DataLoader((ids) => Promise.all(ids.map((id) => together.one(name, id, find))));
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
function below<Row extends { readonly meetingId: bigint }>(
  find: (meetingIds: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, readonly Row[]> {
  return new DataLoader(async (ids) => {
    const rows = Map.groupBy(await find(ids), ({ meetingId }) => meetingId);
    return ids.map((id) => rows.get(id) ?? []);
  });
}

import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { LegalHold } from '../../data/generated/prisma/client.ts';
import { type Page, type Slice, toPage } from '../../data/paging/page.ts';
import { prismaPage, type TimeOrder } from '../../data/paging/prisma-page.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';
import type { Action } from '../../security/audit/actions.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { erasedSql } from '../users/erased.ts';
import { awaitDeletions } from './held.ts';

export type { LegalHold };

const COLUMNS = columnsSql<LegalHold>({
  id: sql`h.id`,
  userId: sql`h.user_id`,
  meetingId: sql`h.meeting_id`,
  reason: sql`h.reason`,
  createdAt: sql`h.created_at`,
  releasedAt: sql`h.released_at`,
} satisfies Columns<LegalHold>);

export type HeldThing = { readonly userId: bigint } | { readonly meetingId: bigint };

/** @throws NotFoundError also for what was erased */
export async function placeHold(
  app: App,
  caller: Caller,
  held: HeldThing,
  reason: string,
): Promise<LegalHold> {
  const isUser = 'userId' in held;
  const id = isUser ? held.userId : held.meetingId;
  if (!isStorable(id)) throw new NotFoundError(isUser ? 'User' : 'Meeting');
  return await inTransaction(app, caller, async (unit) => {
    await awaitDeletions(
      unit.rows,
      isUser ? sql`${id}::bigint` : sql`select m.user_id from meetings m where m.id = ${id}`,
    );
    const target = isUser
      ? sql`select u.id, null::bigint from users u where u.id = ${id} and not ${erasedSql(sql`u.id`)}`
      : sql`select null::bigint, m.id from meetings m where m.id = ${id} and not ${erasedSql(sql`m.user_id`)}`;
    const hold = await written(unit, {
      action: 'LEGAL_HOLD_PLACED',
      change: sql`insert into legal_holds (user_id, meeting_id, reason, created_at)
        select t.user_id, t.meeting_id, ${reason}, ${nowSql(app.clock)} from (${target}) t(user_id, meeting_id)`,
    });
    if (hold === null) throw new NotFoundError(isUser ? 'User' : 'Meeting');
    return hold;
  });
}

/** Releasing it again changes nothing. @throws NotFoundError */
export async function releaseHold(app: App, caller: Caller, id: bigint): Promise<LegalHold> {
  return await inTransaction(app, caller, async (unit) => {
    const released = await written(unit, {
      action: 'LEGAL_HOLD_RELEASED',
      change: sql`update legal_holds set released_at = ${nowSql(app.clock)}
        where id = ${isStorable(id) ? id : 0n} and released_at is null`,
    });
    const [hold] = released === null ? await loadHolds(app, [id]) : [released];
    if (hold === undefined) throw new NotFoundError('Legal hold');
    return hold;
  });
}

type Change = { readonly action: Action; readonly change: Sql };

/** The change of one hold, with its event: that of the user whom it protects. */
async function written({ app, caller, rows }: UnitOfWork, { action, change }: Change) {
  const [hold] = await rows<LegalHold>(sql`
    with h as (${change} returning *),
    event as (${auditEventSql(app, caller, {
      action,
      target: 'User',
      rows: sql`h`,
      isOne: true,
      id: sql`coalesce(h.user_id, (select m.user_id from meetings m where m.id = h.meeting_id))`,
      after: sql`jsonb_build_object('hold', h.id, 'meeting', h.meeting_id, 'reason', h.reason)`,
    })})
    select ${COLUMNS} from h`);
  return hold ?? null;
}

/** Many at once, released ones included. */
export function loadHolds({ db }: App, ids: readonly bigint[]): Promise<LegalHold[]> {
  return db.prisma.legalHold.findMany({ where: { id: { in: ids.filter(isStorable) } } });
}

export const NEWEST_HOLDS: TimeOrder<LegalHold> = {
  name: 'CREATED_AT',
  field: 'createdAt',
  direction: 'DESC',
  valueOf: ({ createdAt }) => createdAt.toISOString(),
};

export async function listHolds(
  { db }: App,
  slice: Slice,
  withReleased: boolean,
): Promise<Page<LegalHold>> {
  const { where, ...page } = prismaPage(NEWEST_HOLDS, slice);
  const found = await db.prisma.legalHold.findMany({
    ...page,
    where: { ...where, ...releasedIf(withReleased) },
  });
  return toPage(found, slice);
}

export function countHolds({ db }: App, withReleased: boolean): Promise<number> {
  return db.prisma.legalHold.count({ where: releasedIf(withReleased) });
}

function releasedIf(withReleased: boolean): { readonly releasedAt?: null } {
  return withReleased ? {} : { releasedAt: null };
}

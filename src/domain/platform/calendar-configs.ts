import { setImmediate as nextTurn } from 'node:timers/promises';
import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { type Calendar, calendarsIn, legacyCalendarId } from './calendars.ts';
import { openConfig } from './sealed-config.ts';
import { configPlace } from './user-configs.ts';

type Row = { readonly userId: bigint; readonly isActive: boolean; readonly sealed: Uint8Array };

/** One calendar as the platform's sweep reads it. */
type CalendarConfig = {
  readonly user_id: number;
  readonly calendar_id: string;
  readonly calendar_name: string;
  readonly bot_name: string;
  readonly legacy?: true;
  readonly ics_url?: string;
  readonly auto_join?: boolean;
  readonly deleted?: boolean;
  readonly paused?: true;
};

/**
 * The calendars of all users, by their numbers. Of a suspended user, each is paused: no bot joins by it.
 * Read part by part: what users keep here, all together, must not keep anybody's calendar from the sweep.
 */
export async function listCalendarConfigs(app: App): Promise<CalendarConfig[]> {
  const configs: CalendarConfig[] = [];
  let since = performance.now();
  for (let after: bigint | undefined = 0n; after !== undefined; ) {
    const part: Row[] = await app.db.heavyRows<Row>(partSql(after));
    for (const row of part) {
      configs.push(...configsOf(app, row));
      if (performance.now() - since < TURN_MS) continue;
      // Others are answered in between.
      await nextTurn();
      since = performance.now();
    }
    after = part.at(-1)?.userId;
  }
  return configs;
}

/** How long configs are opened in one turn of the event loop. */
const TURN_MS = 20;
const MOST_ROWS = 1_000;
const MOST_BYTES = 2 ** 21;

function partSql(after: bigint): Sql {
  const next = sql`
    select u.id as "userId", u.is_active as "isActive", c.sealed
    from user_configs c join users u on u.id = c.user_id
    where c.name = 'calendars' and c.user_id > ${after} and u.deleted_at is null
    order by c.user_id limit ${MOST_ROWS}`;
  return sql`
    select p."userId", p."isActive", p.sealed from (
      select n.*, sum(octet_length(n.sealed)) over (order by n."userId") - octet_length(n.sealed) as before
      from (${next}) n) p
    where p.before < ${MOST_BYTES}::int order by p."userId"`;
}

function configsOf(app: App, { userId, isActive, sealed }: Row): CalendarConfig[] {
  const { all } = calendarsIn(openConfig(app, sealed, configPlace('calendars', userId)));
  const legacyId = legacyIn(all, userId);
  return all.flatMap((calendar) => configIn(calendar, { userId, isActive, legacyId }));
}

/**
 * Which calendar the meetings belong to that were found before calendars had ids: exactly one, else
 * others would take them for theirs and cancel them.
 */
function legacyIn(all: readonly Calendar[], userId: bigint): string | undefined {
  const synthesized = legacyCalendarId(userId);
  return all.some(({ id }) => id === synthesized) ? synthesized : all[0]?.id;
}

type Of = Omit<Row, 'sealed'> & { readonly legacyId: string | undefined };

function configIn(calendar: Calendar, { userId, isActive, legacyId }: Of): CalendarConfig[] {
  const { id, name, bot_name, ics_url, auto_join, enabled } = calendar;
  const entry = {
    user_id: Number(userId),
    calendar_id: id,
    calendar_name: name,
    bot_name,
    ...(id === legacyId && ({ legacy: true } as const)),
  };
  if (calendar.deleted) return [{ ...entry, deleted: true }];
  if (!enabled || !isActive) return [{ ...entry, deleted: false, paused: true }];
  return ics_url === undefined ? [] : [{ ...entry, ics_url, auto_join }];
}

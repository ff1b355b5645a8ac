import type { App } from '../../core/app.ts';
import { LimitReachedError } from '../../core/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import {
  type Calendar,
  type Calendars,
  calendarsIn,
  calendarText,
  DEFAULT_BOT_NAME,
  feedUrl,
  MAX_CALENDARS,
  newCalendar,
  removedCalendar,
  storedCalendars,
} from './calendars.ts';
import { UnknownNameError } from './errors.ts';
import { checkServiceUrls } from './service-urls.ts';
import { changeUserConfig, readUserConfig } from './user-configs.ts';

type Owned = { readonly app: App; readonly caller: Caller; readonly userId: bigint };

export async function readCalendars(app: App, userId: bigint): Promise<Calendars> {
  return calendarsIn(await readUserConfig(app, userId, 'calendars'));
}

async function changeCalendars(
  { app, caller, userId }: Owned,
  change: (calendars: Calendars) => Calendars,
): Promise<Calendars> {
  const stored = await changeUserConfig(app, caller, {
    userId,
    name: 'calendars',
    change: (config) => storedCalendars(change(calendarsIn(config))),
  });
  return calendarsIn(stored);
}

type NewFields = {
  readonly name: string;
  readonly ics_url: string;
  readonly auto_join: boolean;
  readonly bot_name?: string | null | undefined;
};

/** @throws InvalidInputError, LimitReachedError */
export async function addCalendar(owned: Owned, fields: NewFields): Promise<Calendar> {
  await checkServiceUrls(owned.app, fields);
  const added: Calendar[] = [];
  await changeCalendars(owned, ({ all, botName }) => {
    if (all.filter(isThere).length >= MAX_CALENDARS) throw tooMany();
    const bot_name = calendarText('bot_name', fields.bot_name || botName || DEFAULT_BOT_NAME);
    const name = calendarText('name', fields.name);
    added.push(newCalendar({ ...fields, name, ics_url: feedUrl(fields.ics_url), bot_name }));
    return { all: [...all, ...added], botName };
  });
  return onlyOne(added);
}

function tooMany(): LimitReachedError {
  return new LimitReachedError(
    `at most ${MAX_CALENDARS} calendars can be connected`,
    MAX_CALENDARS,
  );
}

type ChangedFields = {
  readonly [Name in 'name' | 'ics_url' | 'bot_name']?: string | null | undefined;
} & { readonly [Name in 'auto_join' | 'enabled']?: boolean | null | undefined };

/** What is left out or null stays. @throws UnknownNameError, InvalidInputError */
export async function changeCalendar(
  owned: Owned,
  id: string,
  fields: ChangedFields,
): Promise<Calendar> {
  await checkServiceUrls(owned.app, fields);
  const changed: Calendar[] = [];
  await changeCalendars(owned, (calendars) =>
    replaced(calendars, id, (calendar) => {
      const { name, ics_url, bot_name, auto_join, enabled } = fields;
      const next = {
        ...calendar,
        ...(name != null && { name: calendarText('name', name) }),
        ...(ics_url != null && { ics_url: feedUrl(ics_url) }),
        ...(auto_join != null && { auto_join }),
        ...(bot_name != null && { bot_name: calendarText('bot_name', bot_name) }),
        ...(enabled != null && { enabled }),
      };
      changed.push(next);
      return next;
    }),
  );
  return onlyOne(changed);
}

/** @throws UnknownNameError */
export async function removeCalendar(owned: Owned, id: string): Promise<void> {
  await changeCalendars(owned, (calendars) => replaced(calendars, id, removedCalendar));
}

function replaced(
  calendars: Calendars,
  id: string,
  change: (calendar: Calendar) => Calendar,
): Calendars {
  const isIt = (one: Calendar) => one.id === id && isThere(one);
  if (!calendars.all.some(isIt)) throw new UnknownNameError('calendar not found');
  return { ...calendars, all: calendars.all.map((one) => (isIt(one) ? change(one) : one)) };
}

export function isThere({ deleted }: Calendar): boolean {
  return deleted !== true;
}

type SingleFields = {
  /** Null and empty disconnect. */
  readonly ics_url?: string | null | undefined;
  readonly auto_join?: boolean | null | undefined;
  readonly bot_name?: string | null | undefined;
};

/** The first calendar, for clients that know only one. @throws InvalidInputError */
export async function setSingleCalendar(owned: Owned, fields: SingleFields): Promise<Calendars> {
  await checkServiceUrls(owned.app, fields);
  return await changeCalendars(owned, ({ all, botName: before }) => {
    const { bot_name, auto_join } = fields;
    const botName = bot_name === undefined ? before : calendarText('bot_name', bot_name ?? '');
    const current = all.find(isThere);
    const common = {
      auto_join: auto_join ?? current?.auto_join ?? true,
      bot_name:
        (bot_name === undefined ? current?.bot_name : botName) ?? botName ?? DEFAULT_BOT_NAME,
    };
    const next = singleAfter(current, fields, common);
    const others = all.map((one) => (one === current && next ? next : one));
    return { all: current === undefined && next ? [...all, next] : others, botName };
  });
}

function singleAfter(
  current: Calendar | undefined,
  { ics_url }: SingleFields,
  common: Pick<Calendar, 'auto_join' | 'bot_name'>,
): Calendar | undefined {
  const kept = current && { ...current, ...common };
  if (ics_url === undefined) return kept;
  const text = (ics_url ?? '').trim();
  if (text === '') return kept && removedCalendar(kept);
  const url = feedUrl(text);
  return kept
    ? { ...kept, ics_url: url }
    : newCalendar({ name: 'Calendar', ics_url: url, ...common });
}

function onlyOne(calendars: readonly Calendar[]): Calendar {
  const [calendar] = calendars;
  if (calendar === undefined) throw new Error('a calendar was written, and is not known');
  return calendar;
}

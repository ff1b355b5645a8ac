import { createHash, randomUUID } from 'node:crypto';
import type { JsonObject } from '../../core/input/json.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { textProblem } from '../../core/input/text.ts';
import { configText, isWebAddress } from './config-fields.ts';
import { invalidConfig } from './errors.ts';

// A user's calendars, as the platform's sweep reads them. The address of a feed is a secret.

export type Calendar = {
  readonly id: string;
  readonly name: string;
  /** None once it is removed. */
  readonly ics_url?: string | undefined;
  readonly auto_join: boolean;
  readonly bot_name: string;
  readonly enabled: boolean;
  readonly deleted?: true;
};

export type Calendars = {
  /** Removed ones included: the sweep retires the meetings that came from them. */
  readonly all: readonly Calendar[];
  /** What bots are called that join by calendars that were connected before names were theirs. */
  readonly botName: string | null;
};

export const MAX_CALENDARS = 10;
/** Removed long ago: the sweep, which runs every few minutes, has seen them. */
const MOST_REMOVED = 20;
export const DEFAULT_BOT_NAME = 'Vexa';

export function calendarsIn(config: JsonObject): Calendars {
  const { connections } = config;
  return {
    all: Array.isArray(connections) ? connections.flatMap(readCalendar) : [],
    botName: configText(config, 'bot_name'),
  };
}

export function storedCalendars({ all, botName }: Calendars): JsonObject {
  const removed = all.filter(({ deleted }) => deleted).slice(-MOST_REMOVED);
  const kept = all.filter((one) => !one.deleted || removed.includes(one));
  return {
    ...(kept.length > 0 && { connections: kept }),
    ...(botName !== null && { bot_name: botName }),
  };
}

/** One that is incomplete, as an import may bring it, gets what the platform assumes. */
function readCalendar(value: unknown): Calendar[] {
  if (!isJsonObject(value)) return [];
  const id = configText(value, 'id');
  const url = configText(value, 'ics_url');
  if (id === null) return [];
  return [
    {
      id,
      name: configText(value, 'name') ?? 'Calendar',
      ...(url !== null && { ics_url: url }),
      auto_join: value['auto_join'] !== false,
      bot_name: configText(value, 'bot_name') ?? DEFAULT_BOT_NAME,
      enabled: value['enabled'] !== false,
      ...(value['deleted'] === true && { deleted: true }),
    },
  ];
}

export function newCalendar(fields: Omit<Calendar, 'id' | 'enabled' | 'deleted'>): Calendar {
  return { ...fields, id: randomUUID(), enabled: true };
}

/** A removed calendar stays as a mark without its address. */
export function removedCalendar({ ics_url: _secret, ...rest }: Calendar): Calendar {
  return { ...rest, enabled: false, deleted: true };
}

const MAX_URL = 2_048;
const EMBEDDED =
  "that's the calendar's embed page, not its feed - in Google Calendar open Settings -> Integrate calendar and copy the 'Secret address in iCal format' (ends in .ics)";

/** @throws InvalidInputError in the words that the platform's clients show */
export function feedUrl(value: string): string {
  const url = value.trim();
  if (url === '') throw invalidConfig('ics_url', 'ics_url is required');
  if (url.length > MAX_URL) throw invalidConfig('ics_url', 'ics_url too long');
  if (textProblem(url) !== null || !isWebAddress(url))
    throw invalidConfig('ics_url', 'ics_url must be an http(s) URL');
  if (new URL(url).pathname.toLowerCase().includes('/calendar/embed'))
    throw invalidConfig('ics_url', EMBEDDED);
  return url;
}

const MAX_NAME = 100;

/** @throws InvalidInputError */
export function calendarText(field: 'name' | 'bot_name', value: string): string {
  const text = value.trim();
  if (text === '') throw invalidConfig(field, `${field} is required`);
  if ([...text].length > MAX_NAME) throw invalidConfig(field, `${field} too long`);
  const problem = textProblem(text);
  if (problem !== null) throw invalidConfig(field, `${field} ${problem}`);
  return text;
}

const URL_NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** The id of a calendar from before calendars had ids, by which the platform still knows it. */
export function legacyCalendarId(userId: bigint): string {
  const name = `vexa:user:${userId}:calendar:legacy`;
  const hash = createHash('sha1').update(URL_NAMESPACE).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

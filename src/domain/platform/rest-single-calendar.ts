import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { text } from '../../core/input/rules.ts';
import { field } from '../../kit/rest/fields.ts';
import { holderOf, route } from '../../kit/rest/route.ts';
import { isThere, readCalendars, setSingleCalendar } from './calendar-changes.ts';
import { type Calendars, DEFAULT_BOT_NAME } from './calendars.ts';
import { CALENDAR_ACCESS, calendarBody, calendarOwner } from './rest-calendars.ts';
import { PLATFORM_TAG } from './rest-common.ts';

// For clients that know one calendar of a user: it is the first one.

const common = { path: '/user/calendar', tag: PLATFORM_TAG, access: CALENDAR_ACCESS } as const;

const singleCalendar = z.object({
  ics_url_set: field(null, z.boolean().describe('Whether a calendar is connected.')),
  ics_url_masked: field(
    null,
    z.string().nullable().describe('The host and the last four characters of its address.'),
  ),
  auto_join: field(null, z.boolean().describe('Whether bots join its meetings.')),
  bot_name: field(null, z.string().describe('The name under which they join.')),
});

function singleBody({ all, botName }: Calendars) {
  const calendar = all.find(isThere);
  const body = calendar && calendarBody(calendar);
  return {
    ics_url_set: body?.ics_url_set ?? false,
    ics_url_masked: body?.ics_url_masked ?? null,
    auto_join: body?.auto_join ?? true,
    bot_name: botName ?? DEFAULT_BOT_NAME,
  };
}

const get = route({
  ...common,
  method: 'GET',
  operationId: 'getCalendar',
  summary: 'Read your calendar',
  description: 'Your first calendar. Its address is a secret, and masked.',
  responses: { 200: { description: 'The calendar.', schema: singleCalendar } },
  handle: async (context) =>
    jsonAnswer(200, singleBody(await readCalendars(context.app, holderOf(context).userId))),
});

const sent = text({ max: 16_384 }).nullish();

const put = route({
  ...common,
  method: 'PUT',
  operationId: 'setCalendar',
  summary: 'Set your calendar',
  description: 'Connects, changes or removes your first calendar.',
  body: z.object({
    ics_url: sent.describe(
      'The secret address of the feed, stored encrypted. Empty or null removes the calendar; omitted, it stays.',
    ),
    auto_join: z.boolean().nullish().describe('Whether bots join its meetings.'),
    bot_name: sent.describe('The name under which they join.'),
  }),
  hasSecrets: true,
  bodyExample: { ics_url: 'https://calendar.example.com/private/basic.ics', auto_join: true },
  responses: { 200: { description: 'The calendar, its address masked.', schema: singleCalendar } },
  handle: async (context, { body }) =>
    jsonAnswer(200, singleBody(await setSingleCalendar(calendarOwner(context), body))),
});

export const singleCalendarRoutes = [get, put];

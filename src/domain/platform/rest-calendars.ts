import { z } from 'zod';
import { jsonAnswer, NO_CONTENT } from '../../core/http/exchange.ts';
import { text } from '../../core/input/rules.ts';
import { field } from '../../kit/rest/fields.ts';
import { holderOf, type RestContext, route } from '../../kit/rest/route.ts';
import {
  addCalendar,
  changeCalendar,
  isThere,
  readCalendars,
  removeCalendar,
} from './calendar-changes.ts';
import type { Calendar } from './calendars.ts';
import { PLATFORM_TAG } from './rest-common.ts';

/** By a calendar, bots join meetings. */
export const CALENDAR_ACCESS = { requires: 'USER', scopes: ['bot'] } as const;
const common = { tag: PLATFORM_TAG, access: CALENDAR_ACCESS } as const;
const sent = text({ max: 16_384 });

const calendarSchema = z
  .object({
    id: field(null, z.string().describe('The id of the calendar.')),
    name: field(null, z.string().describe('Its name.')),
    ics_url_set: field(null, z.boolean().describe('Whether it has an address.')),
    ics_url_masked: field(
      null,
      z.string().nullable().describe('The host and the last four characters of its address.'),
    ),
    auto_join: field(null, z.boolean().describe('Whether bots join its meetings.')),
    bot_name: field(null, z.string().describe('The name under which they join.')),
    enabled: field(null, z.boolean().describe('False while it is paused.')),
  })
  .meta({ id: 'Calendar', description: 'A calendar whose meetings bots join.' });

export function calendarBody(calendar: Calendar) {
  const { id, name, ics_url, auto_join, bot_name, enabled } = calendar;
  return {
    id,
    name,
    ics_url_set: ics_url !== undefined,
    ics_url_masked:
      ics_url === undefined ? null : `${URL.parse(ics_url)?.hostname ?? ''}/…${ics_url.slice(-4)}`,
    auto_join,
    bot_name,
    enabled,
  };
}

export function calendarOwner(context: RestContext) {
  return { app: context.app, caller: context, userId: holderOf(context).userId };
}

const list = route({
  ...common,
  method: 'GET',
  path: '/user/calendars',
  operationId: 'listCalendars',
  summary: 'List your calendars',
  description: 'Your calendars. Their addresses are secrets, and masked.',
  responses: {
    200: {
      description: 'The calendars.',
      schema: z.object({
        calendars: field(null, z.array(calendarSchema).describe('The oldest first.')),
      }),
    },
  },
  handle: async (context) => {
    const { all } = await readCalendars(context.app, holderOf(context).userId);
    return jsonAnswer(200, { calendars: all.filter(isThere).map(calendarBody) });
  },
});

const create = route({
  ...common,
  method: 'POST',
  path: '/user/calendars',
  operationId: 'createCalendar',
  summary: 'Connect a calendar',
  description: 'Connects a calendar by the secret address of its feed, which is stored encrypted.',
  body: z.strictObject({
    name: sent.describe('A name of at most 100 characters.'),
    ics_url: sent.describe('The http or https address of the feed, at most 2,048 characters.'),
    auto_join: z.boolean().default(true).describe('Whether bots join its meetings. Default: true.'),
    bot_name: sent.nullish().describe('The name under which they join. Default: `Vexa`.'),
  }),
  hasSecrets: true,
  bodyExample: { name: 'Work', ics_url: 'https://calendar.example.com/private/basic.ics' },
  responses: {
    201: { description: 'The calendar, its address masked.', schema: calendarSchema },
    409: { description: '`at most 10 calendars can be connected`.' },
  },
  handle: async (context, { body }) =>
    jsonAnswer(201, calendarBody(await addCalendar(calendarOwner(context), body))),
});

const pathParameters = z.object({
  calendar_id: z.string().meta({
    description: 'The id of the calendar.',
    param: { example: '5f0c6a1e-7f0e-4a54-9d0a-0f3e5a8f6d11' },
  }),
});
const NO_CALENDAR = { description: 'The calendar does not exist: `calendar not found`.' };

const update = route({
  ...common,
  method: 'PATCH',
  path: '/user/calendars/{calendar_id}',
  operationId: 'updateCalendar',
  summary: 'Change a calendar',
  description: 'Changes what is sent; what is null stays.',
  pathParameters,
  body: z.strictObject({
    name: sent.nullish().describe('A name of at most 100 characters.'),
    ics_url: sent.nullish().describe('The address of the feed.'),
    auto_join: z.boolean().nullish().describe('Whether bots join its meetings.'),
    bot_name: sent.nullish().describe('The name under which they join.'),
    enabled: z.boolean().nullish().describe('False pauses the calendar.'),
  }),
  hasSecrets: true,
  bodyExample: { name: 'Work', enabled: true },
  responses: {
    200: { description: 'The calendar, its address masked.', schema: calendarSchema },
    404: NO_CALENDAR,
  },
  handle: async (context, { path, body }) =>
    jsonAnswer(
      200,
      calendarBody(await changeCalendar(calendarOwner(context), path.calendar_id, body)),
    ),
});

const remove = route({
  ...common,
  method: 'DELETE',
  path: '/user/calendars/{calendar_id}',
  operationId: 'removeCalendar',
  summary: 'Remove a calendar',
  description: 'Deletes its address. The platform then cancels the meetings that came from it.',
  pathParameters,
  responses: { 204: { description: 'The calendar is removed.' }, 404: NO_CALENDAR },
  handle: async (context, { path }) => {
    await removeCalendar(calendarOwner(context), path.calendar_id);
    return NO_CONTENT;
  },
});

export const calendarRoutes = [list, create, update, remove];

import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { route } from '../../kit/rest/route.ts';
import { sentWebhookFields } from '../webhooks/rest-sent.ts';
import { PLATFORM_ACCESS } from './access.ts';
import { botContextOf } from './bot-context.ts';
import { listCalendarConfigs } from './calendar-configs.ts';
import { modelConfigOf } from './model-config.ts';
import { INTERNAL, NO_SUCH_USER, PLATFORM_TAG, userNumber } from './rest-common.ts';

const common = { method: 'GET', tag: PLATFORM_TAG, access: INTERNAL } as const;
const pathParameters = z.object({ user_id: userNumber() });
const texts = z.record(z.string(), z.string());
const { services } = PLATFORM_ACCESS;

const botContext = z.object({
  max_concurrent: field(
    'User.maxConcurrentBots',
    z.int().describe('How many bots the user may run at once; 0 means none.'),
  ),
  bot_name: field(null, z.string().describe('The name under which bots join.')),
  capture_signal: field(
    null,
    z.boolean().describe('Whether bots keep the captured signal; true unless it is turned off.'),
  ),
  ...sentWebhookFields,
  transcription: field(
    null,
    texts
      .optional()
      .describe(
        "`url` and `token` of the transcription service, in plain text, and its `provider`: `customer` for the user's own, else `vexa`. Omitted if not set.",
      ),
    { rule: services },
  ),
});

const context = route({
  ...common,
  path: '/internal/users/{user_id}/bot-context',
  operationId: 'getBotContext',
  summary: 'Read what a bot needs',
  description:
    "The user's limit, webhook and transcription service, for a bot that the platform sends by itself. A suspended user may run no bot.",
  pathParameters,
  responses: {
    200: { description: 'What the bot needs.', schema: botContext },
    404: NO_SUCH_USER,
  },
  handle: async ({ app, viewer }, { path }) => {
    const body = await botContextOf(app, path.user_id);
    return jsonAnswer(200, readable(botContext, { viewer, parent: { id: path.user_id } }, body));
  },
});

const calendarConfigs = z.object({
  configs: field(
    null,
    z
      .array(z.record(z.string(), z.unknown()))
      .describe(
        'One for each calendar: `user_id`, `calendar_id`, `calendar_name`, `bot_name`, and `ics_url` (in plain text) and `auto_join`, or `deleted`, or `paused`.',
      ),
    { rule: services },
  ),
});

const calendars = route({
  ...common,
  path: '/internal/calendar-configs',
  operationId: 'listCalendarConfigs',
  summary: 'List the calendars of all users',
  description:
    "For the platform's calendar sweep. Removed and paused calendars are listed without an address, so that their meetings are cancelled; calendars of a suspended user are paused.",
  responses: { 200: { description: 'The calendars.', schema: calendarConfigs } },
  handle: async ({ app, viewer }) => {
    const configs = await listCalendarConfigs(app);
    return jsonAnswer(200, readable(calendarConfigs, { viewer, parent: null }, { configs }));
  },
});

const modelConfig = z.object({
  models: field(
    null,
    texts.describe(
      "`mode`, `model`, `meeting_model`, `base_url` and `api_key` (in plain text), each if it is set: the user's own, else the platform's.",
    ),
    { rule: services },
  ),
});

const models = route({
  ...common,
  path: '/internal/users/{user_id}/model-config',
  operationId: 'getModelConfig',
  summary: 'Read which models are used for a user',
  description: "The user's own models, and the platform's for what the user has not set.",
  pathParameters,
  responses: {
    200: { description: 'The models.', schema: modelConfig },
    404: NO_SUCH_USER,
  },
  handle: async ({ app, viewer }, { path }) => {
    const body = { models: await modelConfigOf(app, path.user_id) };
    return jsonAnswer(200, readable(modelConfig, { viewer, parent: null }, body));
  },
});

export const contextRoutes = [context, calendars, models];

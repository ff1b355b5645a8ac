import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { type RestContext, route } from '../../kit/rest/route.ts';
import { PLATFORM_ACCESS } from './access.ts';
import { changePlatformSetting, readPlatformSettings } from './platform-settings.ts';
import { INTERNAL, PLATFORM_TAG } from './rest-common.ts';

const pathParameters = z.object({
  key: z.string().meta({
    description: '`models`, `transcription`, `setup` or `diagnostics`.',
    param: { example: 'models' },
  }),
});

const setting = z.object({
  key: field(null, z.string().describe('The name of the setting.')),
  value: field(
    null,
    z
      .record(z.string(), z.unknown())
      .describe('Its fields that are set, secrets in plain text; empty if none is.'),
    { rule: PLATFORM_ACCESS.services },
  ),
});

const responses = {
  200: { description: 'The setting.', schema: setting },
  404: { description: 'The setting does not exist: `Unknown setting key. Known: […]`.' },
};

function answer({ viewer }: RestContext, key: string, value: JsonObject) {
  return jsonAnswer(200, readable(setting, { viewer, parent: null }, { key, value }));
}

const read = route({
  method: 'GET',
  path: '/internal/settings/{key}',
  operationId: 'getPlatformSetting',
  tag: PLATFORM_TAG,
  access: INTERNAL,
  summary: "Read one of the platform's settings",
  description: 'What holds for all users who have not set their own.',
  pathParameters,
  responses,
  handle: async (context, { path: { key } }) => {
    const found = await readPlatformSettings(context.app, [key]);
    return answer(context, key, found.get(key) ?? {});
  },
});

const change = route({
  method: 'PUT',
  path: '/internal/settings/{key}',
  operationId: 'setPlatformSetting',
  tag: PLATFORM_TAG,
  access: INTERNAL,
  summary: "Change one of the platform's settings",
  description:
    'Changes the fields that are sent; an empty or null field is removed. Stored encrypted. `models` has `mode`, `model`, `meeting_model`, `base_url` and `api_key`; `transcription` has `url` and `token`; `setup` has `models`, `transcription` and `completed`; `diagnostics` has `capture_signal`.',
  pathParameters,
  body: z.record(z.string(), z.unknown()),
  hasSecrets: true,
  bodyExample: { mode: 'custom', model: 'large', base_url: 'https://models.example.com/v1' },
  needsBody: true,
  // The same fields once more are the same.
  idempotencyKey: 'HARMLESS',
  responses,
  handle: async (context, { path: { key }, body }) =>
    answer(context, key, await changePlatformSetting(context.app, context, { key, change: body })),
});

export const settingRoutes = [read, change];

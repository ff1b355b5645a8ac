import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { text } from '../../core/input/rules.ts';
import { field } from '../../kit/rest/fields.ts';
import { holderOf, type RestContext, route } from '../../kit/rest/route.ts';
import { configText, withChange } from './config-fields.ts';
import { masked, PLATFORM_TAG } from './rest-common.ts';
import { checkServiceUrls } from './service-urls.ts';
import { changeUserConfig, readUserConfig } from './user-configs.ts';

// A user's own models and transcription service, in place of the platform's.

const common = {
  tag: PLATFORM_TAG,
  access: { requires: 'USER', scopes: ['bot', 'tx'] },
} as const;
/** The rule of the field itself answers in the platform's words. */
const sent = (description: string) => text({ max: 16_384 }).nullish().describe(description);
const shown = (description: string) => field(null, z.string().nullable().describe(description));

const read = (context: RestContext, name: 'models' | 'transcription') =>
  readUserConfig(context.app, holderOf(context).userId, name);
async function change(
  context: RestContext,
  name: 'models' | 'transcription',
  fields: JsonObject,
): Promise<JsonObject> {
  await checkServiceUrls(context.app, fields);
  return await changeUserConfig(context.app, context, {
    userId: holderOf(context).userId,
    name,
    change: (config) => withChange(config, fields),
  });
}

const userModels = z.object({
  mode: shown('`custom` or `subscription`.'),
  model: shown('The model.'),
  meeting_model: shown('The model for meetings.'),
  base_url: shown('The URL of the service.'),
  api_key_set: field(null, z.boolean().describe('Whether there is a key.')),
  api_key: shown('The key, masked.'),
});

function modelsBody(config: JsonObject) {
  const key = masked(config, 'api_key');
  return {
    mode: configText(config, 'mode'),
    model: configText(config, 'model'),
    meeting_model: configText(config, 'meeting_model'),
    base_url: configText(config, 'base_url'),
    api_key_set: key.isSet,
    api_key: key.text,
  };
}

const getModels = route({
  ...common,
  method: 'GET',
  path: '/user/models',
  operationId: 'getUserModels',
  summary: 'Read your models',
  description: 'What you set in place of the models of the platform. The key is masked.',
  responses: { 200: { description: 'The models; null where not set.', schema: userModels } },
  handle: async (context) => jsonAnswer(200, modelsBody(await read(context, 'models'))),
});

const putModels = route({
  ...common,
  method: 'PUT',
  path: '/user/models',
  operationId: 'setUserModels',
  summary: 'Set your models',
  description: 'Changes the fields that are sent; an empty or null field is removed.',
  body: z.object({
    mode: sent('`custom` or `subscription`.'),
    model: sent('The model.'),
    meeting_model: sent('The model for meetings.'),
    base_url: sent('The http or https URL of the service.'),
    api_key: sent('The key of the service. Stored encrypted.'),
  }),
  hasSecrets: true,
  bodyExample: {
    mode: 'custom',
    model: 'large',
    base_url: 'https://models.example.com/v1',
    api_key: 'a key of your own',
  },
  responses: { 200: { description: 'The models, the key masked.', schema: userModels } },
  handle: async (context, { body }) =>
    jsonAnswer(200, modelsBody(await change(context, 'models', body))),
});

const userTranscription = z.object({
  url: shown('The URL of the service.'),
  token_set: field(null, z.boolean().describe('Whether there is a token.')),
  token: shown('The token, masked.'),
});

function transcriptionBody(config: JsonObject) {
  const token = masked(config, 'token');
  return { url: configText(config, 'url'), token_set: token.isSet, token: token.text };
}

const getTranscription = route({
  ...common,
  method: 'GET',
  path: '/user/transcription',
  operationId: 'getUserTranscription',
  summary: 'Read your transcription service',
  description: 'What you set in place of the service of the platform. The token is masked.',
  responses: {
    200: { description: 'The service; null where not set.', schema: userTranscription },
  },
  handle: async (context) =>
    jsonAnswer(200, transcriptionBody(await read(context, 'transcription'))),
});

const putTranscription = route({
  ...common,
  method: 'PUT',
  path: '/user/transcription',
  operationId: 'setUserTranscription',
  summary: 'Set your transcription service',
  description:
    'Changes the fields that are sent; an empty or null field is removed. With a URL of your own, no token of the platform is used.',
  body: z.object({
    url: sent('The http or https URL of the service.'),
    token: sent('The token of the service. Stored encrypted.'),
  }),
  hasSecrets: true,
  bodyExample: { url: 'https://speech.example.com/v1', token: 'a token of your own' },
  responses: {
    200: { description: 'The service, the token masked.', schema: userTranscription },
  },
  handle: async (context, { body }) =>
    jsonAnswer(200, transcriptionBody(await change(context, 'transcription', body))),
});

export const userConfigRoutes = [getModels, putModels, getTranscription, putTranscription];

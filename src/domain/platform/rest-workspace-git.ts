import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { text } from '../../core/input/rules.ts';
import { field } from '../../kit/rest/fields.ts';
import { holderOf, type RestContext, route } from '../../kit/rest/route.ts';
import { userBody, userSchema } from '../users/rest-body.ts';
import { getUser } from '../users/service.ts';
import { withChange } from './config-fields.ts';
import { masked, PLATFORM_TAG } from './rest-common.ts';
import { checkServiceUrls } from './service-urls.ts';
import { changeUserConfig } from './user-configs.ts';

const common = {
  path: '/user/workspace-git',
  tag: PLATFORM_TAG,
  access: { requires: 'USER', scopes: ['bot'] },
} as const;

const userWithWorkspace = userSchema.extend({
  data: field(
    null,
    z
      .object({
        workspace_git: field(
          null,
          z
            .record(z.string(), z.unknown())
            .optional()
            .describe('`repo`, `branch`, and `token`, masked; omitted if not set.'),
        ),
      })
      .describe("The git workspace in the user's data."),
  ),
});

async function answer(context: RestContext, config: JsonObject) {
  const user = await getUser(context.app, holderOf(context).userId);
  const { data: _data, ...rest } = userBody(context, user);
  const workspace = { ...config, token: masked(config, 'token').text ?? '' };
  const data = Object.keys(config).length === 0 ? {} : { workspace_git: workspace };
  return jsonAnswer(200, { ...rest, data });
}

async function set(context: RestContext, config: JsonObject): Promise<JsonObject> {
  const { userId } = holderOf(context);
  await checkServiceUrls(context.app, config);
  return await changeUserConfig(context.app, context, {
    userId,
    name: 'workspace_git',
    change: () => config,
  });
}

const responses = { 200: { description: 'The user.', schema: userWithWorkspace } };
const sent = text({ max: 16_384 }).nullish();

const put = route({
  ...common,
  method: 'PUT',
  operationId: 'setWorkspaceGit',
  summary: 'Set the git workspace',
  description:
    'Sets the repository of your browser sessions. The token is stored encrypted, and never shown. Without a repository, all of it is removed.',
  body: z.object({
    repo: sent.describe('The address of the repository: http(s), ssh, git, or `git@host:path`.'),
    token: sent.describe('The token for it.'),
    branch: sent.describe('The branch. Default: `main`.'),
  }),
  hasSecrets: true,
  bodyExample: { repo: 'https://git.example.com/me/workspace.git', branch: 'main' },
  responses,
  handle: async (context, { body }) => {
    const { repo, token, branch } = body;
    const given = { repo, token, branch: branch?.trim() || 'main' };
    const config = repo?.trim() ? withChange({}, given) : {};
    return await answer(context, await set(context, config));
  },
});

const remove = route({
  ...common,
  method: 'DELETE',
  operationId: 'removeWorkspaceGit',
  summary: 'Remove the git workspace',
  description: 'Removes the repository and its token.',
  responses,
  handle: async (context) => await answer(context, await set(context, {})),
});

export const workspaceGitRoutes = [put, remove];

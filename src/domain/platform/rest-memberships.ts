import { z } from 'zod';
import { InvalidInputError } from '../../core/errors.ts';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { keyLine, line } from '../../core/input/rules.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { type RestContext, route } from '../../kit/rest/route.ts';
import { PLATFORM_ACCESS } from './access.ts';
import { changeMembership, listMemberships, type Membership } from './memberships.ts';
import { INTERNAL, NO_SUCH_USER, PLATFORM_TAG, userNumber } from './rest-common.ts';

const pathParameters = z.object({ user_id: userNumber() });
const workspaceId = line({ max: 255 });

const memberships = z.object({
  memberships: field(
    null,
    z
      .array(z.record(z.string(), z.unknown()))
      .describe('The memberships, each with `workspace_id`, `role` and `added_at`.'),
    { rule: PLATFORM_ACCESS.services },
  ),
});

function answer({ viewer }: RestContext, list: readonly Membership[]) {
  return jsonAnswer(200, readable(memberships, { viewer, parent: null }, { memberships: list }));
}

const common = { tag: PLATFORM_TAG, access: INTERNAL } as const;
const responses = {
  200: { description: 'All memberships of the user.', schema: memberships },
  404: NO_SUCH_USER,
};

const list = route({
  ...common,
  method: 'GET',
  path: '/internal/users/{user_id}/memberships',
  operationId: 'listMemberships',
  summary: 'List memberships',
  description:
    "The shared workspaces that a user is a member of. They are in the user's data, too.",
  pathParameters,
  responses,
  handle: async (context, { path }) =>
    answer(context, await listMemberships(context.app, path.user_id)),
});

const set = route({
  ...common,
  method: 'POST',
  path: '/internal/users/{user_id}/memberships',
  operationId: 'setMembership',
  summary: 'Set a membership',
  description: 'Adds a user to a workspace, or changes its role there.',
  pathParameters,
  body: z.object({
    workspace_id: workspaceId.nullish().describe('The id of the workspace.'),
    role: line({ max: 100 }).nullish().describe('The role there. Default: `viewer`.'),
    added_at: line({ max: 100 }).nullish().describe('When the user was added.'),
  }),
  bodyExample: { workspace_id: 'ws-1', role: 'editor', added_at: '2026-11-27T09:30:00Z' },
  // The same membership once more is the same.
  idempotencyKey: 'HARMLESS',
  responses: { ...responses, 400: { description: '`workspace_id required`.' } },
  handle: async (context, { path, body }) => {
    const { workspace_id, role, added_at = null } = body;
    if (!workspace_id?.trim()) {
      // Whether the user exists is found out first, as it always was.
      await listMemberships(context.app, path.user_id);
      throw withoutWorkspace();
    }
    const entry = { workspace_id, role: role ?? 'viewer', added_at };
    const change = { userId: path.user_id, workspaceId: workspace_id, entry };
    return answer(context, await changeMembership(context.app, context, change));
  },
});

function withoutWorkspace(): InvalidInputError {
  const message = 'workspace_id required';
  return new InvalidInputError([
    { path: ['body', 'workspace_id'], message, type: 'missing_workspace' },
  ]);
}

const remove = route({
  ...common,
  method: 'DELETE',
  path: '/internal/users/{user_id}/memberships/{workspace_id}',
  operationId: 'removeMembership',
  summary: 'Remove a membership',
  description: 'Removes a user from a workspace; no change if it is no member.',
  pathParameters: pathParameters.extend({
    // One that was stored before can be removed.
    workspace_id: keyLine({ max: 255 }).meta({
      description: 'The id of the workspace.',
      param: { example: 'ws-1' },
    }),
  }),
  idempotencyKey: 'HARMLESS',
  responses,
  handle: async (context, { path }) => {
    const change = { userId: path.user_id, workspaceId: path.workspace_id, entry: null };
    return answer(context, await changeMembership(context.app, context, change));
  },
});

export const membershipRoutes = [list, set, remove];

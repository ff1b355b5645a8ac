import { brandWithType } from '@pothos/core';
import { isJsonObject } from '../../core/input/json.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { DATA_COST } from '../../kit/graphql/cost.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import type { Loaders } from '../../kit/graphql/loaders.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { restIs } from '../../kit/graphql/open-enums.ts';
import { ACTIONS, type Action, type TargetType } from '../../security/audit/actions.ts';
import { AdminKeyRef } from '../admin-keys/graphql.ts';
import { ApiTokenRef } from '../api-keys/graphql.ts';
import { UserRef } from '../users/graphql.ts';
import type { AuditEvent } from './list.ts';

export const AuditAction = builder.enumType('AuditAction', {
  extensions: restIs('OTHER'),
  description: 'What was done.',
  values: {
    ...(Object.fromEntries(
      Object.entries(ACTIONS).map(([name, description]) => [name, { description }]),
    ) as Record<Action, { description: string }>),
    OTHER: { description: 'An action that this version of the service does not support.' },
  },
});

const ACTOR_KINDS = {
  ADMIN_KEY: { description: "An operator's key, from the settings or a named one." },
  USER_KEY: { description: "A user's key." },
  PROVIDER_TOKEN: {
    description:
      'A person or program with a token of a sign-in provider, or a user who signed in with a link.',
  },
  INTERNAL_SECRET: { description: "One of the platform's own services, by `X-Internal-Secret`." },
  HOST: { description: 'A command on the host.' },
  NOBODY: { description: 'A request without a valid key.' },
  OTHER: { description: 'A kind of actor that this version of the service does not support.' },
} as const;

const ActorKindRef = builder.enumType('ActorKind', {
  extensions: restIs('OTHER'),
  description: 'The kind of an actor.',
  values: ACTOR_KINDS,
});

type ActorColumns = Pick<AuditEvent, 'actorKind' | 'actorId' | 'actorName' | 'actorUserId'>;

export const ActorRef = builder.objectRef<ActorColumns>('Actor').implement({
  description: 'Who performed an action.',
  fields: (t) => ({
    kind: t.field({
      type: ActorKindRef,
      description: 'The kind of actor.',
      resolve: ({ actorKind }) => (Object.hasOwn(ACTOR_KINDS, actorKind) ? actorKind : 'OTHER'),
    }),
    name: t.exposeString('actorName', {
      nullable: true,
      description:
        'The name of the key at that time, or of the command; null if it has none. A key from the settings has the name of its setting, with a number if the setting holds several: `ADMIN_API_TOKEN 2`. For PROVIDER_TOKEN: the name of the provider, the subject and the name of the person, as in `okta:00u1a2b3 Ada Lovelace`; after a sign-in link, `link:` and the id of the user.',
    }),
    adminKey: t.field({
      type: AdminKeyRef,
      nullable: true,
      description: 'The named admin key; null for keys from the settings and other actors.',
      resolve: ({ actorKind, actorId }, _args, { loaders }) =>
        actorKind === 'ADMIN_KEY' && actorId !== null ? loaders.adminKey.load(actorId) : null,
    }),
    token: t.field({
      type: ApiTokenRef,
      nullable: true,
      description: "The user's key; null for other actors.",
      resolve: ({ actorKind, actorId }, _args, { loaders }) =>
        actorKind === 'USER_KEY' && actorId !== null ? loaders.token.load(actorId) : null,
    }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The user who owned the key; null for other actors.',
      resolve: ({ actorUserId }, _args, { loaders }) =>
        actorUserId === null ? null : loaders.owner.load(actorUserId),
    }),
  }),
});

const TARGETS: ReadonlySet<TargetType> = new Set(['User', 'ApiToken', 'AdminKey']);

/** Events are for admins alone, who may see every target. */
async function loadTarget(
  { user, token, adminKey }: Loaders,
  { targetType, targetId }: AuditEvent,
): Promise<{ readonly id: bigint } | null> {
  if (targetId === null) return null;
  if (targetType === 'User') return branded(UserRef, await user.load(targetId));
  if (targetType === 'ApiToken') return branded(ApiTokenRef, await token.load(targetId));
  if (targetType === 'AdminKey') return branded(AdminKeyRef, await adminKey.load(targetId));
  return null;
}

/** Says of a row which type of the schema it has. */
function branded<Row extends { readonly id: bigint }>(
  ref: Parameters<typeof brandWithType>[1],
  row: Row | null,
): Row | null {
  if (row !== null) brandWithType(row, ref);
  return row;
}

export const AuditEventRef = builder.objectRef<AuditEvent>('AuditEvent').implement({
  description:
    'One entry of the audit log: a change of users, keys or settings, or a request refused for lack of permission. Events never change. Only refused requests are removed, after `AUDIT_REFUSALS_DAYS`; `latchkey audit verify` proves it. Events contain no secrets.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      resolve: ({ id }) => encodeId('AuditEvent', id),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    action: t.field({
      type: AuditAction,
      description: 'The action.',
      resolve: ({ action }) => (Object.hasOwn(ACTIONS, action) ? action : 'OTHER'),
    }),
    actionName: t.exposeString('action', {
      description: 'The action as it was recorded.',
    }),
    actor: t.field({
      type: ActorRef,
      description: 'Who performed it.',
      resolve: (event) => event,
    }),
    targetId: t.id({
      nullable: true,
      description: 'The id of the affected object; null if it has none.',
      resolve: ({ targetType, targetId }) =>
        targetType === null || targetId === null || !TARGETS.has(targetType)
          ? null
          : encodeId(targetType, targetId),
    }),
    target: t.field({
      type: NodeRef,
      nullable: true,
      description:
        'The affected user, key or admin key in its current state; null if the event has none, and for a deleted user.',
      resolve: (event, _args, { loaders }) => loadTarget(loaders, event),
    }),
    ip: t.exposeString('ip', {
      nullable: true,
      description:
        'The address of the caller, or the network if several addresses are counted together; null for a command on the host.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request id, as in the `X-Request-Id` response header.',
    }),
    before: t.field({
      type: 'JSONObject',
      cost: DATA_COST,
      nullable: true,
      description: 'The visible state before the change; null if the object did not exist.',
      resolve: ({ before }) => (isJsonObject(before) ? before : null),
    }),
    after: t.field({
      type: 'JSONObject',
      cost: DATA_COST,
      nullable: true,
      description:
        'The state after the change. For refused requests: `what` was requested, `why` it was refused and how many `times`. Repeated requests of one key within a second, or of one network without a valid key within a minute, are one event.',
      resolve: ({ after }) => (isJsonObject(after) ? after : null),
    }),
    position: t.expose('position', {
      type: 'BigInt',
      nullable: true,
      description:
        'The position in the sealed chain, from 1; null for the second or two until the event is sealed.',
    }),
  }),
});

import { isJsonObject } from '../../core/input/json.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { DATA_COST } from '../../kit/graphql/cost.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
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
    OTHER: { description: 'Something that this version of the service does not know.' },
  },
});

const ACTOR_KINDS = {
  ADMIN_KEY: { description: "An operator's key, of the environment or a named one." },
  USER_KEY: { description: "A user's key." },
  INTERNAL_SECRET: { description: "One of the platform's own services, by `X-Internal-Secret`." },
  HOST: { description: 'A command on the host.' },
  NOBODY: { description: 'A request without a known key.' },
  OTHER: { description: 'Somebody of a kind that this version of the service does not know.' },
} as const;

const ActorKindRef = builder.enumType('ActorKind', {
  extensions: restIs('OTHER'),
  description: 'Who can do something.',
  values: ACTOR_KINDS,
});

const ActorRef = builder.objectRef<AuditEvent>('Actor').implement({
  description: 'Whose doing an event was.',
  fields: (t) => ({
    kind: t.field({
      type: ActorKindRef,
      description: 'Which sort of caller.',
      resolve: ({ actorKind }) => (Object.hasOwn(ACTOR_KINDS, actorKind) ? actorKind : 'OTHER'),
    }),
    name: t.exposeString('actorName', {
      nullable: true,
      description:
        'The name of the key as it was then, or of the command; null if it has none. A key of the environment has the name of its setting, and its number when the setting holds several: `ADMIN_API_TOKEN 2`.',
    }),
    adminKey: t.field({
      type: AdminKeyRef,
      nullable: true,
      description: "The named operator's key; null for keys of the environment and anybody else.",
      resolve: ({ actorKind, actorId }, _args, { loaders }) =>
        actorKind === 'ADMIN_KEY' && actorId !== null ? loaders.adminKey.load(actorId) : null,
    }),
    token: t.field({
      type: ApiTokenRef,
      nullable: true,
      description: "The user's key; null for anybody else.",
      resolve: ({ actorKind, actorId }, _args, { loaders }) =>
        actorKind === 'USER_KEY' && actorId !== null ? loaders.token.load(actorId) : null,
    }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Whose key it was; null for anybody but the holder of a user key.',
      resolve: ({ actorUserId }, _args, { loaders }) =>
        actorUserId === null ? null : loaders.owner.load(actorUserId),
    }),
  }),
});

const TARGETS: ReadonlySet<TargetType> = new Set(['User', 'ApiToken', 'AdminKey']);

export const AuditEventRef = builder.objectRef<AuditEvent>('AuditEvent').implement({
  description:
    'One entry of the audit log: a change of users, keys or settings, or a request that was refused because its caller had no right to it. Never changed, and only refused requests are ever removed, after `AUDIT_REFUSALS_DAYS`; `latchkey audit verify` proves it. No secret is in it.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique among all things.',
      resolve: ({ id }) => encodeId('AuditEvent', id),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    action: t.field({
      type: AuditAction,
      description: 'What was done.',
      resolve: ({ action }) => (Object.hasOwn(ACTIONS, action) ? action : 'OTHER'),
    }),
    actionName: t.exposeString('action', {
      description: 'What was done, in the word that was recorded.',
    }),
    actor: t.field({
      type: ActorRef,
      description: 'Whose doing it was.',
      resolve: (event) => event,
    }),
    targetId: t.id({
      nullable: true,
      description: 'The id of what it was done to; null where it was nothing that has one.',
      resolve: ({ targetType, targetId }) =>
        targetType === null || targetId === null || !TARGETS.has(targetType)
          ? null
          : encodeId(targetType, targetId),
    }),
    ip: t.exposeString('ip', {
      nullable: true,
      description:
        'The address of the caller; the network, where several of one are added up; null for a command on the host.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request, by the `X-Request-Id` of its answer.',
    }),
    before: t.field({
      type: 'JSONObject',
      cost: DATA_COST,
      nullable: true,
      description: 'What it was, as far as it is shown; null where it was not there.',
      resolve: ({ before }) => (isJsonObject(before) ? before : null),
    }),
    after: t.field({
      type: 'JSONObject',
      cost: DATA_COST,
      nullable: true,
      description:
        'What it became; of refused requests, `what` was asked for, `why` it was refused and how many `times`: what a key asks for again within a second, or somebody without a valid key from one network within a minute, is one event.',
      resolve: ({ after }) => (isJsonObject(after) ? after : null),
    }),
    position: t.expose('position', {
      type: 'BigInt',
      nullable: true,
      description:
        'Its place in the sealed chain, from 1; null for the second or two until it is sealed.',
    }),
  }),
});

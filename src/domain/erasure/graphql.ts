import type { App } from '../../core/app.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { encodeId, readId } from '../../kit/graphql/ids.ts';
import { AuditEventRef } from '../audit/graphql.ts';
import { findErasedUser } from '../users/erased.ts';
import { NO_USER, readNamedUser, UserBy } from '../users/graphql-by.ts';
import { eraseUser } from './erase.ts';
import { type ErasureReceipt, findReceipt } from './receipt.ts';

const COUNTS = {
  meetings: 'How many meetings were emptied: platform, status and times are left for figures.',
  endedMeetings:
    'How many of the emptied meetings were not over: they end as FAILED, with the reason `stopped` unless the bot had given one.',
  segments: 'How many transcript segments were deleted.',
  sessions: 'How many sessions of bots were deleted.',
  keys: 'How many keys were deleted.',
  usageDays: 'How many days of usage were deleted.',
  configs: 'How many settings for the services of the platform were deleted.',
  webhooks: 'How many webhook secrets were deleted.',
  events: 'How many events of the audit log now have the pseudonym in place of the person.',
} as const;

const ErasureRef = builder.objectRef<ErasureReceipt>('Erasure').implement({
  description:
    'The receipt of an erasure. Its event in the audit log has the same content, and is sealed with it.',
  fields: (t) => ({
    userId: t.id({
      description: 'The id of the erased user.',
      resolve: ({ userId }) => encodeId('User', userId),
    }),
    pseudonym: t.exposeString('pseudonym', {
      description:
        'What stands in the audit log in place of the person. Only this installation can compute it.',
    }),
    erasedAt: t.expose('erasedAt', { type: 'DateTime', description: 'When the user was erased.' }),
    event: t.field({
      type: AuditEventRef,
      nullable: true,
      description: 'The `USER_ERASED` event: who did it, and its position in the sealed chain.',
      resolve: ({ eventId }, _args, { loaders }) => loaders.auditEvent.load(eventId),
    }),
    ...counts(t),
  }),
});

type Fields = PothosSchemaTypes.ObjectFieldBuilder<
  typeof builder.$inferSchemaTypes,
  ErasureReceipt
>;

function counts(t: Fields) {
  const count = (name: keyof typeof COUNTS) =>
    t.int({ description: COUNTS[name], resolve: (receipt) => receipt.counts[name] });
  return {
    meetings: count('meetings'),
    endedMeetings: count('endedMeetings'),
    segments: count('segments'),
    sessions: count('sessions'),
    keys: count('keys'),
    usageDays: count('usageDays'),
    configs: count('configs'),
    webhooks: count('webhooks'),
    events: count('events'),
  };
}

const EraseUserInput = builder.inputType('EraseUserInput', {
  description: 'The user to erase.',
  fields: (t) => ({
    user: t.field({
      type: UserBy,
      required: true,
      description:
        'The user. One that was deleted before is found by its id only. The address of an erased person that no user has names the receipt of the last one who had it.',
    }),
    confirmEmail: t.string({
      required: true,
      description: 'The email address of the user, typed again: an erasure cannot be undone.',
    }),
  }),
});

const EraseUserSuccess = builder
  .objectRef<{ readonly erasure: ErasureReceipt }>('EraseUserSuccess')
  .implement({
    description: 'The user is erased.',
    fields: (t) => ({
      erasure: t.expose('erasure', { type: ErasureRef, description: 'The receipt.' }),
    }),
  });

builder.queryField('erasure', (t) =>
  t.field({
    type: ErasureRef,
    nullable: true,
    access: { requires: 'ADMIN' },
    description: 'The receipt of the erasure of a user; null if it was not erased.',
    args: { userId: t.arg.id({ required: true, description: 'The id of the user.' }) },
    resolve: (_root, { userId }, { app }) =>
      findReceipt(app.db.rows, readId('User', userId, ['userId'])),
  }),
);

builder.mutationField('eraseUser', (t) =>
  t.field({
    type: EraseUserSuccess,
    access: { requires: 'ADMIN' },
    description:
      'Erases a person permanently: deletes the user as `deleteUser` does, with its keys, transcripts, usage and settings, empties its meetings, and replaces it with a pseudonym in the audit log. Figures of the installation stay as they are. Repeating it returns the same receipt. A user under a legal hold, or with a meeting under one, is not erased. While the erasure of another user or a retention run changes the audit log, the result is a `ConflictError`: try again in a few minutes. After 20 s, the request is refused with `SERVICE_UNAVAILABLE`, and the erasure continues: `erasure` returns the receipt later.',
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'EraseUserResult', description: 'The result of `eraseUser`.' },
    },
    args: { input: t.arg({ type: EraseUserInput, required: true, description: 'The user.' }) },
    resolve: async (_root, { input: { user, confirmEmail } }, context) => {
      const userId = await readErasable(context.app, user);
      const remedy = remedyFor(encodeId('User', userId));
      const order = { userId, confirmation: confirmEmail, remedy };
      return { erasure: await eraseUser(context.app, context, order) };
    },
  }),
);

/** An address is nobody's once the user is erased: repeating the request answers with the receipt. */
async function readErasable(app: App, user: typeof UserBy.$inferInput): Promise<bigint> {
  const found = await readNamedUser({ app }, user);
  if (found !== NO_USER || user.email == null) return found;
  return (await findErasedUser(app.db.rows, app.vault, user.email)) ?? NO_USER;
}

/** By the id, and not by an address that somebody else may have by then. */
function remedyFor(id: string): string {
  return `Query erasure(userId: "${id}") for the receipt in a few minutes. If it returns null, repeat eraseUser with this id: an erasure that failed begins again.`;
}

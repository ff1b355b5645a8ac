import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { encodeId, readId } from '../../kit/graphql/ids.ts';
import { byItself } from '../../security/unit-of-work.ts';
import { rotateInput } from '../api-keys/input.ts';
import { AdminAccess, AdminKeyRef } from './graphql.ts';
import { adminKeyInput } from './input.ts';
import type { AdminKey } from './rows.ts';
import {
  type CreatedAdminKey,
  cancelAdminKeyRotation,
  createAdminKey,
  finishAdminKeyRotation,
  revokeAdminKey,
  revokeAdminKeyLineage,
  rotateAdminKey,
} from './service.ts';

const CreateAdminKeyInput = builder.inputType('CreateAdminKeyInput', {
  description: 'An admin key to make.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description:
        'Whose it is, or what for: the audit log shows this name. At most 255 characters.',
    }),
    access: t.field({ type: AdminAccess, description: 'What it opens. Left out: FULL.' }),
    expiresIn: t.field({
      type: 'BigInt',
      description:
        'How many seconds it works, from 1 to 3,153,600,000. Left out or null: until it is revoked.',
    }),
  }),
});

const RotateAdminKeyInput = builder.inputType('RotateAdminKeyInput', {
  description: 'Which admin key to replace.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The key.' }),
    overlap: t.int({
      description:
        'For how many seconds the old key still works with the new one, from 0 to 2,592,000 (30 days). Left out: 0.',
    }),
  }),
});

const AdminKeyInput = builder.inputType('AdminKeyInput', {
  description: 'Names one admin key.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description:
        'The key; for a rotation, the replaced one or its successor. Of a key that replaced one and was itself replaced, its own rotation; a successor that was taken back names none.',
    }),
  }),
});

function newKeyType(name: string, description: string) {
  return builder.objectRef<CreatedAdminKey>(name).implement({
    description,
    fields: (t) => ({
      adminKey: t.expose('adminKey', {
        type: AdminKeyRef,
        description: 'The new key, without its text.',
      }),
      secret: t.exposeString('secret', {
        description:
          'The text of the key, for the header `X-Admin-API-Key`. Save it now: it is never shown again.',
      }),
    }),
  });
}

export function changedKeyType(name: string, description: string) {
  return builder.objectRef<{ readonly adminKey: AdminKey }>(name).implement({
    description,
    fields: (t) => ({
      adminKey: t.expose('adminKey', { type: AdminKeyRef, description: 'The key as it is now.' }),
    }),
  });
}

const RevokedKeysRef = builder
  .objectRef<{ readonly adminKeys: readonly AdminKey[] }>('RevokeAdminKeyLineageSuccess')
  .implement({
    description: 'No key of the lineage works any longer.',
    fields: (t) => ({
      count: t.int({
        description: 'How many admin keys this call ended; 0 when there were none left.',
        resolve: ({ adminKeys }) => adminKeys.length,
      }),
      revokedIds: t.idList({
        description: 'The admin keys that this call ended, oldest first.',
        resolve: ({ adminKeys }) => adminKeys.map(({ id }) => encodeId('AdminKey', id)),
      }),
    }),
  });

const ERRORS = [InvalidInputError, NotFoundError, ConflictError];
const access = { requires: 'ADMIN' } as const;
const readKeyId = (id: string) => readId('AdminKey', id, ['id']);

builder.mutationFields((t) => {
  const one = {
    input: t.arg({ type: AdminKeyInput, required: true, description: 'Which admin key.' }),
  };
  return {
    createAdminKey: t.field({
      type: newKeyType('CreateAdminKeySuccess', 'The admin key is made.'),
      access,
      description:
        'Makes a named admin key. Its text is in the answer and nowhere else. Made with the key of a user, or with an admin key that came from one, it works only while that user is an active administrator.',
      errors: {
        types: [InvalidInputError],
        union: { name: 'CreateAdminKeyResult', description: 'What `createAdminKey` answers.' },
      },
      args: {
        input: t.arg({ type: CreateAdminKeyInput, required: true, description: 'The key.' }),
      },
      resolve: (_root, { input: { expiresIn, ...rest } }, context) =>
        createAdminKey(
          byItself(context.app, context),
          parseInput(adminKeyInput, {
            ...rest,
            expiresIn: expiresIn == null ? null : Number(expiresIn),
          }),
        ),
    }),
    rotateAdminKey: t.field({
      type: newKeyType('RotateAdminKeySuccess', 'The successor is made.'),
      access,
      description:
        'Replaces an admin key by a successor with the same name, access and time to live. A key that replaces itself keeps the end that it has. While an earlier key of its lineage still works in its overlap, it can be replaced without an overlap only.',
      errors: {
        types: ERRORS,
        union: { name: 'RotateAdminKeyResult', description: 'What `rotateAdminKey` answers.' },
      },
      args: {
        input: t.arg({ type: RotateAdminKeyInput, required: true, description: 'Which key.' }),
      },
      resolve: (_root, { input }, context) => {
        const { overlap } = parseInput(rotateInput, { overlap: input.overlap });
        return rotateAdminKey(byItself(context.app, context), readKeyId(input.id), overlap);
      },
    }),
    finishAdminKeyRotation: t.field({
      type: changedKeyType('FinishAdminKeyRotationSuccess', 'The replaced key no longer works.'),
      access,
      description: 'Ends the overlap of a rotation early: the replaced key ends at once.',
      errors: {
        types: ERRORS,
        union: {
          name: 'FinishAdminKeyRotationResult',
          description: 'What `finishAdminKeyRotation` answers.',
        },
      },
      args: one,
      resolve: async (_root, { input }, context) => ({
        adminKey: await finishAdminKeyRotation(context.app, context, readKeyId(input.id)),
      }),
    }),
    cancelAdminKeyRotation: t.field({
      type: changedKeyType(
        'CancelAdminKeyRotationSuccess',
        'The replaced key works on, as before.',
      ),
      access,
      description: 'Takes a rotation back while its overlap lasts: the successor ends at once.',
      errors: {
        types: ERRORS,
        union: {
          name: 'CancelAdminKeyRotationResult',
          description: 'What `cancelAdminKeyRotation` answers.',
        },
      },
      args: one,
      resolve: async (_root, { input }, context) => ({
        adminKey: await cancelAdminKeyRotation(context.app, context, readKeyId(input.id)),
      }),
    }),
    revokeAdminKey: t.field({
      type: changedKeyType('RevokeAdminKeySuccess', 'The key no longer works.'),
      access,
      description: 'Ends an admin key at once, in every process. It cannot be undone.',
      errors: {
        types: [InvalidInputError, NotFoundError],
        union: { name: 'RevokeAdminKeyResult', description: 'What `revokeAdminKey` answers.' },
      },
      args: one,
      resolve: async (_root, { input }, context) => ({
        adminKey: await revokeAdminKey(context.app, context, readKeyId(input.id)),
      }),
    }),
    revokeAdminKeyLineage: t.field({
      type: RevokedKeysRef,
      access,
      description:
        'Ends an admin key together with all keys that it replaced and that replaced it, at once, in every process. It cannot be undone, and a repetition ends nothing more.',
      errors: {
        types: [InvalidInputError, NotFoundError],
        union: {
          name: 'RevokeAdminKeyLineageResult',
          description: 'What `revokeAdminKeyLineage` answers.',
        },
      },
      args: one,
      resolve: async (_root, { input }, context) => ({
        adminKeys: await revokeAdminKeyLineage(context.app, context, readKeyId(input.id)),
      }),
    }),
  };
});

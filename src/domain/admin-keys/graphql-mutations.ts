import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { encodeId, readId } from '../../kit/graphql/ids.ts';
import { narrows } from '../../kit/graphql/narrows.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { rotateInput } from '../api-keys/input.ts';
import { AdminAccessRef, AdminKeyRef } from './graphql.ts';
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
  description: 'The admin key to create.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description:
        'Who or what the key is for; the audit log shows this name. At most 255 characters.',
    }),
    access: t.field({
      type: AdminAccessRef,
      extensions: narrows,
      description:
        'What the key gives access to. Leave it out for FULL: null and an absent variable are refused.',
    }),
    expiresIn: t.field({
      type: 'BigInt',
      description:
        'The lifetime in seconds, from 1 to 3,153,600,000. Without it and `expiresAt`: until it is revoked.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it expires, in place of `expiresIn`; in the future.',
    }),
  }),
});

const RotateAdminKeyInput = builder.inputType('RotateAdminKeyInput', {
  description: 'The admin key to replace.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The key.' }),
    overlap: t.int({
      description:
        'How many seconds the old key keeps working alongside the new one, from 0 to 2,592,000 (30 days). Default: 0.',
    }),
  }),
});

const AdminKeyInput = builder.inputType('AdminKeyInput', {
  description: 'Identifies one admin key.',
  fields: (t) => ({
    id: t.id({
      required: true,
      description:
        'The key. For a rotation: the replaced key or its successor. A key that is both means its own rotation, where it was replaced. A cancelled successor matches no rotation.',
    }),
  }),
});

function newKeyType(name: string, description: string) {
  return builder.objectRef<CreatedAdminKey>(name).implement({
    description,
    fields: (t) => ({
      adminKey: t.expose('adminKey', {
        type: AdminKeyRef,
        description: 'The new key, without its secret.',
      }),
      secret: t.exposeString('secret', {
        description:
          'The secret, for the header `X-Admin-API-Key`. Save it now: it is never shown again.',
      }),
    }),
  });
}

export function changedKeyType(name: string, description: string) {
  return builder.objectRef<{ readonly adminKey: AdminKey }>(name).implement({
    description,
    fields: (t) => ({
      adminKey: t.expose('adminKey', {
        type: AdminKeyRef,
        description: 'The key in its current state.',
      }),
    }),
  });
}

const RevokedKeysRef = builder
  .objectRef<{ readonly adminKeys: readonly AdminKey[] }>('RevokeAdminKeyLineageSuccess')
  .implement({
    description: 'All keys of the lineage are revoked.',
    fields: (t) => ({
      count: t.int({
        description: 'How many admin keys this call revoked; 0 if none were left.',
        resolve: ({ adminKeys }) => adminKeys.length,
      }),
      revokedIds: t.idList({
        description: 'The admin keys that this call revoked, oldest first.',
        resolve: ({ adminKeys }) => adminKeys.map(({ id }) => encodeId('AdminKey', id)),
      }),
    }),
  });

const ERRORS = [InvalidInputError, NotFoundError, ConflictError];
const access = { requires: 'ADMIN' } as const;
const readKeyId = (id: string) => readId('AdminKey', id, ['id']);

builder.mutationFields((t) => {
  const one = {
    input: t.arg({ type: AdminKeyInput, required: true, description: 'The admin key to revoke.' }),
  };
  return {
    createAdminKey: t.field({
      type: newKeyType('CreateAdminKeySuccess', 'The admin key was created.'),
      access,
      description:
        "Creates a named admin key. Only this response contains its secret. A key created with a user's key, or with an admin key that came from one, works only while that user is an active administrator.",
      errors: {
        types: [InvalidInputError],
        union: { name: 'CreateAdminKeyResult', description: 'The result of `createAdminKey`.' },
      },
      args: {
        input: t.arg({ type: CreateAdminKeyInput, required: true, description: 'The key.' }),
      },
      resolve: (_root, { input: { expiresIn, ...rest } }, context) => {
        const order = parseInput(adminKeyInput, {
          ...rest,
          expiresIn: expiresIn == null ? null : Number(expiresIn),
        });
        return inTransaction(context.app, context, (unit) => createAdminKey(unit, order));
      },
    }),
    rotateAdminKey: t.field({
      type: newKeyType('RotateAdminKeySuccess', 'The successor was created.'),
      access,
      description:
        'Replaces an admin key with a successor of the same name, access and lifetime. A key that replaces itself keeps its expiry. While an earlier key of its lineage still works in its overlap, it can only be replaced without an overlap.',
      errors: {
        types: ERRORS,
        union: { name: 'RotateAdminKeyResult', description: 'The result of `rotateAdminKey`.' },
      },
      args: {
        input: t.arg({ type: RotateAdminKeyInput, required: true, description: 'Which key.' }),
      },
      resolve: (_root, { input }, context) => {
        const { overlap } = parseInput(rotateInput, { overlap: input.overlap });
        const id = readKeyId(input.id);
        return inTransaction(context.app, context, (unit) => rotateAdminKey(unit, id, overlap));
      },
    }),
    finishAdminKeyRotation: t.field({
      type: changedKeyType('FinishAdminKeyRotationSuccess', 'The replaced key no longer works.'),
      access,
      description: 'Ends the overlap of a rotation early: the replaced key is revoked at once.',
      errors: {
        types: ERRORS,
        union: {
          name: 'FinishAdminKeyRotationResult',
          description: 'The result of `finishAdminKeyRotation`.',
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
        'The replaced key keeps working, as before.',
      ),
      access,
      description: 'Cancels a rotation while its overlap lasts: the successor is revoked at once.',
      errors: {
        types: ERRORS,
        union: {
          name: 'CancelAdminKeyRotationResult',
          description: 'The result of `cancelAdminKeyRotation`.',
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
      description: 'Revokes an admin key at once, in every process. This cannot be undone.',
      errors: {
        types: [InvalidInputError, NotFoundError],
        union: { name: 'RevokeAdminKeyResult', description: 'The result of `revokeAdminKey`.' },
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
        'Revokes an admin key together with all keys that it replaced and that replaced it, at once, in every process. This cannot be undone; repeating it has no further effect.',
      errors: {
        types: [InvalidInputError, NotFoundError],
        union: {
          name: 'RevokeAdminKeyLineageResult',
          description: 'The result of `revokeAdminKeyLineage`.',
        },
      },
      args: one,
      resolve: async (_root, { input }, context) => ({
        adminKeys: await revokeAdminKeyLineage(context.app, context, readKeyId(input.id)),
      }),
    }),
  };
});

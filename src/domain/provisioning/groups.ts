import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { NotFoundError } from '../../core/errors.ts';
import { withoutOwnKeys } from '../../core/input/api-keys-in-text.ts';
import { isStorable } from '../../core/input/integer.ts';
import { ScimError } from '../../core/scim-error.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { type GroupChange, recordGroupEvent } from './group-event.ts';
import { GROUP_KIND } from './group-kind.ts';
import { changeMembers } from './group-members.ts';
import { type Group, getGroup } from './group-rows.ts';
import {
  isOfMembers,
  type MemberChanges,
  memberChanges,
  NO_CHANGES,
  readMembers,
} from './member-changes.ts';
import { invalid, type Resource, readResource, sameName } from './scim/attributes.ts';
import type { Operation } from './scim/operations.ts';
import { patched } from './scim/patch.ts';
import { LONG, readText } from './text-input.ts';

type GroupInput = { readonly displayName: string; readonly externalId: string | null };

function readGroup(resource: Resource): GroupInput {
  const displayName = readText('displayName', LONG, resource['displayName']);
  if (displayName === null) throw invalid('displayName', 'is required');
  return { displayName, externalId: readText('externalId', LONG, resource['externalId']) };
}

/** All members of a body. */
function membersIn(body: object): MemberChanges {
  const given = Object.entries(body).find(([name]) => sameName(name, 'members'))?.[1];
  return { ...NO_CHANGES, isWhole: true, added: new Set(readMembers(given)) };
}

/** @throws ScimError */
export function createGroup(app: App, caller: Caller, body: object): Promise<Group> {
  const input = readGroup(readResource(GROUP_KIND, body));
  const members = membersIn(body);
  return oneOfEach(() =>
    inTransaction(app, caller, async (unit) => {
      const now = nowSql(app.clock);
      const [made] = await unit.rows<{ readonly id: bigint }>(sql`
        insert into provisioned_groups (display_name, display_name_folded, external_id, created_at, updated_at)
        values (${input.displayName}, folded_text(${input.displayName}), ${input.externalId}, ${now}, ${now})
        returning id`);
      if (made === undefined) throw new Error('an insert answers its row');
      const changed = await changeMembers(unit, made.id, members);
      await recordGroupEvent(unit, 'GROUP_CREATED', {
        id: made.id,
        before: null,
        after: input,
        ...changed,
      });
      return await getGroup(unit.rows, made.id);
    }),
  );
}

/** @throws ScimError, NotFoundError */
export function replaceGroup(app: App, caller: Caller, id: bigint, body: object): Promise<Group> {
  const resource = readResource(GROUP_KIND, body);
  return changeGroup(app, caller, id, { change: () => resource, members: membersIn(body) });
}

/** @throws ScimError, NotFoundError */
export function patchGroup(
  app: App,
  caller: Caller,
  id: bigint,
  operations: readonly Operation[],
): Promise<Group> {
  const members = memberChanges(operations.filter(isOfMembers));
  const others = operations.filter((operation) => !isOfMembers(operation));
  const change = (resource: Resource) => patched(GROUP_KIND, resource, others);
  return changeGroup(app, caller, id, { change, members });
}

type Change = {
  readonly change: (resource: Resource) => Resource;
  readonly members: MemberChanges;
};

/** What changes nothing leaves no event. */
function changeGroup(
  app: App,
  caller: Caller,
  id: bigint,
  { change, members }: Change,
): Promise<Group> {
  return oneOfEach(() =>
    inTransaction(app, caller, async (unit) => {
      const before = await lockGroup(unit, id);
      const input = readGroup(change(resourceOf(before)));
      const isRenamed =
        input.displayName !== before.displayName || input.externalId !== before.externalId;
      const changed = await changeMembers(unit, id, members);
      if (!isRenamed && changed.added.length === 0 && changed.removed.length === 0) return before;
      await unit.rows(sql`
        update provisioned_groups set display_name = ${input.displayName},
          display_name_folded = folded_text(${input.displayName}), external_id = ${input.externalId},
          updated_at = ${nowSql(app.clock)}
        where id = ${id}`);
      const event: GroupChange = { id, before, after: input, ...changed };
      await recordGroupEvent(unit, 'GROUP_UPDATED', event);
      return await getGroup(unit.rows, id);
    }),
  );
}

/** @throws NotFoundError */
export async function deleteGroup(app: App, caller: Caller, id: bigint): Promise<void> {
  await inTransaction(app, caller, async (unit) => {
    const before = await lockGroup(unit, id);
    const all = { ...NO_CHANGES, isWhole: true };
    const changed = await changeMembers(unit, id, all);
    await unit.rows(sql`delete from provisioned_groups where id = ${id}`);
    await recordGroupEvent(unit, 'GROUP_DELETED', { id, before, after: null, ...changed });
  });
}

/** Without a key that an earlier version stored, which would keep the provider from any other change. */
function resourceOf({ displayName, externalId }: Group): Resource {
  return {
    displayName: withoutOwnKeys(displayName),
    ...(externalId !== null && { externalId: withoutOwnKeys(externalId) }),
  };
}

/** Changes of a group come one after the other. */
async function lockGroup({ rows }: UnitOfWork, id: bigint): Promise<Group> {
  if (!isStorable(id)) throw new NotFoundError('Group');
  await rows(sql`select from provisioned_groups g where g.id = ${id} for no key update`);
  return await getGroup(rows, id);
}

async function oneOfEach<Result>(work: () => Promise<Result>): Promise<Result> {
  return await work().catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    const message = 'displayName is already used by another group';
    throw new ScimError(message, { status: 409, scimType: 'uniqueness' });
  });
}

import { exactId } from '../../core/input/integer.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { ScimError } from '../../core/scim-error.ts';
import { GROUP_KIND } from './group-kind.ts';
import { invalid, sameName } from './scim/attributes.ts';
import type { Filter } from './scim/filter.ts';
import type { Operation } from './scim/operations.ts';
import { checkValue } from './scim/patch.ts';

// The members of a group may be many thousands. They are not read to be changed: the operations of a
// PATCH are added up to what becomes of which users.

export type MemberChanges = {
  /** Whether only those that are added are members afterwards. */
  readonly isWhole: boolean;
  readonly added: ReadonlySet<bigint>;
  readonly removed: ReadonlySet<bigint>;
};

export const NO_CHANGES: MemberChanges = { isWhole: false, added: new Set(), removed: new Set() };

/** Whether an operation is about the members. */
export function isOfMembers({ target: { path } }: Operation): boolean {
  const isOurs = path.urn === null || sameName(path.urn, GROUP_KIND.urn);
  return isOurs && sameName(path.attribute, 'members');
}

/** @throws ScimError */
export function memberChanges(operations: readonly Operation[]): MemberChanges {
  let isWhole = false;
  const added = new Set<bigint>();
  const removed = new Set<bigint>();
  for (const operation of operations) {
    const ids = idsIn(operation);
    if (operation.op === 'remove' && ids !== EVERYBODY) {
      move(ids, added, removed);
    } else {
      if (operation.op !== 'add') {
        isWhole = true;
        added.clear();
        removed.clear();
      }
      move(ids, removed, added);
    }
  }
  return { isWhole, added, removed };
}

/** In place: a copy for each operation would take time by the square of the members. */
function move(ids: ReadonlySet<bigint>, from: Set<bigint>, to: Set<bigint>): void {
  for (const id of ids) {
    from.delete(id);
    to.add(id);
  }
}

/** In place of all members, whoever they are. */
const EVERYBODY: ReadonlySet<bigint> = new Set();

function idsIn(operation: Operation): ReadonlySet<bigint> {
  const { op, target, value } = operation;
  const { filter, path } = target;
  if (path.part !== null)
    throw new ScimError('members are added, removed and replaced as a whole', {
      scimType: 'mutability',
    });
  if (filter !== null) {
    if (op === 'remove') return new Set(idsOf(filter));
    throw new ScimError('members take a filter only where they are removed', {
      scimType: 'invalidPath',
    });
  }
  checkValue('members', operation);
  // Microsoft Entra ID may send those whom it removes as a value.
  if (op === 'remove' && (value === undefined || value === null)) return EVERYBODY;
  return new Set(readMembers(value));
}

/** `members[value eq "7" or value eq "8"]` */
function idsOf(filter: Filter): readonly bigint[] {
  if (filter.kind === 'OR') return filter.filters.flatMap(idsOf);
  const isValue =
    filter.kind === 'COMPARE' &&
    filter.operator === 'eq' &&
    sameName(filter.path.attribute, 'value') &&
    filter.path.part === null;
  if (isValue && typeof filter.value === 'string') return [exactId(filter.value) ?? 0n];
  throw new ScimError('members are found by `value eq` alone', { scimType: 'invalidPath' });
}

/** The ids of users in a list of members. @throws ScimError */
export function readMembers(value: unknown): readonly bigint[] {
  if (value === undefined || value === null) return [];
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.map((one, place) => {
    const where = `members[${place}]`;
    if (!isJsonObject(one)) throw invalid(where, 'must be an object');
    const given = Object.entries(one);
    const part = (name: string) => given.find(([other]) => sameName(other, name))?.[1];
    const type = part('type');
    if (typeof type === 'string' && !sameName(type, 'User'))
      throw invalid(`${where}.type`, 'must be User: groups have no groups as members');
    const id = part('value');
    if (typeof id !== 'string') throw invalid(`${where}.value`, 'must be the id of a user');
    return exactId(id) ?? 0n;
  });
}

import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { isJsonObject, type JsonObject, sizeOf } from '../../core/input/json.ts';
import { mergeError, mergeProblem } from '../../core/input/merged-data.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { mergeData } from '../users/rows.ts';
import { changeUserSql } from '../webhooks/change-user.ts';
import { refuseSecrets } from '../webhooks/webhook-in-data.ts';
import { loadConfigOwner, lockOwner } from './user-configs.ts';

// The workspaces that a user is a member of. They stand in the user's data, where the gateway's answer
// reads them; the platform's workspaces themselves have the authoritative list.

export type Membership = JsonObject;

export async function listMemberships(app: App, userId: bigint): Promise<readonly Membership[]> {
  return membershipsIn((await loadConfigOwner(app.db.rows, userId)).data);
}

function membershipsIn(data: unknown): readonly Membership[] {
  const list = isJsonObject(data) ? data['memberships'] : null;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

type MembershipChange = {
  readonly userId: bigint;
  readonly workspaceId: string;
  /** Null removes it. */
  readonly entry: Membership | null;
};

/** One membership for each workspace. @throws UnknownNameError, InvalidInputError when there are too many */
export async function changeMembership(
  app: App,
  caller: Caller,
  { userId, workspaceId, entry }: MembershipChange,
): Promise<readonly Membership[]> {
  refuseSecrets(entry ?? {});
  return await inTransaction(app, caller, async ({ rows }) => {
    await lockOwner(rows, userId);
    const { data } = await loadConfigOwner(rows, userId);
    const others = membershipsIn(data).filter((one) => one['workspace_id'] !== workspaceId);
    const memberships = entry === null ? others : [...others, entry];
    checkSize(data, memberships);
    const touched = sql`jsonb_build_object('touchedData', '["memberships"]'::jsonb)`;
    await rows(
      changeUserSql(app, caller, {
        id: userId,
        set: [mergeData({ memberships })],
        event: { action: 'USER_UPDATED', before: sql`null::jsonb`, after: touched },
      }),
    );
    return memberships;
  });
}

function checkSize(data: unknown, memberships: readonly Membership[]): void {
  const before = isJsonObject(data) ? data : {};
  const problem = mergeProblem(sizeOf({ ...before, memberships }), sizeOf(before));
  if (problem !== null) throw mergeError(problem, ['body', 'workspace_id']);
}

import { parseStored } from '../../core/input/exact-json.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { visibleData, visibleJson } from '../../core/input/visible-data.ts';
import { withoutHooks } from '../../core/input/without-hooks.ts';
import { mayRead } from '../../security/authentication/access.ts';
import type { Viewer } from '../../security/callers/viewer.ts';
import { USER_ACCESS } from '../users/access.ts';
import type { Meeting } from './rows.ts';

/**
 * The free-form data of a meeting, without the webhook for whoever may not read that of its user: the
 * platform copies it into the meetings of a user, and notes there what it sent.
 */
export function meetingData(
  viewer: Viewer,
  { userId, data }: Pick<Meeting, 'userId' | 'data'>,
): JsonObject {
  const visible = visibleData(data);
  return mayRead(viewer, USER_ACCESS.webhook, { id: userId }) ? visible : withoutHooks(visible);
}

type Texts = { readonly userId: string | null; readonly data: string | null };

/** The same as JSON, from the texts of its columns. */
export function meetingJson(viewer: Viewer, { userId, data }: Texts): string {
  const owner = { id: BigInt(userId ?? 0) };
  if (mayRead(viewer, USER_ACCESS.webhook, owner)) return visibleJson(data);
  return JSON.stringify(
    meetingData(viewer, { userId: owner.id, data: parseStored(data ?? 'null') as Meeting['data'] }),
  );
}

import { mayRead } from '../auth/access.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { JsonObject } from '../input/json.ts';
import { visibleData } from '../input/visible-data.ts';
import { withoutHooks } from '../input/without-hooks.ts';
import { USER_ACCESS } from '../user/access.ts';
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

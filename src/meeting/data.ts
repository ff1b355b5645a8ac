import { mayRead } from '../auth/access.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { JsonObject } from '../input/json.ts';
import { visibleData } from '../input/visible-data.ts';
import { USER_ACCESS } from '../user/access.ts';
import type { Meeting } from './rows.ts';

/** The platform copies the webhook of a user into its meetings, and notes there what it sent. */
const OF_WEBHOOK = /^webhook/i;

/** The free-form data of a meeting, without the webhook for whoever may not read that of its user. */
export function meetingData(
  viewer: Viewer,
  { userId, data }: Pick<Meeting, 'userId' | 'data'>,
): JsonObject {
  const visible = visibleData(data);
  if (!Object.keys(visible).some(isOfWebhook)) return visible;
  if (mayRead(viewer, USER_ACCESS.webhook, { id: userId })) return visible;
  return Object.fromEntries(Object.entries(visible).filter(([key]) => !isOfWebhook(key)));
}

function isOfWebhook(key: string): boolean {
  return OF_WEBHOOK.test(key);
}

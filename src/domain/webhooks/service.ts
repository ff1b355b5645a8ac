import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { type InputIssue, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { isJsonObject } from '../../core/input/json.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { mergeData, type User } from '../users/rows.ts';
import { changeUserSql } from './change-user.ts';
import type { WebhookEvents, WebhookInput } from './input.ts';
import { keepSecret } from './secret.ts';

/** Where a user's events go. The address and the events stand in its data, the secret apart, sealed. */
export type Webhook = {
  readonly userId: bigint;
  readonly url: string | null;
  readonly events: WebhookEvents | null;
  /** Never leaves the service in the clear but to the platform's own. */
  readonly secret: string | null;
};

type Row = {
  readonly id: bigint;
  readonly url: unknown;
  readonly events: unknown;
  readonly sealed: Uint8Array | null;
};

/** Of many users at once, in one statement. */
export async function loadWebhooks(app: App, userIds: readonly bigint[]): Promise<Webhook[]> {
  const rows = await app.db.rows<Row>(sql`
    select u.id, u.data -> 'webhook_url' as url, u.data -> 'webhook_events' as events, s.sealed
    from users u left join webhook_secrets s on s.user_id = u.id
    where u.id = any(${userIds}::bigint[])`);
  return rows.map(({ id, url, events, sealed }) => ({
    userId: id,
    ...webhookIn({ webhook_url: url, webhook_events: events }),
    secret: app.secrets.open(id, sealed),
  }));
}

/** What a user's data says of its webhook. */
export function webhookIn(data: unknown): Pick<Webhook, 'url' | 'events'> {
  const { webhook_url: url, webhook_events: events } = isJsonObject(data) ? data : {};
  return {
    url: typeof url === 'string' && url !== '' ? url : null,
    events: booleanEvents(events),
  };
}

/** An import may have brought others, which say nothing. */
export function booleanEvents(events: unknown): WebhookEvents | null {
  if (!isJsonObject(events)) return null;
  return Object.fromEntries(
    Object.entries(events).filter(
      (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
    ),
  );
}

/** An address of a webhook that was checked. */
export type CheckedUrl = { readonly href: string; readonly isPrivate: boolean };

/**
 * The address in the form in which it is kept, once it is known to lead outside.
 * @throws InvalidInputError with the place that the caller gave it in
 */
export async function checkedUrl(
  app: App,
  text: string,
  path: InputIssue['path'],
): Promise<CheckedUrl> {
  const url = new URL(text);
  const { problem: message, isPrivate } = await app.checkTarget(url);
  if (message !== null)
    throw new InvalidInputError([{ path, message, type: 'webhook_target', input: text }]);
  return { href: url.href, isPrivate };
}

/** @throws NotFoundError, InvalidInputError for an address that leads inside */
export async function setWebhook(
  app: App,
  caller: Caller,
  userId: bigint,
  input: WebhookInput,
): Promise<User> {
  const checked = input.url === null ? null : await checkedUrl(app, input.url, ['url']);
  const { href = null, isPrivate = false } = checked ?? {};
  return await change(app, caller, userId, { ...input, url: href, isPrivate });
}

/** @throws NotFoundError */
export function removeWebhook(app: App, caller: Caller, userId: bigint): Promise<User> {
  return change(app, caller, userId, { url: null, secret: null, events: null, isPrivate: false });
}

async function change(
  app: App,
  caller: Caller,
  userId: bigint,
  { url, secret, events, isPrivate }: WebhookInput & Pick<CheckedUrl, 'isPrivate'>,
): Promise<User> {
  if (!isStorable(userId)) throw new NotFoundError('User');
  const patch = { webhook_url: url, ...(events !== undefined && { webhook_events: events }) };
  return await inTransaction(app, caller, async (unit) => {
    // To check an address can take seconds.
    await checkStillWorks(unit, [userId]);
    const changed = changeUserSql(app, caller, {
      id: userId,
      set: [mergeData(patch)],
      event: {
        action: 'WEBHOOK_SET',
        before: sql`(select ${SNAPSHOT} from old u)`,
        after: sql`${SNAPSHOT} || jsonb_build_object('secret', ${whatOf(secret)}::text,
          'urlChanged', (select u.data ->> 'webhook_url' is distinct from o.data ->> 'webhook_url' from old o))
          || ${isPrivate ? PRIVATE : sql`'{}'::jsonb`}`,
      },
    });
    const [user] = await unit.rows<User>(changed);
    if (user === undefined) throw new NotFoundError('User');
    if (secret !== undefined) await keepSecret(unit, userId, secret);
    return user;
  });
}

/** Whoever knows the path of many a webhook may send to it: the audit log, which keeps all for good, has the site alone. */
const SITE = sql`substring(u.data ->> 'webhook_url' from '^[A-Za-z][A-Za-z0-9+.-]*://')
  || substring(u.data ->> 'webhook_url' from '^[^:/?#]+://(?:[^/?#\\\\]*@)?([^/?#@\\\\]+)')`;
/** An operator allowed it by `WEBHOOK_ALLOWED_NETWORKS`; without that, it would have been refused. */
const PRIVATE = sql`'{"isPrivateTarget": true}'::jsonb`;
const SNAPSHOT = sql`jsonb_build_object('site', ${SITE}, 'events', u.data -> 'webhook_events')`;

function whatOf(secret: string | null | undefined): string {
  if (secret === undefined) return 'kept';
  return secret === null || secret === '' ? 'removed' : 'set';
}

import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { toIssues } from '../../core/input/issues.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { secretPaths } from '../../core/input/omit-secrets.ts';
import { webhookRules } from './input.ts';
import { checkedUrl } from './service.ts';

const webhookFields = z.object({
  webhook_url: webhookRules.urlOrNone.nullish(),
  webhook_secret: webhookRules.secret.nullish(),
  webhook_events: webhookRules.events.nullish(),
});

/** Free-form data whose webhook, if it holds one, was checked, and the secret that goes elsewhere. */
export type CheckedData = {
  readonly data: JsonObject;
  /** Absent: the secret stays. Null: it is removed. */
  readonly secret?: string | null;
  /** Its webhook leads to a private place that the operator allowed. */
  readonly isPrivate?: boolean;
};

/**
 * A webhook may also come in a user's data, where the platform's dashboard looks for it: the same
 * rules hold there. Its secret is sealed; one in any other place is refused, because it would stay
 * readable in the database.
 * @throws InvalidInputError
 */
export async function checkedData(app: App, data: JsonObject): Promise<CheckedData> {
  const { webhook_secret: _secret, ...rest } = data;
  refuseSecrets(rest);
  if (!Object.keys(webhookFields.shape).some((key) => key in data)) return { data };
  const parsed = webhookFields.safeParse(data, { reportInput: true });
  if (!parsed.success) {
    const issues = toIssues(parsed.error, data);
    throw new InvalidInputError(
      issues.map((issue) => ({ ...issue, path: ['data', ...issue.path] })),
    );
  }
  const { webhook_secret: secret, webhook_url: url } = parsed.data;
  const checked = url ? await checkedUrl(app, url, ['data', 'webhook_url']) : null;
  return {
    data: { ...rest, ...(checked && { webhook_url: checked.href }) },
    ...(secret !== undefined && { secret }),
    ...(checked?.isPrivate && { isPrivate: true }),
  };
}

const MOST_ISSUES = 20;
const MISPLACED =
  'must not be stored in data because it looks like a secret, or takes too long to be searched for one; send a webhook secret as a top-level "webhook_secret" in data, where it is stored encrypted, or with setWebhook; rename a field that holds no secret';

/** @throws InvalidInputError for what would stay readable in the database */
export function refuseSecrets(data: JsonObject): void {
  const issues = secretPaths(data)
    .slice(0, MOST_ISSUES)
    .map(
      (path): InputIssue => ({
        path: ['data', ...path],
        message: MISPLACED,
        type: 'misplaced_secret',
      }),
    );
  if (issues.length > 0) throw new InvalidInputError(issues);
}

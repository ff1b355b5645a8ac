import type { PrivateTargets } from '../../../core/config/private-targets.ts';
import { formProblem } from '../../webhooks/target.ts';
import type { ForeignUser } from './users.ts';

/** Whether a webhook may not stay, by its looks: names are not resolved, which would take days. */
export function isRefused(
  { webhookUrl }: Pick<ForeignUser, 'webhookUrl'>,
  allowed: PrivateTargets,
): boolean {
  if (webhookUrl === null) return false;
  const url = URL.parse(webhookUrl);
  return url === null || formProblem(url, allowed) !== null;
}

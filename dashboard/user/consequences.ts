import { counted } from '../format.ts';

type Change = {
  readonly endedAdminKeys: readonly { readonly name: string }[];
  readonly remainingAccess?: {
    readonly adminCount: number;
    readonly keyCount: number;
    readonly webhookCount: number;
  } | null;
};

/** What followed from the change of an administrator, and what an operator has to look at now. */
export function consequencesOf({ endedAdminKeys, remainingAccess }: Change): string {
  const ended = endedAdminKeys.map(({ name }) => name).join(', ');
  const sentences = [
    ...(ended === '' ? [] : [`These admin keys were revoked: ${ended}.`]),
    ...(remainingAccess ? [remainsOf(remainingAccess)] : []),
  ];
  return sentences.join(' ');
}

function remainsOf({
  adminCount,
  keyCount,
  webhookCount,
}: NonNullable<Change['remainingAccess']>): string {
  if (adminCount + keyCount + webhookCount === 0) return '';
  return `Granted by this user and still in effect: ${counted(adminCount, 'administrator')}, ${counted(keyCount, 'key')}, ${counted(webhookCount, 'webhook')}.`;
}

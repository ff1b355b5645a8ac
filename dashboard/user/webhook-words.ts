export type Webhook = {
  readonly url?: string | null;
  readonly hasSecret: boolean;
  readonly maskedSecret?: string | null;
  readonly events?: readonly { readonly name: string; readonly isWanted: boolean }[] | null;
};

export function signatureOf({ hasSecret, maskedSecret }: Webhook): string {
  return hasSecret ? `Yes, with ${maskedSecret ?? 'a secret'}` : 'No';
}

export function selectedEvents(webhook: Webhook): string {
  if (!webhook.events) return 'The default of the platform';
  return selectedNames(webhook).join(', ') || 'None';
}

export function selectedNames(webhook: Webhook | null): string[] {
  return (webhook?.events ?? []).filter(({ isWanted }) => isWanted).map(({ name }) => name);
}

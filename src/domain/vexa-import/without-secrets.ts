import { omitSecretsInText } from '../../core/input/omit-secrets.ts';
import { withoutSecretText } from '../../core/input/secret-texts.ts';
import type { Id } from './batches.ts';
import type { ForeignMeeting } from './meeting-read.ts';
import type { ImportContext } from './stage.ts';
import { note } from './tally.ts';
import type { ImportedTransition, Transitions } from './transition-entries.ts';
import type { ForeignUser } from './users.ts';

// Webhook secrets are readable there, at any depth of free-form data. Here, the one that a user's
// events are signed with is sealed, and all others are left out: nothing here needs them.

type Row = { readonly id: Id; readonly state: string };

/** States as the ledger keeps them. */
export function withStates<Foreign extends Row>(
  { ledger }: ImportContext,
  batch: readonly Foreign[],
): readonly Foreign[] {
  return batch.map((row) => ({ ...row, state: ledger.states.of(row.state) }));
}

/** The one at the top was taken out when the row was read. */
export function usersWithoutSecrets(
  { tally }: ImportContext,
  users: readonly ForeignUser[],
): readonly ForeignUser[] {
  const { rows, changed } = withoutSecrets(users);
  note(
    tally,
    'users',
    'have a secret in their data other than "webhook_secret": it is removed',
    changed,
  );
  return rows;
}

export function meetingsWithoutSecrets(
  { tally }: ImportContext,
  meetings: readonly ForeignMeeting[],
): readonly ForeignMeeting[] {
  const { rows, changed } = withoutSecrets(meetings);
  note(
    tally,
    'meetings',
    'have a secret in their data: it is removed, because nothing here needs it',
    changed,
  );
  return rows;
}

export function transitionsWithoutSecrets(
  { tally }: ImportContext,
  { entries, unread, firstAt }: Transitions,
): Transitions {
  const changed = new Set<string>();
  const cleared = (meetingId: Id, text: string) => {
    const { data, paths } = omitSecretsInText(text);
    if (paths.length > 0) changed.add(`of meeting ${meetingId}`);
    return data;
  };
  const transitions = {
    entries: entries.map((entry) => ({
      ...entry,
      ...saidWithoutSecrets(entry),
      rest: cleared(entry.meetingId, entry.rest),
    })),
    unread: new Map([...unread].map(([id, list]) => [id, cleared(id, list)])),
    firstAt,
  };
  const text = 'have a secret in their other fields: it is removed';
  note(tally, 'transitions', text, [...changed]);
  return transitions;
}

function saidWithoutSecrets({ source, reason }: ImportedTransition) {
  return {
    source: source && withoutSecretText(source),
    reason: reason && withoutSecretText(reason),
  };
}

function withoutSecrets<Foreign extends { readonly id: Id; readonly data: string | null }>(
  batch: readonly Foreign[],
) {
  const changed: Id[] = [];
  const rows = batch.map((row) => {
    if (row.data === null) return row;
    const { data, paths } = omitSecretsInText(row.data);
    if (paths.length === 0) return row;
    changed.push(row.id);
    return { ...row, data };
  });
  return { rows, changed };
}

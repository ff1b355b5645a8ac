import { omitSecretsInText } from '../../../core/input/omit-secrets.ts';
import { withoutSecretText } from '../../../core/input/secret-texts.ts';
import type { Id } from '../source/batches.ts';
import type { ImportedTransition, Transitions } from '../source/transition-entries.ts';
import { rowsWithoutKeys, rowsWithoutSecrets } from '../stage/row-secrets.ts';
import type { ImportContext } from '../stage/stage.ts';
import { note } from '../stage/tally.ts';
import type { ForeignMeeting } from './meeting-read.ts';

const TEXTS = [
  'platform',
  'nativeMeetingId',
  'status',
  'completionReason',
  'failureStage',
  'botContainerId',
] as const;

export function meetingsWithoutSecrets(
  step: ImportContext,
  meetings: readonly ForeignMeeting[],
): readonly ForeignMeeting[] {
  const text = 'have a secret in their data: it is removed, because nothing here needs it';
  const said = rowsWithoutKeys(step, meetings, { table: 'meetings', names: TEXTS });
  return rowsWithoutSecrets(step, said, { table: 'meetings', text });
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

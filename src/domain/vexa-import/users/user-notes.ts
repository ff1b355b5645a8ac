import type { Id } from '../source/batches.ts';
import type { ImportContext } from '../stage/stage.ts';
import { count, type Fate, note } from '../stage/tally.ts';
import type { Address } from './addresses.ts';
import { isRefused } from './user-webhook.ts';
import type { ForeignUser } from './users.ts';

const MAX_NAME = 100;

/** Counts users, and their webhooks, which live in their data. */
export function countUsers(
  { tally }: ImportContext,
  fate: Fate,
  users: readonly ForeignUser[],
): void {
  count(tally, 'users', fate, users.length);
  count(tally, 'webhooks', fate, users.filter(({ webhookUrl }) => webhookUrl !== null).length);
}

export function noteUsers(
  { tally }: ImportContext,
  text: string,
  users: readonly ForeignUser[],
): void {
  note(
    tally,
    'users',
    text,
    users.map(({ id }) => id),
  );
}

/** What is not quite as it was there. */
export function noteUserProblems(
  step: ImportContext,
  users: readonly ForeignUser[],
  addresses: ReadonlyMap<Id, Address>,
): void {
  for (const [text, isOdd] of USER_PROBLEMS)
    noteUsers(
      step,
      text,
      users.filter((user) => isOdd(user, step)),
    );
  // Without the addresses: notes are stored beside the progress, where an erasure would have to look for them.
  noteUsers(
    step,
    'have a plus-address here, because another user has theirs',
    users.filter(({ id }) => (addresses.get(id)?.original ?? null) !== null),
  );
  const same = users.flatMap(({ id }) => {
    const { sameAs = null } = addresses.get(id) ?? {};
    if (sameAs === null) return [];
    return sameAs === id ? [id] : [`${id} (${sameAs} here)`];
  });
  note(step.tally, 'users', 'were merged with an existing user of the same address', same);
}

type IsOdd = (user: ForeignUser, step: ImportContext) => boolean;

const USER_PROBLEMS: readonly (readonly [string, IsOdd])[] = [
  [
    'have no usable date there: the date of their first meeting is used, else today',
    ({ createdAt }) => createdAt === null,
  ],
  ['have a negative limit there, which becomes 0 here', ({ maxBots }) => (maxBots ?? 0) < 0],
  [
    `have a name of more than ${MAX_NAME} characters, which is truncated`,
    ({ name }) => [...(name ?? '')].length > MAX_NAME,
  ],
  [
    'have data that is not an object: it is stored under "imported_data" in their data',
    ({ hasInvalidData }) => hasInvalidData,
  ],
  [
    'have a webhook that does not lead to the public internet: its address is stored under "imported_webhook_url" in their data, and nothing is sent there',
    (user, { app }) => isRefused(user, app.config.privateTargets),
  ],
  [
    'are administrators there and become ordinary users here: an import grants no administrator role',
    ({ isAdmin }) => isAdmin,
  ],
];

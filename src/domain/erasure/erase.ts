import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { currentRequest, outsideRequestScope } from '../../core/request/scope.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { deleteWithin } from '../accounts/deletion.ts';
import { HELD, MEETING_HELD, seeHolds, userHeldSql } from '../legal-holds/held.ts';
import { addressDigests, awaitImports } from '../users/erased.ts';
import { eraseEvents, findEventsOf, searchEvents } from './events.ts';
import { eraseMentions } from './mentions.ts';
import { type Person, readPerson } from './person.ts';
import { findReceipt, type Receipt, writeReceipt } from './receipt.ts';
import { eraseKeys, eraseMeetings, eraseSettings, NOTHING } from './rows.ts';
import { forgetSamples } from './samples.ts';

/** How long a request waits. What takes longer goes on, and the same request answers with the receipt. */
const PATIENCE_MS = 120_000;

type Order = {
  readonly userId: bigint;
  /** The address, typed again; null where a restore repeats an erasure. */
  readonly confirmation: string | null;
};

/**
 * Erases a user, deleted before or not, in one transaction: all of it, or nothing. Repeating it answers
 * with the same receipt.
 * @throws NotFoundError, ConflictError under a legal hold, InvalidInputError for another address
 */
export async function eraseUser(app: App, caller: Caller, order: Order): Promise<Receipt> {
  if (!isStorable(order.userId)) throw new NotFoundError('User');
  currentRequest()?.extend(PATIENCE_MS);
  return await outsideRequestScope(async () => {
    // What this process has noted and not written yet is to be found.
    await app.usage.flush();
    await app.refusals.flush();
    await app.sealer.sealAll();
    // Most of the log is searched before anything is locked.
    const before = await readPerson(app.db.rows, app.vault, order.userId);
    const found = await searchEvents(app.db.rows, before, 0n);
    const receipt = await inTransaction(app, caller, (unit) => eraseWithin(unit, order, found));
    await forgetSamples(app);
    return receipt;
  });
}

type Found = Awaited<ReturnType<typeof searchEvents>>;

async function eraseWithin(unit: UnitOfWork, order: Order, found: Found): Promise<Receipt> {
  const { app, rows } = unit;
  const { userId } = order;
  await seeHolds(rows);
  await awaitImports(rows);
  const user = await lock(unit, userId);
  await confirm(unit, order, user.address);
  const earlier = await findReceipt(rows, userId);
  if (earlier !== null) return earlier;
  if (user.isHeld) throw new ConflictError(`This user, or a meeting of it, ${HELD}`);

  const counts = { ...NOTHING };
  await eraseSettings(rows, userId, counts);
  if (!user.isDeleted) await deleteWithin(unit, userId);
  const person = await readPerson(rows, app.vault, userId);
  await eraseMeetings(rows, userId, counts);
  await eraseMentions(rows, person);
  await eraseKeys(rows, userId, counts);
  await emptyUser(unit, person);
  // From here on nothing is sealed by others.
  await app.sealer.sealWithin(rows);
  const later = await searchEvents(rows, person, found.through);
  const ids = [...found.ids, ...later.ids, ...(await findEventsOf(rows, person))];
  const events = await eraseEvents(rows, app.vault, { person, ids });
  return await writeReceipt(unit, person, { ...counts, events });
}

type LockedUser = {
  readonly address: string;
  readonly isDeleted: boolean;
  readonly isHeld: boolean;
};

/** Waits for changes of the user under way, and lets none begin. */
async function lock({ rows }: UnitOfWork, userId: bigint): Promise<LockedUser> {
  const [user] = await rows<LockedUser>(sql`
    select u.email_folded as address, u.deleted_at is not null as "isDeleted",
      ${userHeldSql(sql`u.id`)} or exists (
        select from meetings m where m.user_id = u.id and ${MEETING_HELD}) as "isHeld"
    from users u where u.id = ${userId} for no key update`);
  if (user === undefined) throw new NotFoundError('User');
  return user;
}

/** @throws InvalidInputError, which does not repeat what was sent */
async function confirm(
  { app, rows }: UnitOfWork,
  { confirmation, userId }: Order,
  address: string,
): Promise<void> {
  if (confirmation === null) return;
  const [sent] = await rows<{ readonly folded: string }>(
    sql`select folded_address(${confirmation}) as folded`,
  );
  if (sent === undefined || sent.folded === address) return;
  const [digest] = addressDigests(app.vault)([sent.folded]);
  const erased = await rows(sql`
    select from erased_addresses a where a.digest = ${digest} and a.user_id = ${userId}`);
  if (erased.length > 0) return;
  const message = 'is not the email address of this user';
  throw new InvalidInputError([{ path: ['confirmEmail'], message, type: 'value_error' }]);
}

/** The row stays, under the pseudonym: figures and the audit log name its number. */
async function emptyUser({ app, rows }: UnitOfWork, person: Person): Promise<void> {
  await rows(sql`
    update users u set email = ${`${person.pseudonym}@erased.invalid`}, name = null, image_url = null,
      data = '{}', role = 'user', updated_at = ${nowSql(app.clock)}
    where u.id = ${person.userId}`);
}

import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  UnavailableError,
} from '../../core/errors.ts';
import { normalAddress } from '../../core/input/email-address.ts';
import { isStorable } from '../../core/input/integer.ts';
import { PATIENCE_MS } from '../../core/request/patience.ts';
import { currentRequest } from '../../core/request/scope.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { endSessions, WITH_USER } from '../../security/sessions/sessions.ts';
import { byItself, inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { deleteWithin } from '../accounts/deletion.ts';
import { lockSealedSoon } from '../audit/sealed-lock.ts';
import { HELD, lockRow, MEETING_HELD, userHeldSql } from '../legal-holds/held.ts';
import { awaitImports, findErasedUser } from '../users/erased.ts';
import { eraseMentions, eraseReasons } from './mentions.ts';
import { endOpenMeetings } from './open-meetings.ts';
import type { ErasedPerson } from './person.ts';
import { type ErasureReceipt, findReceipt, writeReceipt } from './receipt.ts';
import { eraseKeys, eraseMeetings, eraseSettings, NOTHING } from './rows.ts';
import { forgetSamples } from './samples.ts';
import { searchLog } from './search.ts';

const GOES_ON = 'The erasure takes longer than a request may, and continues.';
const GOES_ON_SECONDS = 60;
const BUSY = 'Another erasure or retention run changes the audit log. Try again in a few minutes.';

type Order = {
  readonly userId: bigint;
  /** The address, typed again; null where a restore repeats an erasure. */
  readonly confirmation: string | null;
  /** How a request that ends before the erasure gets the receipt; a restore waits for it. */
  readonly remedy?: string;
  /** When the user was erased before, where a restore repeats it: its meetings ended then. */
  readonly erasedAt?: Date;
};

/**
 * Erases a user, deleted before or not, in one transaction: all of it, or nothing. Repeating it answers
 * with the same receipt. It goes on after its request is over, and another request waits for the same one.
 * @throws NotFoundError, InvalidInputError for another address, ConflictError under a legal hold or while
 *   somebody else changes sealed events, UnavailableError where the request ends before the erasure
 */
export async function eraseUser(app: App, caller: Caller, order: Order): Promise<ErasureReceipt> {
  const { userId, remedy = '' } = order;
  if (!isStorable(userId)) throw new NotFoundError('User');
  currentRequest()?.answerWithin(PATIENCE_MS);
  const { earlier } = await check(byItself(app, caller), order);
  if (earlier !== null) return earlier;
  return await app.erasures.join({
    userId,
    erase: () => erase(app, caller, order),
    refusal: () =>
      new UnavailableError(`${GOES_ON} ${remedy}`, { retryAfterSeconds: GOES_ON_SECONDS }),
  });
}

async function erase(app: App, caller: Caller, order: Order): Promise<ErasureReceipt> {
  // What this process has noted and not written yet is to be found.
  await app.usage.flush();
  await app.refusals.flush();
  await app.sealer.sealAll();
  const receipt = await inTransaction(app, caller, (unit) => eraseWithin(unit, order));
  await forgetSamples(app);
  return receipt;
}

async function eraseWithin(unit: UnitOfWork, order: Order): Promise<ErasureReceipt> {
  const { app, rows } = unit;
  const { userId } = order;
  const isAlone = await lockSealedSoon(rows);
  const asked = await check(unit, order);
  if (asked.earlier !== null) return asked.earlier;
  if (!isAlone) throw new ConflictError(BUSY);
  // Most of what takes its time. Nobody waits for it: sealed events are changed by erasures alone.
  let searched = await searchLog(rows, app.vault, userId);

  await awaitImports(rows);
  await lockRow(rows, sql`${userId}::bigint`);
  const { isDeleted } = await check(unit, order);
  const counts = { ...NOTHING };
  await eraseSettings(rows, userId, counts);
  if (!isDeleted) await deleteWithin(unit, userId);
  await eraseMeetings(rows, userId, counts);
  // What was sealed in the meantime, while that goes on.
  searched = await searchLog(rows, app.vault, userId, searched);
  const which = sessionsOfLogins(searched.person);
  await endSessions(app, unit.caller, { which, how: WITH_USER, rows });
  // The summaries wait for this until the end: not while the log is searched.
  counts.endedMeetings = await endOpenMeetings(app, rows, { userId, at: order.erasedAt ?? null });
  await eraseReasons(rows, userId);
  // From here on nothing is sealed by others.
  await app.sealer.sealWithin(rows);
  searched = await searchLog(rows, app.vault, userId, searched);
  const { person, events } = searched;
  await eraseMentions(rows, person);
  await eraseKeys(rows, userId, counts);
  await emptyUser(unit, person);
  return await writeReceipt(unit, person, { ...counts, events });
}

/** A session of an operator is no user's, and may be the person's all the same. */
function sessionsOfLogins({ logins }: ErasedPerson): Sql {
  return sql`s.user_id is null and s.provider || ':' || s.subject = any(${logins}::text[])`;
}

type Checked = {
  readonly isDeleted: boolean;
  /** Of an erasure before. */
  readonly earlier: ErasureReceipt | null;
};

type State = {
  readonly address: string;
  readonly isDeleted: boolean;
  readonly isHeld: boolean;
};

/** Whether the user can be erased, as of now. @throws what `eraseUser` throws */
async function check(unit: UnitOfWork, order: Order): Promise<Checked> {
  const { rows } = unit;
  const { userId } = order;
  const [user] = await rows<State>(sql`
    select u.email_folded as address, u.deleted_at is not null as "isDeleted",
      ${userHeldSql(sql`u.id`)} or exists (
        select from meetings m where m.user_id = u.id and ${MEETING_HELD}) as "isHeld"
    from users u where u.id = ${userId}`);
  if (user === undefined) throw new NotFoundError('User');
  const earlier = await findReceipt(rows, userId);
  await confirm(unit, order, earlier === null ? user.address : null);
  if (earlier === null && user.isHeld)
    throw new ConflictError(`This user, or a meeting of it, ${HELD}`);
  return { isDeleted: user.isDeleted, earlier };
}

/**
 * @param address of the user; null for one who is erased: of its addresses, only keyed hashes are left, which
 *   later users with the same address share
 * @throws InvalidInputError, which does not repeat what was sent
 */
async function confirm(
  { app, rows }: UnitOfWork,
  { confirmation }: Order,
  address: string | null,
): Promise<void> {
  if (confirmation === null) return;
  const [sent] = await rows<{ readonly folded: string }>(
    sql`select folded_address(${normalAddress(confirmation)}) as folded`,
  );
  if (sent === undefined || sent.folded === address) return;
  if (address === null && (await findErasedUser(rows, app.vault, confirmation)) !== null) return;
  const message = 'is not the email address of this user';
  throw new InvalidInputError([{ path: ['confirmEmail'], message, type: 'value_error' }]);
}

/** The row stays, under the pseudonym: figures and the audit log name its number. */
async function emptyUser({ app, rows }: UnitOfWork, person: ErasedPerson): Promise<void> {
  await rows(sql`
    update users u set email = ${`${person.pseudonym}@erased.invalid`}, name = null, image_url = null,
      data = '{}', role = 'user', updated_at = ${nowSql(app.clock)}
    where u.id = ${person.userId}`);
}

import sql from 'sql-template-tag';
import { normalAddress } from '../../../core/input/email-address.ts';
import { StartError } from '../../../core/start-error.ts';
import { CONFIG_KEYS } from '../../platform/configs-in-data.ts';
import { areErased, erasedNumbers } from '../../users/erased.ts';
import { type Id, inIdRange } from '../source/batches.ts';
import { column, stateOf, timestampColumn } from '../source/shape.ts';
import { leaveRefusal } from '../stage/audit-events.ts';
import { findDeleted, findEntries, type LedgerEntry } from '../stage/ledger.ts';
import { assignIds } from '../stage/new-ids.ts';
import { rowsWithoutKeys, rowsWithoutSecrets, withStates } from '../stage/row-secrets.ts';
import type { ImportContext, Stage } from '../stage/stage.ts';
import { type Address, settleAddresses } from './addresses.ts';
import { withoutAdmins } from './admins.ts';
import { requireSamePersons } from './same-persons.ts';
import { countUsers, noteUserProblems, noteUsers } from './user-notes.ts';
import type { ImportedUser } from './user-rows.ts';
import { writeUsers } from './user-writes.ts';

export type ForeignUser = {
  readonly id: Id;
  readonly email: string;
  readonly name: string | null;
  readonly imageUrl: string | null;
  readonly maxBots: number | null;
  /** JSON, as it stands there, but for what is sealed here. */
  readonly data: string | null;
  readonly createdAt: string | null;
  /** When the first meeting was, for users without a date of their own. */
  readonly firstSeenAt: string | null;
  readonly hasInvalidData: boolean;
  /** Out of their data; null without one. */
  readonly webhookUrl: string | null;
  readonly webhookSecret: string | null;
  /** JSON: what they set for the platform's services, out of their data; null without any. */
  readonly platformConfigs: string | null;
  readonly isAdmin: boolean;
  readonly state: string;
};

export const userStage: Stage<ForeignUser[]> = {
  table: 'users',
  from: { name: 'users', batchSize: 1_000, bulk: 'data' },
  into: 'users',
  read: (ask, shape, range) => {
    const of = (name: string) => column(shape, 'users', name);
    const createdAt = timestampColumn(shape, 'users', 'created_at');
    return ask(sql`
      select t.id::text as id, t.email, ${of('name')} as name, ${of('image_url')} as "imageUrl",
        ${of('max_concurrent_bots')}::int as "maxBots",
        case jsonb_typeof(${of('data')}::jsonb) when 'object' then ${of('data')}::jsonb - ${APART}::text[]
          else ${of('data')}::jsonb end::text as data,
        ${createdAt} as "createdAt",
        case when ${createdAt} is null then (
          select min(${timestampColumn(shape, 'meetings', 'created_at')}) from meetings t where t.user_id = u.id
        ) end as "firstSeenAt",
        jsonb_typeof(${of('data')}::jsonb) not in ('object', 'null') is true as "hasInvalidData",
        nullif(${of('data')}::jsonb ->> 'webhook_url', '') as "webhookUrl",
        nullif(${of('data')}::jsonb ->> 'webhook_secret', '') as "webhookSecret",
        case jsonb_typeof(${of('data')}::jsonb) when 'object' then (select jsonb_object_agg(e.key, e.value)
          from jsonb_each(${of('data')}::jsonb) e where e.key = any (${CONFIG_KEYS}::text[])) end::text as "platformConfigs",
        (${of('data')}::jsonb ->> 'is_admin' = 'true') is true as "isAdmin",
        ${stateOf(shape, 'users', FIELDS)} as state
      from users t join users u on u.id = t.id where ${inIdRange(range)} order by t.id`);
  },
  take,
};

/** What is sealed here, and stands in the data there. */
const APART = ['webhook_secret', ...CONFIG_KEYS];
const FIELDS = ['email', 'name', 'image_url', 'max_concurrent_bots', 'data', 'created_at'];

/** The webhook secret was taken out when the row was read. */
const OTHER_SECRET = 'have a secret in their data other than "webhook_secret": it is removed';

type LedgerEntries = ReadonlyMap<Id, LedgerEntry>;

async function take(step: ImportContext, read: readonly ForeignUser[]): Promise<void> {
  const batch = withStates(step, read);
  const ids = batch.map(({ id }) => id);
  const entries = await findEntries(step.rows, step.ledger, 'user', ids);
  const merged = await findEntries(step.rows, step.ledger, 'merged', ids);
  const isKnown = ({ id, state }: ForeignUser) => entries.get(id)?.state === state;
  const isOwn = ({ id }: ForeignUser) => merged.has(id);

  countUsers(
    step,
    'unchanged',
    batch.filter((user) => isKnown(user) || isOwn(user)),
  );
  const changed = batch.filter((user) => !isKnown(user));
  noteUsers(
    step,
    'changed there, but existed here before: no changes are imported',
    changed.filter(isOwn),
  );
  const open = changed.filter((user) => !isOwn(user));
  await requireSamePersons(step, open, entries);
  const kept = await withoutErased(step, await withoutDeleted(step, open, entries), entries);
  const named = rowsWithoutKeys(step, kept, { table: 'users', names: ['name', 'imageUrl'] });
  const live = rowsWithoutSecrets(step, named, { table: 'users', text: OTHER_SECRET });
  const askers = live.map(({ id, email }) => ({
    id,
    email: normalAddress(email),
    original: email,
    localId: entries.get(id)?.localId ?? null,
  }));
  const settled = await settleAddresses(step, askers);
  const taken = await withoutAdmins(step, live, { entries, settled });
  const addresses = new Map(taken.map(({ id }) => [id, settled.get(id)] as const).filter(isThere));
  noteUserProblems(step, taken, addresses);
  await writeUsers(step, await place(step, taken, entries, addresses), entries);
}

function isThere(entry: readonly [Id, Address | undefined]): entry is readonly [Id, Address] {
  return entry[1] !== undefined;
}

/** A user who was deleted here stays so, whatever changes there. */
async function withoutDeleted(
  step: ImportContext,
  batch: readonly ForeignUser[],
  entries: LedgerEntries,
): Promise<readonly ForeignUser[]> {
  const localIds = batch.flatMap(({ id }) => entries.get(id)?.localId ?? []);
  const deleted = await findDeleted(step.rows, step.ledger, localIds);
  const isDeleted = ({ id }: ForeignUser) => deleted.has(entries.get(id)?.localId ?? '');
  const gone = batch.filter(isDeleted);
  countUsers(step, 'skipped', gone);
  noteUsers(step, 'changed there, but are deleted here and stay deleted', gone);
  return batch.filter((user) => !isDeleted(user));
}

/** Whoever was erased here is not known by a number any longer, but by a keyed hash of the address. */
async function withoutErased(
  step: ImportContext,
  batch: readonly ForeignUser[],
  entries: LedgerEntries,
): Promise<readonly ForeignUser[]> {
  const addresses = batch.map(({ email }) => normalAddress(email));
  const erased = await areErased(step.rows, step.app.vault, addresses);
  const numbers = await erasedNumbers(
    step.rows,
    batch.map(({ id }) => id),
  );
  const isErased = ({ id }: ForeignUser, index: number) =>
    (erased[index] === true || numbers.has(id)) && !entries.has(id);
  const refused = batch.filter(isErased);
  countUsers(step, 'skipped', refused);
  noteUsers(step, ERASED, refused);
  await leaveRefusal(
    step,
    'users',
    ERASED,
    refused.map(({ id }) => id),
  );
  return batch.filter((user, index) => !isErased(user, index));
}

const ERASED =
  'refused: their address or number is that of a person who was erased here; create the user here if this person agrees';

async function place(
  step: ImportContext,
  batch: readonly ForeignUser[],
  entries: LedgerEntries,
  addresses: ReadonlyMap<Id, Address>,
): Promise<readonly ImportedUser[]> {
  const known = batch.map((user) => {
    const address = addresses.get(user.id) ?? { email: user.email, original: null, sameAs: null };
    return { user, address, localId: entries.get(user.id)?.localId ?? address.sameAs };
  });
  requireOneNumber(step, known);
  const newcomers = known.filter(({ localId }) => localId === null).map(({ user }) => user.id);
  const numbers = await assignIds(step, { into: 'users', table: 'users' }, newcomers);
  return known.map(({ user, address, localId }) => ({
    user,
    address,
    localId: localId ?? numbers.get(user.id) ?? user.id,
  }));
}

type Placed = Pick<ImportedUser, 'user' | 'address'>;

/** @throws StartError if a user with another number got an address since the check */
function requireOneNumber({ accepts }: ImportContext, placed: readonly Placed[]): void {
  const other = placed.find(
    ({ user, address: { sameAs } }) => sameAs !== null && sameAs !== user.id,
  );
  if (accepts.newNumbers || other === undefined) return;
  throw new StartError(
    `The import stopped: user ${other.user.id} of the source has number ${other.address.sameAs} here. Run it again with --dry-run to see all of them.`,
  );
}

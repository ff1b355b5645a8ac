import sql from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { addressDigests } from '../users/erased.ts';
import type { ErasedPerson } from './person.ts';
import { NOTHING, type RowCounts } from './rows.ts';

export type ErasedCounts = Readonly<RowCounts> & {
  /** Of the audit log, from which the person was removed. */
  readonly events: number;
};

/** What an erasure did, as the audit log has it, too. */
export type ErasureReceipt = {
  readonly userId: bigint;
  readonly pseudonym: string;
  readonly erasedAt: Date;
  /** The `USER_ERASED` event. */
  readonly eventId: bigint;
  readonly counts: ErasedCounts;
};

type Row = Omit<ErasureReceipt, 'counts'> & { readonly counts: string };

const COLUMNS = sql`x.user_id as "userId", x.pseudonym, x.erased_at as "erasedAt", x.event_id as "eventId",
  x.counts::text as counts`;

export async function findReceipt(rows: Rows, userId: bigint): Promise<ErasureReceipt | null> {
  const [row] = await rows<Row>(sql`select ${COLUMNS} from erasures x where x.user_id = ${userId}`);
  return row === undefined ? null : read(row);
}

function read({ counts, ...row }: Row): ErasureReceipt {
  return { ...row, counts: { ...NOTHING, events: 0, ...(JSON.parse(counts) as object) } };
}

/** Keeps the receipt, in the transaction of the erasure, and leaves the event that proves it. */
export async function writeReceipt(
  { app, caller, rows }: UnitOfWork,
  { userId, pseudonym, addresses }: ErasedPerson,
  counts: ErasedCounts,
): Promise<ErasureReceipt> {
  const digests = addressDigests(app.vault)(addresses);
  const kept = digests.map((digest) => Buffer.from(digest).toString('hex'));
  const after = JSON.stringify({ pseudonym, ...counts, addresses: kept });
  await rows(
    auditEventSql(app, caller, {
      action: 'USER_ERASED',
      target: 'User',
      rows: sql`(select) one`,
      isOne: true,
      id: sql`${userId}::bigint`,
      after: sql`${after}::jsonb`,
    }),
  );
  const [row] = await rows<Row>(sql`
    insert into erasures as x (user_id, pseudonym, erased_at, event_id, counts)
    select ${userId}, ${pseudonym}, ${nowSql(app.clock)}, max(e.id), ${JSON.stringify(counts)}::jsonb
    from audit_events e where e.target_type = 'User' and e.target_id = ${userId} and e.action = 'USER_ERASED'
    returning ${COLUMNS}`);
  if (row === undefined) throw new Error('an insert answers its row');
  await keepAddresses(rows, { userId, digests });
  // So that the receipt can name the place of its event.
  await app.sealer.sealWithin(rows);
  return read(row);
}

type Kept = {
  readonly userId: bigint;
  readonly digests: readonly Uint8Array[];
  /** Of users who are not here. */
  readonly isNote?: true;
};

/** An address that somebody else had before is known as that of the last one who was here. */
function keepAddresses(rows: Rows, { userId, digests, isNote }: Kept): Promise<unknown[]> {
  return rows(sql`
    insert into erased_addresses (digest, user_id)
    select distinct digest, ${userId}::bigint from unnest(${digests}::bytea[]) digest
    on conflict (digest) do ${isNote ? sql`nothing` : sql`update set user_id = excluded.user_id`}`);
}

/** What an export of the audit log says of an erasure. */
export type NotedErasure = {
  readonly userId: bigint;
  readonly pseudonym: string;
  readonly at: Date;
  /** Keyed hashes, in hexadecimal. */
  readonly addresses: readonly string[];
};

/**
 * Keeps what is known of the erasure of a user who is not in a restored database, because it was created after
 * the backup: so that an import does not bring the person back. There is no event of it here.
 */
export async function noteErasure(
  rows: Rows,
  { userId, pseudonym, at, addresses }: NotedErasure,
): Promise<void> {
  await rows(sql`
    insert into erasures (user_id, pseudonym, erased_at, event_id, counts)
    values (${userId}, ${pseudonym}, ${at}, 0, '{}') on conflict do nothing`);
  const digests = addresses.map((hex) => Buffer.from(hex, 'hex'));
  await keepAddresses(rows, { userId, digests, isNote: true });
}

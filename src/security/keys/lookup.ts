import DataLoader from 'dataloader';
import sql, { type Sql } from 'sql-template-tag';
import { currentScope, outsideRequestScope } from '../../core/request/scope.ts';
import { untilOver } from '../../core/request/shared.ts';
import type { Rows } from '../../data/database.ts';
import type { Peppers } from '../vault/pepper.ts';
import { digestsOf } from './peppers.ts';
import { digestOf } from './secret.ts';

const MAX_BATCH = 500;
/** Statements at once: what comes while these are under way shares the next one. */
const AT_ONCE = 2;

type Stored = { readonly keyId: bigint; readonly pepperId: number; readonly digest: Uint8Array };

export type KeyLookup<Found> = {
  /** The live key with this text, or null. Never remembers: the next call reads again. */
  readonly find: (text: string) => Promise<Found | null>;
  /** Keeps keys that were found under the old pepper under the current one from now on. */
  readonly rehash: () => Promise<void>;
};

type Options<Found> = {
  readonly table: Sql;
  readonly peppers: Peppers;
  /** Whether keys that arrive together share a statement. */
  readonly sharesReads: boolean;
  /** One statement that reads the truth. */
  readonly read: (digests: readonly Uint8Array[]) => Promise<(Found & Stored)[]>;
};

/**
 * Keys that arrive together can be looked up in one statement. There is no cache, so that a
 * revocation counts from the next request on, in every process.
 */
export function keyLookup<Found>(
  rows: Rows,
  { table, peppers, sharesReads, read }: Options<Found>,
): KeyLookup<Found> {
  const outdated = new Map<bigint, Uint8Array>();
  const { current } = peppers;

  const turns = turnsFor(AT_ONCE);

  async function findAll(texts: readonly string[]): Promise<((Found & Stored) | null)[]> {
    const digests = texts.map((text) => digestsOf(text, peppers));
    // For all who wait for it: it is in nobody's scope.
    const found = await outsideRequestScope(() => read(digests.flat()));
    const byDigest = new Map(found.map((key) => [nameOf(key.digest), key]));
    return digests.map((own) => firstIn(byDigest, own));
  }

  const loader = new DataLoader<string, (Found & Stored) | null>(
    (texts) => findAll(texts).finally(turns.leave),
    {
      cache: false,
      maxBatchSize: sharesReads ? MAX_BATCH : 1,
      batchScheduleFn: turns.enter,
    },
  );

  return {
    find: async (text) => {
      // Its statement is in nobody's scope.
      currentScope()?.countStatement();
      const key = await untilOver(loader.load(text));
      if (key !== null && key.pepperId !== current.id)
        outdated.set(key.keyId, digestOf(text, current.text));
      return key;
    },
    rehash: async () => {
      if (outdated.size === 0) return;
      const entries = [...outdated];
      outdated.clear();
      await rows(sql`
        update ${table} k set digest = n.digest, pepper_id = ${current.id}
        from unnest(${entries.map(([id]) => id)}::bigint[], ${entries.map(([, digest]) => digest)}::bytea[]) as n(id, digest)
        where k.id = n.id and k.pepper_id <> ${current.id}`);
    },
  };
}

/**
 * Lets a few at once begin, each in a new turn of the event loop: everything that the sockets brought in
 * it shares a statement.
 */
function turnsFor(atOnce: number) {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const enter = (begin: () => void) => {
    if (busy === atOnce) waiting.push(begin);
    else {
      busy += 1;
      setImmediate(begin);
    }
  };
  const leave = () => {
    busy -= 1;
    const begin = waiting.shift();
    if (begin !== undefined) enter(begin);
  };
  return { enter, leave };
}

function firstIn<Value>(
  byDigest: ReadonlyMap<string, Value>,
  digests: readonly Uint8Array[],
): Value | null {
  for (const digest of digests) {
    const value = byDigest.get(nameOf(digest));
    if (value !== undefined) return value;
  }
  return null;
}

function nameOf(digest: Uint8Array): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength).toString('latin1');
}

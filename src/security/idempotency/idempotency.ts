import { createHash, createHmac, hkdfSync } from 'node:crypto';
import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { InvalidInputError } from '../../core/errors.ts';
import { actorKey, actorOf } from '../audit/actor.ts';
import type { Caller } from '../callers/caller.ts';
import { byItself, inTransaction, type UnitOfWork } from '../unit-of-work.ts';
import { keyedDigests, REQUEST_DIGESTS } from '../vault/keyed-digests.ts';
import { type SecretBox, secretBox } from '../vault/secret-box.ts';
import { KNOWN_SECONDS, SECRET_SECONDS } from './forget.ts';

/** What is asked for: the same header for something else is another request. */
type IdempotentRequest = {
  /** Which mutation or route, and where in the document. */
  readonly operation: string;
  /** Everything that was sent with it. */
  readonly request: unknown;
};

/** Who asks for what. */
export type IdempotentCall = {
  readonly app: App;
  readonly caller: Caller;
  readonly ask: IdempotentRequest;
};

/** What came of a request, in the little that a repetition needs to answer the same. */
export type Remembered = {
  readonly targetId: bigint;
  readonly created: boolean;
  readonly secret: string | null;
};

/** Does it, in the transaction in which it is also remembered. */
type Act<Result> = (unit: UnitOfWork) => Promise<Result>;

/** What takes its time is found out before the transaction, and not for a repetition. */
type Acting<Result> =
  | { readonly act: Act<Result> }
  | { readonly prepare: () => Promise<Act<Result>> };

type Work<Result> = Acting<Result> & {
  /** Whether it takes several statements, which need a transaction in any case. */
  readonly isAtomic?: boolean;
  readonly remember: (result: Result) => Remembered;
  /** Reads what the first request answered, as it is now. */
  readonly repeat: (unit: UnitOfWork, outcome: Remembered) => Promise<Result>;
};

type Stored = Omit<Remembered, 'secret'> & {
  readonly request: Uint8Array;
  readonly sealed: Uint8Array | null;
};

/**
 * Does something once for each `Idempotency-Key` of a caller: of any number of equal requests, also
 * at once, one acts and the others answer what it answered. What fails is not remembered.
 * @throws InvalidInputError when the key came with another request before
 */
export async function runIdempotently<Result>(
  call: IdempotentCall,
  work: Work<Result>,
): Promise<Result> {
  const { app, caller, ask } = call;
  const { isAtomic, remember, repeat } = work;
  if (caller.idempotencyKey === null) {
    const act = await actOf(work);
    return await (isAtomic ? inTransaction(app, caller, act) : act(byItself(app, caller)));
  }
  const key = keyOf(call, caller.idempotencyKey);
  const box = boxOf(app, caller.idempotencyKey);
  const digests = keyedDigests(app.vault, REQUEST_DIGESTS);
  const digest = digests.of(plainDigestOf(ask.request));
  const answerAgain = (unit: UnitOfWork, stored: Stored | undefined) => {
    // What an earlier version stored within the last day was not keyed.
    if (stored === undefined || Buffer.compare(digests.current(stored.request), digest) !== 0)
      throw reused();
    const secret = stored.sealed && box.open(stored.sealed, PURPOSE);
    return repeat(unit, { ...stored, secret });
  };
  const alone = byItself(app, caller);
  const known = 'prepare' in work ? await read(alone, key) : undefined;
  if (known !== undefined) return await answerAgain(alone, known);
  const act = await actOf(work);

  return await inTransaction(app, caller, async (unit) => {
    // Whoever comes second waits here until the first one's transaction is over.
    if (!(await claim(unit, key, digest))) return await answerAgain(unit, await read(unit, key));
    const result = await act(unit);
    const { targetId, created, secret } = remember(result);
    await unit.rows(sql`
      update idempotent_requests set target_id = ${targetId}, created = ${created},
        secret = ${secret === null ? null : box.seal(secret, PURPOSE)}
      where key = ${key}`);
    return result;
  });
}

function actOf<Result>(work: Work<Result>): Act<Result> | Promise<Act<Result>> {
  return 'prepare' in work ? work.prepare() : work.act;
}

const PURPOSE = 'answer';

async function claim(
  { app, rows }: UnitOfWork,
  key: Uint8Array,
  request: Uint8Array,
): Promise<boolean> {
  const now = nowSql(app.clock);
  await rows(sql`
    delete from idempotent_requests where key = ${key}
      and created_at <= ${now} - make_interval(secs => ${KNOWN_SECONDS})`);
  const claimed = await rows(sql`
    insert into idempotent_requests (key, request, target_id, created, created_at)
    values (${key}, ${request}, 0, false, ${now}) on conflict do nothing returning key`);
  return claimed.length > 0;
}

async function read({ app, rows }: UnitOfWork, key: Uint8Array): Promise<Stored | undefined> {
  const now = nowSql(app.clock);
  const [stored] = await rows<Stored>(sql`
    select request, target_id as "targetId", created,
      case when created_at > ${now} - make_interval(secs => ${SECRET_SECONDS}) then secret end as sealed
    from idempotent_requests
    where key = ${key} and created_at > ${now} - make_interval(secs => ${KNOWN_SECONDS})`);
  return stored;
}

/** Keys of different callers never meet, a change of the pepper makes no difference, and the header itself is not kept: it opens the secret. */
function keyOf({ app, caller, ask }: IdempotentCall, header: string) {
  const { operator, holder } = caller.viewer;
  const actor = actorOf(caller);
  const { kind, id } = actor;
  // A key and its successors are one caller, whatever they are called.
  const root = kind === 'USER_KEY' ? holder?.rootId : operator?.rootId;
  const who = id === null ? actorKey(actor) : String(root ?? id);
  const text = JSON.stringify([kind, who, ask.operation, header]);
  return new Uint8Array(
    createHmac('sha256', app.vault.keyFor('latchkey repeats')).update(text).digest(),
  );
}

function boxOf({ vault }: App, header: string): SecretBox {
  const salt = vault.keyFor('latchkey answers');
  return secretBox(new Uint8Array(hkdfSync('sha256', header, salt, 'latchkey answer', 32)));
}

function plainDigestOf(request: unknown): Uint8Array {
  const text = JSON.stringify(request, (_name, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return createHash('sha256').update(text).digest();
}

function reused(): InvalidInputError {
  return new InvalidInputError([
    {
      path: ['Idempotency-Key'],
      message: 'was already used for another request; use a new key for a new request',
      type: 'idempotency_key_reused',
    },
  ]);
}

import { createHmac } from 'node:crypto';
import sql, { Sql } from 'sql-template-tag';
import type { Vault } from '../vault/data-keys.ts';
import type { EventRow } from './event-text.ts';

// An event is signed by PostgreSQL itself, in the statement that writes it: what a change was and what
// it became is known nowhere else. The key for that is good for one statement only, as parameters may
// come into the server's log. HMAC-SHA256, from the `sha256` that every PostgreSQL has.

/** A statement of a process that writes events. */
export type StatementId = { readonly writer: string; readonly number: number | bigint };

/** Stands in a statement for what is known only when it is sent. */
class Placeholder {
  readonly read: (signer: Signer) => unknown;

  constructor(read: (signer: Signer) => unknown) {
    this.read = read;
  }
}

type Signer = StatementId & { readonly inner: Uint8Array; readonly outer: Uint8Array };

const WRITER = new Placeholder(({ writer }) => writer);
const NUMBER = new Placeholder(({ number }) => number);
const INNER = new Placeholder(({ inner }) => inner);
const OUTER = new Placeholder(({ outer }) => outer);

/** Columns of the row `e` that is about to be written, in the order of `TEXTS` and `NUMBERS` below. */
const SIGNED_TEXT = sql`concat(${WRITER}::uuid, ',', ${NUMBER}::bigint, ',', e.part, ',', e.parts, ',', e.id, ',',
  (extract(epoch from e.at) * 1000)::bigint, ',', e.actor_id, ',', e.actor_user_id, ',', e.target_id, ',',
  octet_length(e.actor_kind), ',', octet_length(e.actor_name), ',', octet_length(e.action), ',',
  octet_length(e.target_type), ',', octet_length(e.ip), ',', octet_length(e.request_id), ',',
  octet_length(e.before_text), ',', octet_length(e.after_text), ':',
  e.actor_kind, e.actor_name, e.action, e.target_type, e.ip, e.request_id, e.before_text, e.after_text)`;

/** `writer`, `number` and `mac` of the row `e`, to be inserted. */
export const signatureSql = sql`${WRITER}::uuid, ${NUMBER}::bigint,
  sha256(${OUTER}::bytea || sha256(${INNER}::bytea || convert_to(${SIGNED_TEXT}, 'UTF8')))`;

/**
 * The same text from the row as it is there. What is missing is empty, a text is told from it by its
 * length: no two events read alike.
 */
function signedText(event: EventRow): string {
  const texts = [
    event.actorKind,
    event.actorName,
    event.action,
    event.targetType,
    event.ip,
    event.requestId,
    event.before,
    event.after,
  ];
  const head = [
    event.writer,
    event.number,
    event.part,
    event.parts,
    event.id,
    Number(event.at),
    event.actorId,
    event.actorUserId,
    event.targetId,
    ...texts.map((text) => (text === null ? null : Buffer.byteLength(text))),
  ];
  // As `concat` does, `join` takes nothing for the empty text.
  return `${head.join(',')}:${texts.join('')}`;
}

/** Whether a statement writes events, and so has to be signed. */
export function writesEvents({ values }: Sql): boolean {
  return values.some((value) => value instanceof Placeholder);
}

/** The statement with its number and key. */
export function signedStatement(statement: Sql, vault: Vault, id: StatementId): Sql {
  const signer = { ...id, ...padsOf(keyOf(vault, vault.keyId, id)) };
  const values = statement.values.map((value) =>
    value instanceof Placeholder ? value.read(signer) : value,
  );
  return new Sql(statement.strings, values);
}

/**
 * Says of each event whether this service wrote it, and wrote it so. Events of one statement come
 * together: its keys are made once.
 */
export function signatureCheck(vault: Vault): (event: EventRow) => boolean {
  let last: (StatementId & { readonly keys: readonly Uint8Array[] }) | null = null;
  return (event) => {
    const { writer, number, mac } = event;
    if (writer === null || number === null || mac === null) return false;
    if (last === null || last.writer !== writer || last.number !== number) {
      const id = { writer, number };
      last = { ...id, keys: vault.keyIds.map((keyId) => keyOf(vault, keyId, id)) };
    }
    const text = signedText(event);
    return last.keys.some((key) => createHmac('sha256', key).update(text).digest().equals(mac));
  };
}

export function isGenuine(vault: Vault, event: EventRow): boolean {
  return signatureCheck(vault)(event);
}

function keyOf(vault: Vault, keyId: number, { writer, number }: StatementId): Uint8Array {
  const key = vault.mac(keyId, 'statement', `${writer} ${number}`);
  if (key === null) throw new Error('the key in use is not open');
  return key;
}

const BLOCK_LENGTH = 64;

/** The two keys of an HMAC, which PostgreSQL does not make itself. */
function padsOf(key: Uint8Array): Pick<Signer, 'inner' | 'outer'> {
  const inner = new Uint8Array(BLOCK_LENGTH).fill(0x36);
  const outer = new Uint8Array(BLOCK_LENGTH).fill(0x5c);
  key.forEach((byte, place) => {
    inner[place] = byte ^ 0x36;
    outer[place] = byte ^ 0x5c;
  });
  return { inner, outer };
}

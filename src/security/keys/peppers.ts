import { createHmac } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Pepper, Peppers } from '../vault/pepper.ts';
import { digestOf } from './secret.ts';

export type PepperTexts = { readonly current: string; readonly previous: string | null };

/** Gives each pepper its number: the one it had before, or the next. */
export async function numberPeppers(rows: Rows, texts: PepperTexts): Promise<Peppers> {
  // The old one first: in a database that has met neither, it is the older one.
  const previous = texts.previous === null ? null : await numbered(rows, texts.previous);
  return { current: await numbered(rows, texts.current), previous };
}

async function numbered(rows: Rows, text: string): Promise<Pepper> {
  const fingerprint = fingerprintOf(text);
  await rows(sql`
    insert into peppers (id, fingerprint)
    select coalesce(max(p.id), 0) + 1, ${fingerprint} from peppers p
    where not exists (select from peppers known where known.fingerprint = ${fingerprint})
    on conflict do nothing`);
  const [row] = await rows<{ readonly id: number }>(
    sql`select id from peppers where fingerprint = ${fingerprint}`,
  );
  // Another process took the number for a pepper of its own: there is a next one.
  return row === undefined ? numbered(rows, text) : { id: row.id, text };
}

/** Tells one pepper from another, and nothing about either. */
export function fingerprintOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', text).update('latchkey pepper').digest());
}

/** Under what a key's text may be stored, as things are. */
export function digestsOf(text: string, { current, previous }: Peppers): Uint8Array[] {
  const digest = digestOf(text, current.text);
  return previous === null ? [digest] : [digest, digestOf(text, previous.text)];
}

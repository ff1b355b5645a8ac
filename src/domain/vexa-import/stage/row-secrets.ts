import { withoutOwnKeys } from '../../../core/input/api-keys-in-text.ts';
import { omitSecretsInText } from '../../../core/input/omit-secrets.ts';
import type { Id } from '../source/batches.ts';
import type { ImportContext } from './stage.ts';
import { note, type Table } from './tally.ts';

// Webhook secrets are readable there, at any depth of free-form data. Here, the one that a user's
// events are signed with is sealed, and all others are left out: nothing here needs them.

type Row = { readonly id: Id; readonly state: string };

/** States as the ledger keeps them. */
export function withStates<Foreign extends Row>(
  { ledger }: ImportContext,
  batch: readonly Foreign[],
): readonly Foreign[] {
  return batch.map((row) => ({ ...row, state: ledger.states.of(row.state) }));
}

type Said = { readonly table: Table; readonly text: string };

/** Rows as they may be kept; what was removed is noted. */
export function rowsWithoutSecrets<
  Foreign extends { readonly id: Id; readonly data: string | null },
>({ tally }: ImportContext, batch: readonly Foreign[], { table, text }: Said): readonly Foreign[] {
  const changed: Id[] = [];
  const rows = batch.map((row) => {
    if (row.data === null) return row;
    const { data, paths } = omitSecretsInText(row.data);
    if (paths.length === 0) return row;
    changed.push(row.id);
    return { ...row, data };
  });
  note(tally, table, text, changed);
  return rows;
}

/** Rows without the keys that stand in these texts, which are stored as they are; what was removed is noted. */
export function rowsWithoutKeys<Foreign extends { readonly id: Id }>(
  { tally }: Pick<ImportContext, 'tally'>,
  batch: readonly Foreign[],
  { table, names }: { readonly table: Table; readonly names: readonly (keyof Foreign)[] },
): readonly Foreign[] {
  const changed: Id[] = [];
  const rows = batch.map((row) => {
    const texts = names.flatMap((name) => {
      const text = row[name];
      const kept = typeof text === 'string' ? withoutOwnKeys(text) : text;
      return kept === text ? [] : [[name, kept]];
    });
    if (texts.length === 0) return row;
    changed.push(row.id);
    return { ...row, ...Object.fromEntries(texts) };
  });
  note(tally, table, 'have an API key in a text: it is removed', changed);
  return rows;
}

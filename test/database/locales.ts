import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { SHORT_CUTS } from '../support/short-cuts.ts';
import { query } from './scratch.ts';

/** Options of `create database`, by what is special about the locale. */
const LOCALES = {
  "the server's own": '',
  'C.UTF-8': `locale 'C.UTF-8'`,
  'en_US.UTF-8': `locale 'en_US.UTF-8'`,
  'Turkish, by ICU': `locale 'C.UTF-8' locale_provider icu icu_locale 'tr-TR'`,
} as const;

export type Locale = { readonly name: string; readonly options: string };

/**
 * Those that this server can have, all on a machine that `.ci/run` prepared. The embedded server has two,
 * Debian's has the rest; one is enough where the short cuts are off, which change nothing about text.
 */
export async function availableLocales(): Promise<readonly Locale[]> {
  const { url, programs } = inject('postgres');
  const [server] = await query(
    url,
    `select current_setting('server_version_num')::int / 10000 as version,
       exists (select from pg_collation where collprovider = 'i') as "hasIcu",
       exists (select from pg_collation where collname = 'en_US.utf8') as "hasEnglish"`,
  );
  const isEmbedded = !existsSync(join(programs, 'pg_dump'));
  const isThere = (name: string) =>
    (name === 'en_US.UTF-8' || isEmbedded === (name === "the server's own")) &&
    (name !== 'en_US.UTF-8' || server?.['hasEnglish'] === true) &&
    (!name.includes('ICU') || (server?.['hasIcu'] === true && Number(server['version']) >= 15));
  const all = Object.entries(LOCALES)
    .filter(([name]) => isThere(name))
    .map(([name, options]) => ({ name, options }));
  return SHORT_CUTS === 'false' ? all.slice(0, 1) : all;
}

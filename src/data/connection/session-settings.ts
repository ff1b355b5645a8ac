import pg from 'pg';
import { readUrl, type Settings } from '../../core/config/database-url.ts';
import { sendQuery } from './send-query.ts';

// The driver would write a time with the offset of the host's zone, in whole minutes: before 1900, offsets have seconds.
pg.defaults.parseInputDatesAsUTC = true;

/**
 * What our statements and the reading of their rows rely on. A database, a role and an address may say
 * otherwise; on our connections these hold. Left to the operator: how durable a commit is, how much
 * memory a statement gets, and whether transactions may write (some providers turn that off when a
 * disk is full).
 */
const SETTINGS: Settings = {
  // How values are written.
  datestyle: 'ISO,MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  timezone_abbreviations: 'Default',
  bytea_output: 'hex',
  extra_float_digits: '1',
  xmlbinary: 'base64',
  xmloption: 'content',
  // How statements are read.
  standard_conforming_strings: 'on',
  backslash_quote: 'safe_encoding',
  array_nulls: 'on',
  transform_null_equals: 'off',
  quote_all_identifiers: 'off',
  check_function_bodies: 'on',
  // What a transaction sees, and for how long it may run.
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  row_security: 'on',
  exit_on_error: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  client_min_messages: 'warning',
  // How statements are planned: ours are written for these.
  plan_cache_mode: 'auto',
  // Compiling a statement takes longer than any of ours runs; it is chosen by estimates far too high.
  jit: 'off',
  // What is read is in memory or on an SSD: by the default, all rows of a user would be read and
  // sorted rather than found in order.
  random_page_cost: '1.1',
};

/** Where tables are, unless the address names another schema. */
export const DEFAULT_SCHEMA = 'public';

export type ConnectionSettings = {
  /** For the driver's client or pool. */
  readonly config: pg.ClientConfig;
  /** What begins a transaction in which all settings hold. */
  readonly begin: (mode?: string) => string;
  /**
   * Whether the server changes from transaction to transaction: nothing that is set or prepared on a
   * connection is there in the next one.
   */
  readonly isPooled: boolean;
  /** The one that the address names. */
  readonly schema: string | null;
  /** Sets what the start of a connection cannot. To be called once it is open. */
  readonly prepare: (client: pg.ClientBase) => Promise<void>;
};

/** How to connect to a database. Everything that does so begins here. */
export function connectionSettings(
  url: string,
  applicationName: string,
  own: Settings = {},
): ConnectionSettings {
  const { driverUrl, schema, isPooled, settings: foreign } = readUrl(url);
  const path = { search_path: pg.escapeIdentifier(schema ?? DEFAULT_SCHEMA) };
  const settings = { ...foreign, ...SETTINGS, ...path, ...own };
  return {
    config: {
      connectionString: driverUrl,
      application_name: applicationName,
      ...(!isPooled && { options: startOptions(settings) }),
    },
    begin: isPooled ? pooledBegin(settings) : (mode) => (mode ? `begin ${mode}` : 'begin'),
    isPooled,
    schema,
    prepare: async (client) => {
      if (!isPooled) await sendQuery(client, { text: PREPARE }, PREPARE_MS);
    },
  };
}

/** In the form that the server splits into words. */
function startOptions(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\\s]/g, '\\$&')}`)
    .join(' ');
}

/** In one round trip. The isolation has to be there before the first query of a transaction. */
function pooledBegin(settings: Settings): ConnectionSettings['begin'] {
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
  );
  const select = `select ${set.join(', ')}, ${NO_TRANSACTION_LIMIT}, ${ALL_RELATIONS}`;
  return (mode = 'isolation level read committed') => `begin ${mode}; ${select}`;
}

/** Older servers do not know the limit: there, another one is set once more. */
const NO_TRANSACTION_LIMIT = `set_config(case when current_setting('server_version_num')::int >= 170000
  then 'transaction_timeout' else 'idle_session_timeout' end, '0', true)`;

/** Statements read views. Only newer servers have the setting, which may forbid that: there, it is nearly always empty. */
const ALL_RELATIONS = `case when current_setting('restrict_nonsystem_relation_kind', true) <> ''
  then set_config('restrict_nonsystem_relation_kind', '', true) end`;

const PREPARE_MS = 10_000;

/** English in logs, as far as the role may decide that. Errors are recognised by their codes anyway. */
const PREPARE = `do $$
  begin
    if current_setting('server_version_num')::int >= 170000 then
      perform set_config('transaction_timeout', '0', false);
    end if;
    if current_setting('restrict_nonsystem_relation_kind', true) <> '' then
      perform set_config('restrict_nonsystem_relation_kind', '', false);
    end if;
    begin
      perform set_config('lc_messages', 'C', false);
    exception when insufficient_privilege then null;
    end;
  end $$`;

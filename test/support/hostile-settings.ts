import pg from 'pg';

/** A setting of PostgreSQL, and a value of it that is not the usual one. */
export type Hostile = readonly [name: string, value: string];

/** Where the settings are that change what statements mean, or how values are written. */
export const CATEGORIES = [
  'Client Connection Defaults / Locale and Formatting',
  'Client Connection Defaults / Statement Behavior',
  'Version and Platform Compatibility / Other Platforms and Clients',
  'Version and Platform Compatibility / Previous PostgreSQL Versions',
] as const;

/** Those that are decided by the operator, and which the service goes by or does not notice. */
export const LEFT: ReadonlySet<string> = new Set([
  // Obeyed: nothing is written.
  'default_transaction_read_only',
  // The driver says at the start of each connection what it speaks.
  'client_encoding',
  // Where new tables and columns are kept, and in which form.
  'default_table_access_method',
  'default_tablespace',
  'default_toast_compression',
  'temp_tablespaces',
  // Refused at the start.
  'session_replication_role',
  // Of transactions that are under way; a connection cannot begin with them.
  'transaction_deferrable',
  'transaction_isolation',
  'transaction_read_only',
  // Of languages, amounts and searches that no statement has.
  'lc_monetary',
  'lc_numeric',
  'lc_time',
  'icu_validation_level',
  'default_text_search_config',
  'gin_fuzzy_search_limit',
  'gin_pending_list_limit',
  // Of other roles, and of the upkeep of tables.
  'createrole_self_grant',
  'event_triggers',
  'lo_compat_privileges',
  'vacuum_cost_delay',
  'vacuum_failsafe_age',
  'vacuum_freeze_min_age',
  'vacuum_freeze_table_age',
  'vacuum_multixact_failsafe_age',
  'vacuum_multixact_freeze_min_age',
  'vacuum_multixact_freeze_table_age',
  'vacuum_truncate',
  'allow_alter_system',
  // Of what is said to nobody.
  'escape_string_warning',
  // Of the order of rows without an order, on which nothing relies.
  'synchronize_seqscans',
  // Where the libraries of the server are.
  'dynamic_library_path',
  'extension_control_path',
  'local_preload_libraries',
]);

/** Values that cannot be found by turning a setting over. */
const VALUES: Readonly<Record<string, string>> = {
  DateStyle: 'SQL, DMY',
  TimeZone: 'Asia/Kathmandu',
  timezone_abbreviations: 'India',
  extra_float_digits: '-15',
  search_path: 'nobody, pg_catalog',
  default_transaction_isolation: 'serializable',
  IntervalStyle: 'sql_standard',
  statement_timeout: '500ms',
  lock_timeout: '100ms',
  idle_in_transaction_session_timeout: '500ms',
  idle_session_timeout: '5s',
  transaction_timeout: '500ms',
  client_min_messages: 'log',
  restrict_nonsystem_relation_kind: 'view',
};

/** Of other categories, but no less able to spoil what we do. */
const OTHERS: readonly Hostile[] = [
  ['exit_on_error', 'on'],
  ['jit', 'on'],
  ['jit_above_cost', '0'],
  ['plan_cache_mode', 'force_generic_plan'],
  ['random_page_cost', '100'],
];

const GERMAN = ['de_DE.UTF-8', 'de_DE.utf8'];

type Found = {
  readonly name: string;
  readonly vartype: string;
  readonly reset: string;
  readonly values: readonly string[] | null;
};

/** Every setting of those categories that a database or a role can have, turned over. */
export async function hostileSettings(client: pg.Client): Promise<readonly Hostile[]> {
  const { rows } = await client.query<Found>(
    `select name, vartype, boot_val as reset, enumvals as values from pg_settings
      where category = any($1) and context in ('user', 'superuser') and not name = any($2) order by name`,
    [CATEGORIES, [...LEFT]],
  );
  const turned = rows.flatMap((row): Hostile[] => {
    const value = VALUES[row.name] ?? turnedOver(row);
    return value === undefined ? [] : [[row.name, value]];
  });
  return [...turned, ...OTHERS, ...(await germanMessages(client))];
}

function turnedOver({ vartype, reset, values }: Found): string | undefined {
  if (vartype === 'bool') return reset === 'on' ? 'off' : 'on';
  return values?.find((value) => value !== reset);
}

/** If the server has that language. */
async function germanMessages(client: pg.Client): Promise<readonly Hostile[]> {
  for (const locale of GERMAN) {
    try {
      await client.query(`set lc_messages = '${locale}'`);
      return [['lc_messages', locale]];
    } catch {
      // The next name of it.
    }
  }
  return [];
}

/** @param whom as in `alter …`: `database x` or `role y` */
export function alterSql(whom: string, settings: readonly Hostile[]): string {
  return settings
    .map(([name, value]) => {
      // A list of names is no text.
      const text = name === 'search_path' ? value : pg.escapeLiteral(value);
      return `alter ${whom} set ${name} = ${text}`;
    })
    .join('; ');
}

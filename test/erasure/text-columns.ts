// Every column that can hold a text, and what an erasure does about it. A new one has to be entered here.

/** Of rows of the person: nothing of these texts is left. */
export const EMPTIED = `
  users: email email_folded name name_folded image_url data
  provisioned_users: user_name user_name_folded external_id given_name family_name
  api_tokens: name
  token_usage: last_ip
  token_usage_days: last_ip
  meetings: native_meeting_id completion_reason failure_stage bot_container_id data
  meeting_transitions: source reason data
  meeting_sessions: session_uid
  transcript_segments: session_uid segment_id text speaker language
  meeting_figures: transcript
  past_meetings: completion_reason failure_stage
  sign_in_sessions: issuer subject id_subject provider_session
  summary_outcomes: stage reason`;

/** Of rows about anybody: searched for addresses and names of the person. */
export const SEARCHED = `
  audit_events: actor_name ip request_id before after
  audit_set_aside: event
  legal_holds: reason
  admin_keys: name
  import_sources: progress result`;

/** Words of a fixed list, names of settings and of this service's own work, and pseudonyms. */
export const CODES = `
  users: role
  api_tokens: hint scopes
  admin_keys: hint access
  user_configs: name
  platform_settings: key
  meetings: platform status reached_stage
  meeting_transitions: from_status to_status
  past_meetings: platform status reached_stage data
  summary_outcomes: platform status
  summary_times: platform metric
  retention_runs: kind after
  row_counts: name
  import_sources: name schema_form
  imported_rows: kind
  sweeps: name after
  audit_events: actor_kind action target_type
  erasures: pseudonym counts
  sign_in_sessions: provider
  _prisma_migrations: id checksum migration_name logs`;

/** What docs/personal-data.md says is left. */
export const LEFT = `
  provisioned_groups: display_name display_name_folded external_id
  rate_limits: key`;

export const entries = (text: string) =>
  text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [table = '', columns = ''] = line.trim().split(': ');
      return columns.split(' ').map((column) => ({ table, column }));
    });

export const nameOf = ({ table, column }: { table: string; column: string }) =>
  `${table}.${column}`;

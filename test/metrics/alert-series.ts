/** Series of Prometheus, one value a minute, and which alerts are firing at a moment of them. */
export type AlertCase = {
  readonly what: string;
  /** Without one of `up`, all is well with it. */
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** All that fire, with their labels. */
  readonly fires: readonly FiringAlert[];
  /** Those that nearly do. */
  readonly quiet: readonly string[];
};

type FiringAlert = { readonly alert: string } & Readonly<Partial<Record<AlertLabel, string>>>;
type AlertLabel = (typeof ALERT_LABELS)[number];
export const ALERT_LABELS = ['instance', 'background_job', 'check'] as const;

export const UP = 'up{job="latchkey",instance="a"}';
export const STARTED = 'process_start_time_seconds{job="latchkey",instance="a"}';
export const requests = (instance: string, status: number, job = 'latchkey') =>
  `http_server_request_duration_seconds_count{job="${job}",instance="${instance}",http_response_status_code="${status}"}`;
export const keyChecks = (instance: string, le: string, job = 'latchkey') =>
  `http_server_request_duration_seconds_bucket{job="${job}",instance="${instance}",http_route="/internal/validate",le="${le}"}`;
export const jobSuccess = (job: string) =>
  `latchkey_job_last_success_timestamp_seconds{instance="a",background_job="${job}"}`;
export const backupAt = (instance: string) =>
  `latchkey_backup_last_success_timestamp_seconds{instance="${instance}"}`;
export const BACKUP_INTERVAL = 'latchkey_backup_interval_seconds{instance="a"}';
export const replica = (name: string, instance = 'a') =>
  `latchkey_replica_${name}{instance="${instance}"}`;
export const check = (name: string) => `latchkey_check_ok{instance="a",check="${name}"}`;

export const HOUR = 3_600;

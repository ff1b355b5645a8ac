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

const UP = 'up{job="latchkey",instance="a"}';
const STARTED = 'process_start_time_seconds{job="latchkey",instance="a"}';
const requests = (instance: string, status: number, job = 'latchkey') =>
  `http_server_request_duration_seconds_count{job="${job}",instance="${instance}",http_response_status_code="${status}"}`;
const keyChecks = (instance: string, le: string, job = 'latchkey') =>
  `http_server_request_duration_seconds_bucket{job="${job}",instance="${instance}",http_route="/internal/validate",le="${le}"}`;
const jobSuccess = (job: string) =>
  `latchkey_job_last_success_timestamp_seconds{instance="a",background_job="${job}"}`;
const backupAt = (instance: string) =>
  `latchkey_backup_last_success_timestamp_seconds{instance="${instance}"}`;
const BACKUP_INTERVAL = 'latchkey_backup_interval_seconds{instance="a"}';
const replica = (name: string, instance = 'a') =>
  `latchkey_replica_${name}{instance="${instance}"}`;
const check = (name: string) => `latchkey_check_ok{instance="a",check="${name}"}`;

const HOUR = 3_600;

export const ALERT_CASES: readonly AlertCase[] = [
  {
    what: 'of two processes, one does not answer any more',
    series: { [UP]: '1x5 0x10', 'up{job="latchkey",instance="b"}': '1x20' },
    at: '8m',
    fires: [{ alert: 'LatchkeyDown', instance: 'a' }],
    quiet: ['LatchkeyAbsent'],
  },
  {
    what: 'a process misses one scrape, and another service is down',
    series: { [UP]: '1x5 0 1x20', 'up{job="other",instance="b"}': '0x20' },
    at: '6m',
    fires: [],
    quiet: ['LatchkeyDown'],
  },
  {
    what: 'the only process is gone from service discovery',
    series: { [UP]: '1x5 stale', 'up{job="other",instance="b"}': '1x20' },
    at: '12m',
    fires: [{ alert: 'LatchkeyAbsent' }],
    quiet: ['LatchkeyDown'],
  },
  {
    what: 'the only process is replaced by another one',
    series: { [UP]: '1x5 stale _x10', 'up{job="latchkey",instance="b"}': '_x9 1x10' },
    at: '8m',
    fires: [],
    quiet: ['LatchkeyAbsent'],
  },
  {
    what: 'a process is started again and again, between two scrapes',
    series: { [STARTED]: '0x5 360x2 540x2 720x20' },
    at: '14m',
    fires: [{ alert: 'LatchkeyRestarts', instance: 'a' }],
    quiet: ['LatchkeyDown', 'LatchkeyAbsent'],
  },
  {
    what: 'a process is updated twice within 15 minutes, and another service restarts all the time',
    series: {
      [STARTED]: '0x5 360x2 540x20',
      'process_start_time_seconds{job="other",instance="b"}': '0+60x20',
    },
    at: '14m',
    fires: [],
    quiet: ['LatchkeyRestarts'],
  },
  {
    what: 'the database is away, or takes no writes',
    series: {
      'latchkey_database_up{instance="a"}': '1x5 0x10',
      'latchkey_database_up{instance="b"}': '1x15',
      'latchkey_database_read_only{instance="b"}': '0x5 1x10',
    },
    at: '8m',
    fires: [
      { alert: 'LatchkeyDatabaseAway', instance: 'a' },
      { alert: 'LatchkeyDatabaseReadOnly', instance: 'b' },
    ],
    quiet: [],
  },
  {
    what: 'the database fails over',
    series: {
      'latchkey_database_up{instance="a"}': '1x5 0 1x10',
      'latchkey_database_read_only{instance="b"}': '0x5 1 0x10',
    },
    at: '6m',
    fires: [],
    quiet: ['LatchkeyDatabaseAway', 'LatchkeyDatabaseReadOnly'],
  },
  {
    what: 'a replica is not used for a short time, because it is behind',
    series: {
      [replica('up')]: '1x27 0x3 1x10',
      [replica('reads_total')]: '0+600x40',
      [replica('fallbacks_total')]: '0+60x24 3440+2000x15',
      [replica('lag_seconds')]: '50x27 90x3 0x10',
    },
    at: '30m',
    fires: [],
    quiet: ['LatchkeyReplicaUnused', 'LatchkeyReplicaSkipped', 'LatchkeyReplicaLag'],
  },
  {
    what: 'nobody reads what the replica may answer',
    series: {
      [replica('up')]: '1x40',
      [replica('reads_total')]: '5x40',
      [replica('fallbacks_total')]: '500x40',
    },
    at: '30m',
    fires: [],
    quiet: ['LatchkeyReplicaSkipped'],
  },
  {
    what: 'a replica is not used',
    series: { [replica('up')]: '0x40', [replica('up', 'b')]: '1x40' },
    at: '30m',
    fires: [{ alert: 'LatchkeyReplicaUnused', instance: 'a' }],
    quiet: [],
  },
  {
    what: 'a replica comes and goes',
    series: {
      [replica('up')]: '1 0 1x38',
      [replica('reads_total')]: '0+60x40',
      [replica('fallbacks_total')]: '0+600x40',
    },
    at: '30m',
    fires: [{ alert: 'LatchkeyReplicaSkipped', instance: 'a' }],
    quiet: ['LatchkeyReplicaUnused'],
  },
  {
    what: 'a replica stays behind',
    series: { [replica('up')]: '1x40', [replica('lag_seconds')]: '0x10 90x30' },
    at: '30m',
    fires: [{ alert: 'LatchkeyReplicaLag', instance: 'a' }],
    quiet: [],
  },
  {
    what: 'two requests in a hundred fail, from the first one on',
    series: { [requests('a', 200)]: '0+588x20', [requests('a', 500)]: '_x3 1+12x17' },
    at: '15m',
    fires: [{ alert: 'LatchkeyFailures', instance: 'a' }],
    quiet: ['LatchkeyOverloaded'],
  },
  {
    what: 'few requests fail, many for a moment only, or those to another service',
    series: {
      [requests('a', 200)]: '0+2x20',
      [requests('a', 500)]: '1x8 2x12',
      [requests('b', 200)]: '0+6000x20',
      [requests('b', 503)]: '0+30x20',
      [requests('d', 200)]: '0+60000x20',
      [requests('d', 503)]: '0x10 600+600x10',
      [requests('c', 200, 'other')]: '0+600x20',
      [requests('c', 503, 'other')]: '0+600x20',
    },
    at: '13m',
    fires: [],
    quiet: ['LatchkeyFailures', 'LatchkeyOverloaded'],
  },
  {
    what: 'requests fail until the process restarts',
    series: { [requests('a', 200)]: '0+60x10 0+60x20', [requests('a', 500)]: '0+60x10 stale' },
    at: '22m',
    fires: [],
    quiet: ['LatchkeyFailures'],
  },
  {
    what: 'one process refuses two requests a second, of many thousands',
    series: { [requests('a', 200)]: '0+60000x20', [requests('a', 503)]: '0+120x20' },
    at: '15m',
    fires: [{ alert: 'LatchkeyOverloaded', instance: 'a' }],
    quiet: ['LatchkeyFailures'],
  },
  {
    what: 'two key checks in a hundred are slow',
    series: {
      [keyChecks('a', '0.1')]: '0+588x20',
      [keyChecks('a', '0.25')]: '0+600x20',
      [keyChecks('a', '+Inf')]: '0+600x20',
    },
    at: '18m',
    fires: [{ alert: 'LatchkeyKeyChecksSlow', instance: 'a' }],
    quiet: [],
  },
  {
    what: 'one key check in two hundred is slow, none comes, many are slow for a moment, or those of another service',
    series: {
      [keyChecks('a', '0.1')]: '0+597x20',
      [keyChecks('a', '0.25')]: '0+600x20',
      [keyChecks('a', '+Inf')]: '0+600x20',
      [keyChecks('b', '0.1')]: '0x20',
      [keyChecks('b', '0.25')]: '7x20',
      [keyChecks('b', '+Inf')]: '7x20',
      [keyChecks('c', '0.1', 'other')]: '0+1x20',
      [keyChecks('c', '0.25', 'other')]: '0+600x20',
      [keyChecks('c', '+Inf', 'other')]: '0+600x20',
      [keyChecks('d', '0.1')]: '0+600x15 9000x5',
      [keyChecks('d', '0.25')]: '0+600x20',
      [keyChecks('d', '+Inf')]: '0+600x20',
    },
    at: '18m',
    fires: [],
    quiet: ['LatchkeyKeyChecksSlow'],
  },
  {
    what: 'one job stops succeeding, and one has not succeeded since the start',
    series: {
      [jobSuccess('usage')]: '0+60x20',
      [jobSuccess('sealing')]: '0+60x5 300x15',
      [jobSuccess('retention')]: '0x20',
    },
    at: '12m',
    fires: [
      { alert: 'LatchkeyJobStuck', instance: 'a', background_job: 'sealing' },
      { alert: 'LatchkeyJobStuck', instance: 'a', background_job: 'retention' },
    ],
    quiet: [],
  },
  {
    what: 'jobs wait five minutes for another one',
    series: { [jobSuccess('usage')]: '0+60x5 300x5 660+60x10' },
    at: '11m',
    fires: [],
    quiet: ['LatchkeyJobStuck'],
  },
  {
    what: 'a check of readiness is not ok',
    series: { [check('audit')]: '1x5 0x20', [check('usage')]: '1x25', [check('replica')]: '0x25' },
    at: '20m',
    fires: [{ alert: 'LatchkeyCheckFailed', instance: 'a', check: 'audit' }],
    quiet: [],
  },
  {
    what: 'a check of readiness is not ok for a few minutes',
    series: { [check('signIn')]: '1x5 0x8 1x12' },
    at: '13m',
    fires: [],
    quiet: ['LatchkeyCheckFailed'],
  },
  {
    what: 'no process has written a backup for two hours, and one is due every hour',
    series: {
      [backupAt('a')]: '0x200',
      [backupAt('b')]: '60x200',
      [BACKUP_INTERVAL]: `${HOUR}x200`,
    },
    at: '2h15m',
    fires: [{ alert: 'LatchkeyBackupOld' }],
    quiet: [],
  },
  {
    what: 'only one of two processes has written a backup',
    series: {
      [backupAt('a')]: '0x200',
      [backupAt('b')]: `${HOUR}x200`,
      [BACKUP_INTERVAL]: `${HOUR}x200`,
    },
    at: '2h15m',
    fires: [],
    quiet: ['LatchkeyBackupOld'],
  },
  {
    what: 'a backup is ten minutes late',
    series: { [backupAt('a')]: '0x129 7800x70', [BACKUP_INTERVAL]: `${HOUR}x200` },
    at: '2h9m',
    fires: [],
    quiet: ['LatchkeyBackupOld'],
  },
  {
    what: 'backups are weekly, and the newest is older than two days',
    series: { [backupAt('a')]: '0x3000', [BACKUP_INTERVAL]: `${168 * HOUR}x3000` },
    at: '48h15m',
    fires: [],
    quiet: ['LatchkeyBackupOld'],
  },
  {
    what: 'counts stay in memory',
    series: {
      'latchkey_unwritten{instance="a",background_job="usage"}': '0+20000x20',
      'latchkey_unwritten{instance="b",background_job="usage"}': '90000x20',
    },
    at: '12m',
    fires: [{ alert: 'LatchkeyUsageUnwritten', instance: 'a' }],
    quiet: [],
  },
  {
    what: 'counts are written after four minutes',
    series: { 'latchkey_unwritten{instance="a",background_job="usage"}': '0+60000x5 0x20' },
    at: '5m',
    fires: [],
    quiet: ['LatchkeyUsageUnwritten'],
  },
  {
    what: 'lines, spans and subscriptions are dropped by one process each',
    series: {
      'latchkey_log_lines_dropped_total{instance="a"}': '0x10 3x10',
      'latchkey_spans_dropped_total{instance="b"}': '7x10 8x10',
      'latchkey_subscriptions_behind_total{instance="c"}': '0x10 1x10',
    },
    at: '12m',
    fires: ['a', 'b', 'c'].map((instance) => ({ alert: 'LatchkeyDropped', instance })),
    quiet: [],
  },
  {
    what: 'lines were dropped an hour ago, before the process restarted',
    series: { 'latchkey_log_lines_dropped_total{instance="a"}': '0x5 500x10 0x60' },
    at: '60m',
    fires: [],
    quiet: ['LatchkeyDropped'],
  },
  {
    what: 'the event loop is held up, here and in another service',
    series: {
      'nodejs_eventloop_lag_p99_seconds{job="latchkey",instance="a"}': '0.3x20',
      'nodejs_eventloop_lag_p99_seconds{job="latchkey",instance="b"}': '0.02x20',
      'nodejs_eventloop_lag_p99_seconds{job="other",instance="c"}': '0.3x20',
    },
    at: '15m',
    fires: [{ alert: 'LatchkeyEventLoopSlow', instance: 'a' }],
    quiet: [],
  },
  {
    what: 'the event loop is held up at times',
    series: { 'nodejs_eventloop_lag_p99_seconds{job="latchkey",instance="a"}': '0.3x8 0.1 0.3x8' },
    at: '16m',
    fires: [],
    quiet: ['LatchkeyEventLoopSlow'],
  },
];

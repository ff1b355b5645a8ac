import {
  type AlertCase,
  BACKUP_INTERVAL,
  backupAt,
  check,
  HOUR,
  jobSuccess,
} from './alert-series.ts';

/** Of work in the background: jobs, checks, backups, counts, and what is dropped. */
export const WORK_CASES: readonly AlertCase[] = [
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

import type { Situation } from './situation.ts';

export const STRONG = 'pV7xKq2mTz9RbW4cYh8LdN6f';

export const SETTINGS_SITUATIONS: readonly Situation[] = [
  {
    what: 'a bad setting',
    finds: ['fail', 'settings', /PORT must be a whole number/],
    start: { env: { PORT: 'x' } },
  },
  {
    what: 'a misspelled setting',
    finds: ['warn', 'settings', /DRAIN_SECOND is not a setting/],
    remedy: /^Did you mean DRAIN_SECONDS\?$/,
    start: { env: { DRAIN_SECOND: '1' } },
  },
  {
    what: 'only known settings',
    finds: ['ok', 'settings', /^4 set, all valid/],
    start: {},
  },
  {
    what: 'strong secrets in production',
    finds: ['ok', 'secrets', /They are strong, and differ/],
    start: { env: { NODE_ENV: 'production' } },
  },
  {
    what: 'strong secrets',
    finds: ['ok', 'secrets', /would be accepted in production/],
    start: {},
  },
  {
    what: 'a weak secret',
    finds: ['warn', 'secrets', /ADMIN_API_TOKEN .*; production would refuse it/],
    start: { env: { ADMIN_API_TOKEN: 'changeme' } },
  },
  {
    what: 'equal secrets',
    finds: ['warn', 'secrets', /ANALYTICS_API_TOKEN must differ from ADMIN_API_TOKEN/],
    start: { env: { ANALYTICS_API_TOKEN: STRONG } },
  },
  {
    what: 'an audit log that forgets what a backup needs',
    finds: ['warn', 'retention', /keeps events for 5 days, and backups are up to 7 days old/],
    remedy: /AUDIT_RETENTION_DAYS/,
    start: ({ folder }) => ({ env: { AUDIT_RETENTION_DAYS: '5', BACKUP_DIR: folder } }),
  },
  {
    what: 'limits by age',
    finds: ['ok', 'retention', /deleted by age: USAGE_RETENTION_DAYS 30/],
    start: { env: { USAGE_RETENTION_DAYS: '30' } },
  },
];

/** The strict rules, with keys that they accept. */
export const PRODUCTION = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  ADMIN_API_TOKEN: 'a-production-admin-key-of-many-characters',
  ANALYTICS_API_TOKEN: 'a-production-analytics-key-of-many-characters',
} as const;

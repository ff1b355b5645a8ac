import { z } from 'zod';
import { type About, aboutOf } from './described.ts';
import { BACKUP } from './settings-backup.ts';
import { GRAPHQL } from './settings-clients.ts';
import { DATABASE } from './settings-database.ts';
import { KEYS } from './settings-keys.ts';
import { LIMITS } from './settings-limits.ts';
import { NETWORK } from './settings-network.ts';
import { RETENTION } from './settings-retention.ts';
import { SERVER } from './settings-server.ts';

export type Setting = About & { readonly name: string };

/** Every setting, in the order of the documentation. */
export const ENVIRONMENT = z.object({
  ...SERVER,
  ...DATABASE,
  ...BACKUP,
  ...KEYS,
  ...LIMITS,
  ...RETENTION,
  ...GRAPHQL,
  ...NETWORK,
});

/** The environment as it was read. */
export type Environment = z.output<typeof ENVIRONMENT>;

export const SETTINGS: readonly Setting[] = Object.entries(ENVIRONMENT.shape).map(
  ([name, schema]) => ({ name, ...aboutOf(schema) }),
);

export const SECRET_NAMES = SETTINGS.filter((setting) => setting.secret).map(({ name }) => name);

/** With those that name files. */
export const SETTING_NAMES = [
  ...Object.keys(ENVIRONMENT.shape),
  ...SECRET_NAMES.map((name) => `${name}_FILE`),
];

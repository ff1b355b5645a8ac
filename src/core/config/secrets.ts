import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ALPHABET, GENERATED_LENGTH, GENERATED_PREFIX } from '../input/key-forms.ts';
import { StartError } from '../start-error.ts';
import type { Config } from './config.ts';
import { loadOrCreateSecret, readSecret } from './generated-secret.ts';
import { headerKey, pepper as pepperRule } from './rules.ts';

/** The secrets in force: those the operator gave, and those made at the first start. */
export type Secrets = {
  readonly adminKeys: readonly string[];
  readonly analyticsKeys: readonly string[];
  readonly pepper: string;
  readonly previousPepper: string | null;
  /** Where a generated admin key is kept; null when the operator gave one. */
  readonly adminKeyFile: string | null;
  /** True in the one start that made the key: the moment to show it. */
  readonly adminKeyCreated: boolean;
  /** True when that key takes the place of one whose file is missing. */
  readonly adminKeyReplaced: boolean;
};

type AdminKey = Omit<Secrets, 'analyticsKeys' | 'pepper' | 'previousPepper'>;

/** What the first start makes and later ones read, in a file of the data folder. */
type Generated = {
  readonly file: string;
  readonly make: () => string;
  readonly rule: z.ZodType;
  /** What is wrong with one that breaks the rule, and what to do. */
  readonly damage: string;
};

const ADMIN_KEY: Generated = {
  file: 'admin-key',
  make: newAdminKey,
  rule: headerKey,
  damage: 'holds no usable key. Delete it, and the next start creates a new one.',
};
export const PEPPER_FILE = 'token-pepper';
const PEPPER: Generated = {
  file: PEPPER_FILE,
  make: () => randomBytes(32).toString('hex'),
  rule: pepperRule,
  damage: 'is damaged. Restore it from a backup: with a new one, no existing API key works.',
};

/** @throws StartError when the data folder cannot be used or holds a damaged secret. */
export async function loadSecrets(config: Config): Promise<Secrets> {
  return {
    ...(await loadAdminKey(config)),
    analyticsKeys: config.keys.analytics,
    pepper: await loadPepper(config),
    previousPepper: config.token.previousPepper,
  };
}

/** Whether there is a pepper, given or generated, so that `loadPepper` generates none. */
export function hasPepper({ token, dataDir }: Config): boolean {
  return token.pepper !== null || existsSync(join(dataDir, PEPPER.file));
}

/**
 * Reads the secrets that an earlier start made, and makes none.
 * @throws StartError when one of them cannot be read or is damaged
 */
export async function checkStoredSecrets(config: Config): Promise<void> {
  const used = [
    ...(hasOwnKey(config) ? [] : [ADMIN_KEY]),
    ...(config.token.pepper ? [] : [PEPPER]),
  ];
  for (const generated of used) {
    const path = join(config.dataDir, generated.file);
    const value = await readSecret(path);
    if (value !== null) refuseDamaged(path, value, generated);
  }
}

/** In production the settings demand one; a generated key would lie beside the data unasked. */
function hasOwnKey({ keys, production }: Config): boolean {
  return keys.admin.length > 0 || production;
}

async function loadAdminKey(config: Config): Promise<AdminKey> {
  if (hasOwnKey(config))
    return {
      adminKeys: config.keys.admin,
      adminKeyFile: null,
      adminKeyCreated: false,
      adminKeyReplaced: false,
    };
  // The first start makes both: a pepper without a key says that there was one.
  const isLater = existsSync(join(config.dataDir, PEPPER.file));
  const { path, value, created } = await loadGenerated(config, ADMIN_KEY);
  return {
    adminKeys: [value],
    adminKeyFile: path,
    adminKeyCreated: created,
    adminKeyReplaced: created && isLater,
  };
}

/** The one that is given, or the one in the data folder, which is generated if it is missing. */
export async function loadPepper(config: Config): Promise<string> {
  return config.token.pepper ?? (await loadGenerated(config, PEPPER)).value;
}

async function loadGenerated({ dataDir }: Config, generated: Generated) {
  const path = join(dataDir, generated.file);
  const stored = await loadOrCreateSecret(path, generated.make);
  refuseDamaged(path, stored.value, generated);
  return { path, ...stored };
}

function refuseDamaged(path: string, value: string, { rule, damage }: Generated): void {
  if (!rule.safeParse(value).success) throw new StartError(`${path} ${damage}`);
}

function newAdminKey(): string {
  const letters = Array.from({ length: GENERATED_LENGTH }, () =>
    ALPHABET.charAt(randomInt(ALPHABET.length)),
  );
  return GENERATED_PREFIX + letters.join('');
}

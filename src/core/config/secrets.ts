import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import type { Config } from './config.ts';
import { keepSecret } from './generated-secret.ts';
import { headerKey, pepper as pepperRule } from './rules.ts';

/** The secrets in force: those the operator gave, and those made at the first start. */
export type Secrets = {
  readonly adminKeys: readonly string[];
  readonly analyticsKeys: readonly string[];
  readonly internalSecrets: readonly string[];
  readonly pepper: string;
  readonly previousPepper: string | null;
  /** Where a generated admin key is kept; null when the operator gave one. */
  readonly adminKeyFile: string | null;
  /** True in the one start that made the key: the moment to show it. */
  readonly adminKeyCreated: boolean;
};

type AdminKey = Pick<Secrets, 'adminKeys' | 'adminKeyFile' | 'adminKeyCreated'>;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 40 characters of base62 hold 238 bits. */
const KEY_LENGTH = 40;

/** @throws StartError when the data folder cannot be used or holds a damaged secret. */
export async function loadSecrets(config: Config): Promise<Secrets> {
  return {
    ...(await loadAdminKey(config)),
    analyticsKeys: config.keys.analytics,
    internalSecrets: config.keys.internal,
    pepper: await loadPepper(config),
    previousPepper: config.token.previousPepper,
  };
}

/** Whether there is a pepper, given or generated, so that `loadPepper` generates none. */
export function hasPepper({ token, dataDir }: Config): boolean {
  return token.pepper !== null || existsSync(pepperFile(dataDir));
}

function pepperFile(dataDir: string): string {
  return join(dataDir, 'token-pepper');
}

async function loadAdminKey({ keys, production, dataDir }: Config): Promise<AdminKey> {
  // In production the settings demand one; a generated key would lie beside the data unasked.
  if (keys.admin.length > 0 || production) {
    return { adminKeys: keys.admin, adminKeyFile: null, adminKeyCreated: false };
  }
  const adminKeyFile = join(dataDir, 'admin-key');
  const { value, created } = await keepSecret(adminKeyFile, newAdminKey);
  if (!headerKey.safeParse(value).success) {
    throw new StartError(
      `${adminKeyFile} holds no usable key. Delete it, and the next start creates a new one.`,
    );
  }
  return { adminKeys: [value], adminKeyFile, adminKeyCreated: created };
}

/** The one that is given, or the one in the data folder, which is generated if it is missing. */
export async function loadPepper({ token, dataDir }: Config): Promise<string> {
  if (token.pepper !== null) return token.pepper;
  const file = pepperFile(dataDir);
  const { value } = await keepSecret(file, () => randomBytes(32).toString('hex'));
  if (!pepperRule.safeParse(value).success) {
    throw new StartError(
      `${file} is damaged. Restore it from a backup: with a new one, no existing API key works.`,
    );
  }
  return value;
}

function newAdminKey(): string {
  const letters = Array.from({ length: KEY_LENGTH }, () => ALPHABET.charAt(randomInt(62)));
  return `adm_${letters.join('')}`;
}

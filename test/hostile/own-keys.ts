import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { loadSecrets } from '../../src/core/config/secrets.ts';
import { SCOPES } from '../../src/core/scopes.ts';
import { ADMIN_ACCESS } from '../../src/security/callers/viewer.ts';
import { newSecret } from '../../src/security/keys/secret.ts';

/** A key of each form that the service makes or accepts and that can be told from other texts. */
export async function ownKeys(): Promise<readonly (readonly [form: string, key: string])[]> {
  const made = ['vxa', 'acme9'].flatMap((prefix) =>
    [...SCOPES, ...ADMIN_ACCESS].map(
      (middle) => [`${prefix}_${middle}`, newSecret(prefix, middle)] as const,
    ),
  );
  return [
    ...made,
    ['an older one of 32', `vxa_user_${randomPart().slice(0, 32)}`],
    ['an older one of 40', `vxa_tx_${randomPart()}`],
    ['the admin key of a first start', await generatedAdminKey()],
  ];
}

/** What stands behind the prefix of a key, in the length of the oldest ones, which have none. */
export function randomPart(): string {
  const random = newSecret('vxa', 'bot').split('_').at(-1) ?? '';
  return `${random}Z9`;
}

async function generatedAdminKey(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'own-keys-'));
  const { adminKeys } = await loadSecrets(parseConfig({ DATA_DIR: dataDir }));
  const [key] = adminKeys;
  if (key === undefined) throw new Error('a first start made no admin key');
  return key;
}

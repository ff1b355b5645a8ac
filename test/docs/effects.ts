import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import type { Place } from './place.ts';

type Effect = (place: Place, printed: string) => void | Promise<void>;

/** What is so after a command, by how it begins. */
export const EFFECTS: Readonly<Record<string, Effect>> = {
  'cd /opt/latchkey': () => {
    for (const file of ['dist/main.js', 'dist/latchkey.js']) expect(existsSync(file)).toBe(true);
  },
  'mkdir -p /etc/latchkey': ({ folder }) => {
    expect(lstatSync(join(folder, 'etc')).mode & 0o777).toBe(0o700);
  },
  // The unit reads these files: with them, the service starts in production.
  "echo 'TRUST_PROXY=1'": ({ folder }) => {
    const file = (name: string) => join(folder, 'etc', name);
    const settings = readFileSync(file('settings.env'), 'utf8').trim().split('\n');
    const config = parseConfig({
      NODE_ENV: 'production',
      DATA_DIR: folder,
      ADMIN_API_TOKEN_FILE: file('admin-key'),
      TOKEN_PEPPER_FILE: file('pepper'),
      ...Object.fromEntries(settings.map((line) => line.split('=', 2) as [string, string])),
    });
    expect(config).toMatchObject({ production: true, warnings: [] });
  },
  'cp ops/latchkey.service': ({ folder }) => {
    const units = join(folder, 'root/etc/systemd/system');
    expect(readFileSync(join(units, 'latchkey.service'), 'utf8')).toBe(
      readFileSync('ops/latchkey.service', 'utf8'),
    );
    const link = join(units, 'multi-user.target.wants/latchkey.service');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  },
  // The token opens what the rule of the page grants.
  'curl -u': async ({ server }, printed) => {
    const { access_token: token } = JSON.parse(printed) as { access_token: string };
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ viewer { access login { provider } } }' }),
    });
    expect(await response.json()).toMatchObject({
      data: { viewer: { access: ['ANALYTICS'], login: { provider: 'okta' } } },
    });
  },
  'git pull': ({ folder }) => {
    expect(existsSync(join(folder, 'clone/new'))).toBe(true);
  },
};

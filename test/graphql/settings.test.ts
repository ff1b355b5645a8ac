import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/core/config/settings.ts';
import { startServer } from '../support/server.ts';

type Shown = {
  readonly name: string;
  readonly description: string;
  readonly default: string;
  readonly isSet: boolean;
  readonly isSecret: boolean;
  readonly value: string | null;
};

const ALL = '{ settings { name description default isSet isSecret value } }';

/** A value for every setting that holds a secret. */
const SECRET: Readonly<Record<string, string>> = {
  INTERNAL_API_SECRET: 'canary-internal-secret-8251947',
  VEXA_SYSTEM_WEBHOOK_SECRET: 'canary-webhook-secret-3319458',
  TOKEN_PEPPER_PREVIOUS: 'canary-previous-pepper-of-44-characters-7741',
};

describe('the settings', () => {
  it('are listed whole, with what was set', async () => {
    const server = await startServer({ env: { ...SECRET, RATE_LIMIT_KEY: '4321' } });
    const { data } = await server.graphql<{ settings: Shown[] }>(ALL, { admin: server.adminKey });
    expect(
      data.settings.map(({ name, description, isSecret }) => ({ name, description, isSecret })),
    ).toEqual(
      SETTINGS.map(({ name, description, secret }) => ({ name, description, isSecret: secret })),
    );
    const shown = new Map(data.settings.map((setting) => [setting.name, setting]));
    expect(shown.get('RATE_LIMIT_KEY')).toMatchObject({ isSet: true, value: '4321' });
    expect(shown.get('KEEP_ALIVE_SECONDS')).toMatchObject({
      isSet: false,
      value: null,
      default: '65',
    });
  });

  it('show whether a secret is set, and no secret', async () => {
    const server = await startServer({ env: SECRET });
    const secrets = SETTINGS.filter(({ secret }) => secret).map(({ name }) => name);
    const { data } = await server.graphql<{ settings: Shown[] }>(ALL, { admin: server.adminKey });
    const shown = data.settings.filter(({ isSecret }) => isSecret);
    expect(shown.map(({ name }) => name)).toEqual(secrets);
    expect(shown.map(({ value }) => value)).toEqual(secrets.map(() => null));
    const isSet = new Set(shown.filter((setting) => setting.isSet).map(({ name }) => name));
    for (const name of [...Object.keys(SECRET), 'ADMIN_API_TOKEN', 'DATABASE_URL'])
      expect(isSet).toContain(name);
    const text = JSON.stringify(data);
    for (const canary of [...Object.values(SECRET), server.adminKey, server.databaseUrl])
      expect(text).not.toContain(canary);
  });
});

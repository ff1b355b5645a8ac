import type { App } from '../../core/app.ts';
import { effectiveFields, MODEL_FIELDS } from './config-fields.ts';
import { readPlatformSettings } from './platform-settings.ts';
import { readUserConfig } from './user-configs.ts';

/** Which models the platform uses for a user. @throws UnknownNameError */
export async function modelConfigOf(
  app: App,
  userId: bigint,
): Promise<Readonly<Record<string, string>>> {
  const [own, settings] = await Promise.all([
    readUserConfig(app, userId, 'models'),
    readPlatformSettings(app, ['models']),
  ]);
  return effectiveFields(MODEL_FIELDS, own, settings.get('models') ?? {});
}

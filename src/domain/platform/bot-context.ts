import type { App } from '../../core/app.ts';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import { maxConcurrentBots } from '../users/service.ts';
import { sentWebhook } from '../webhooks/sent-webhook.ts';
import { loadWebhooks } from '../webhooks/service.ts';
import { calendarsIn, DEFAULT_BOT_NAME } from './calendars.ts';
import { configText, effectiveFields, TRANSCRIPTION_FIELDS } from './config-fields.ts';
import { readPlatformSettings } from './platform-settings.ts';
import { type ConfigOwner, configOf, loadConfigOwner } from './user-configs.ts';

/**
 * What the platform needs to send a bot for a user without a request of the user's own: as the gateway
 * would say it. A suspended user may run none.
 * @throws UnknownNameError
 */
export async function botContextOf(app: App, userId: bigint) {
  const [owner, settings, [webhook]] = await Promise.all([
    loadConfigOwner(app.db.rows, userId),
    readPlatformSettings(app, ['transcription', 'diagnostics']),
    loadWebhooks(app, [userId]),
  ]);
  const transcription = transcriptionOf(app, owner, settings.get('transcription') ?? {});
  return {
    max_concurrent: owner.isActive ? maxConcurrentBots(app, owner) : 0,
    bot_name: calendarsIn(configOf(app, owner, 'calendars')).botName ?? DEFAULT_BOT_NAME,
    capture_signal: capturesSignal(owner, settings.get('diagnostics') ?? {}),
    ...(webhook && sentWebhook(app, { ...webhook, secret: () => webhook.secret })),
    ...(transcription && { transcription }),
  };
}

/**
 * A user's own service gets none of the platform's credentials: they would go to an address that the
 * user chose.
 */
function transcriptionOf(app: App, owner: ConfigOwner, platform: JsonObject) {
  const own = configOf(app, owner, 'transcription');
  const isOwn = configText(own, 'url') !== null;
  const fields = effectiveFields(TRANSCRIPTION_FIELDS, own, isOwn ? {} : platform);
  if (Object.keys(fields).length === 0) return null;
  return { ...fields, provider: isOwn ? 'customer' : 'vexa' };
}

/** On, unless the user's data or the platform's setting turns it off. */
function capturesSignal({ data }: ConfigOwner, platform: JsonObject): boolean {
  const own = isJsonObject(data) ? data['diagnostics'] : null;
  const flags = [own, platform].map((source) =>
    isJsonObject(source) ? flagIn(source['capture_signal']) : null,
  );
  return flags.find((flag) => flag !== null) ?? true;
}

function flagIn(value: unknown): boolean | null {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if ([true, 'true', '1', 'yes', 'on'].includes(word as string | boolean)) return true;
  return [false, 'false', '0', 'no', 'off'].includes(word as string | boolean) ? false : null;
}

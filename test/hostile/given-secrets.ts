import { randomBytes } from 'node:crypto';
import { newSecret } from '../../src/security/keys/secret.ts';
import type { Canaries } from '../support/canaries.ts';

export const random = () => randomBytes(9).toString('hex');
/** With all that an encoding changes. */
const signing = (name: string) => `${name} "${random()}" \\ ü/+%&`;

/** Every secret that the service is given, by what it is. */
export const CANARIES = {
  adminKey: `admin-${random()}-${random()}`,
  analyticsKey: `analytics-${random()}-${random()}`,
  internal: `internal-${random()}-${random()}`,
  pepper: `pepper-${random()}-${random()}`,
  password: `password-${random()}`,
  sourcePassword: `source-${random()}`,
  header: `idempotency-${random()}`,
  wrongKey: `vxa_bot_${random()}${random()}${random()}`,
  foreignKey: `vxa_bot_${random()}${random()}`,
  byWebhook: signing('by-webhook'),
  byRest: signing('by-rest'),
  byUser: signing('by-user'),
  byPatch: signing('by-patch'),
  byUpdate: signing('by-update'),
  misplaced: signing('misplaced'),
  byMeeting: signing('by-meeting'),
  byStatus: signing('by-status'),
  byImport: signing('by-import'),
  byImportDeep: signing('by-import-deep'),
  malformed: signing('malformed'),
  inCalendar: `calendar-${random()}`,
  inModels: `models-${random()}`,
  inTranscription: `transcription-${random()}`,
  inWorkspace: `workspace-${random()}`,
  inSetting: `setting-${random()}`,
  eventSecret: `events-${random()}-${random()}`,
  inEvent: newSecret('vxa', 'bot'),
  inReason: newSecret('vxa', 'bot'),
  inSource: `whsec_${random()}`,
} as const satisfies Canaries;

/** Data in which a webhook has a secret. */
export const hooked = (secret: string) => ({
  webhook_url: 'https://hooks.example.com/',
  webhook_secret: secret,
});

import type { Domain } from '../kit/domain.ts';
import { accounts } from './accounts/index.ts';
import { adminKeys } from './admin-keys/index.ts';
import { analytics } from './analytics/index.ts';
import { apiKeys } from './api-keys/index.ts';
import { audit } from './audit/index.ts';
import { backup } from './backup/index.ts';
import { clientWarningsDomain } from './client-warnings/index.ts';
import { erasure } from './erasure/index.ts';
import { gateway } from './gateway/index.ts';
import { health } from './health/index.ts';
import { ingest } from './ingest/index.ts';
import { legalHolds } from './legal-holds/index.ts';
import { live } from './live/index.ts';
import { meetings } from './meetings/index.ts';
import { platform } from './platform/index.ts';
import { provisioning } from './provisioning/index.ts';
import { retention } from './retention/index.ts';
import { revocation } from './revocation/index.ts';
import { settings } from './settings/index.ts';
import { signIn } from './sign-in/index.ts';
import { sweep } from './sweep/index.ts';
import { telematics } from './telematics/index.ts';
import { usage } from './usage/index.ts';
import { userStats } from './user-stats/index.ts';
import { users } from './users/index.ts';
import { vexaEvents } from './vexa-events/index.ts';
import { vexaImport } from './vexa-import/index.ts';
import { viewer } from './viewer/index.ts';
import { webhooks } from './webhooks/index.ts';

/** All domains, in the order of the REST documentation. A domain that is not here is not served. */
export const DOMAINS: readonly Domain[] = [
  users,
  accounts,
  apiKeys,
  revocation,
  adminKeys,
  usage,
  audit,
  erasure,
  clientWarningsDomain,
  meetings,
  legalHolds,
  ingest,
  analytics,
  telematics,
  userStats,
  live,
  viewer,
  settings,
  signIn,
  provisioning,
  gateway,
  webhooks,
  platform,
  vexaEvents,
  vexaImport,
  sweep,
  retention,
  backup,
  health,
];

import { INT32_MAX } from '../input/integer.ts';
import { optional, preset } from './described.ts';
import { integerSetting, limitStore } from './rules.ts';

/** How much of it. */
export const LIMITS = {
  RATE_LIMIT_KEY: preset(
    integerSetting(0, INT32_MAX),
    '6000',
    "How many requests per minute a user's key may send, together with the keys it replaced. All keys that a user minted itself count together, and so do its sessions. `updateToken` sets another number for one key. `0`: no limit.",
  ),
  RATE_LIMIT_ADMIN_KEY: optional(
    integerSetting(0, INT32_MAX),
    '60000',
    'The same for an admin or analytics key, whether from the settings or a named one (`updateAdminKey`). All admin keys that depend on the same users count together. Default: ten times `RATE_LIMIT_KEY`.',
  ),
  RATE_LIMIT_INTERNAL: optional(
    integerSetting(0, INT32_MAX),
    '1200000',
    'The same for an internal secret. Default: 200 times `RATE_LIMIT_KEY`.',
  ),
  RATE_LIMIT_ADDRESS: preset(
    integerSetting(0, INT32_MAX),
    '240000',
    'How many requests per minute one address (for IPv6: one /64 network) may send. Requests with the correct internal secret do not count. `0`: no limit.',
  ),
  GUESS_LIMIT: preset(
    integerSetting(0, INT32_MAX),
    '20',
    'How many wrong keys per minute one address may send before it is slowed down: its keys are then checked one at a time with growing delays, correct and wrong ones alike, except those that were correct from that address within the last hour. `0`: no limit.',
  ),
  RATE_LIMIT_STORE: preset(
    limitStore,
    'memory',
    'Where these are counted: `memory` (per process) or `postgres` (shared by all processes; adds to each request one statement for its address and one for its key, and one more for a key that is new to the process).',
  ),
  DEFAULT_MAX_CONCURRENT_BOTS: preset(
    integerSetting(0, INT32_MAX),
    '0',
    'How many bots a user may run at once, unless the user has its own limit.',
  ),
  AUDIT_REFUSALS_DAYS: preset(
    integerSetting(0, 36_500),
    '90',
    'How many days refused requests stay in the audit log; older ones are dropped, and an event records how many. `0`: as long as all other events (`AUDIT_RETENTION_DAYS`).',
  ),
};

import { INT32_MAX } from '../input/integer.ts';
import { preset, secret } from './described.ts';
import { providerList } from './providers.ts';
import {
  eventUsers,
  headerKeys,
  integerSetting,
  pepper,
  scopeList,
  tokenPrefix,
  trueOrFalse,
} from './rules.ts';

/** Who may use it. */
export const KEYS = {
  ADMIN_API_TOKEN: secret(
    headerKeys,
    'The operator’s key (`X-Admin-API-Key`), or two during a key change, separated by a ' +
      'comma. Required in production, at least 24 characters; in development the first start ' +
      'creates one and shows it.',
  ),
  ANALYTICS_API_TOKEN: secret(
    headerKeys,
    'A second key for the same header that reads figures and changes nothing; or two during a key change.',
  ),
  INTERNAL_API_SECRET: secret(
    headerKeys,
    'The secret that the platform’s own services send to `/internal/*` (`X-Internal-Secret`); or two during a change.',
  ),
  VEXA_SYSTEM_WEBHOOK_SECRET: secret(
    headerKeys,
    'The secret with which a running Vexa 0.12 signs its operator callback to `/internal/vexa/events`, as in its own setting of that name; or two during a change.',
  ),
  VEXA_EVENT_USERS: preset(
    eventUsers,
    'imported',
    'Whose user ids these events have. `imported`: those of the Vexa installation that was imported. `own`: also those of users here, when this service is the admin API of that installation.',
  ),
  OIDC_PROVIDERS: secret(
    providerList,
    'The OpenID Connect providers whose access tokens are accepted in `Authorization: Bearer`, as JSON: issuer, audience and the rules that decide what a token grants. [docs/sign-in.md](sign-in.md)',
  ),
  FIRST_ADMIN_CLAIM: preset(
    trueOrFalse,
    'false',
    'While no user has the role `admin`: whether the platform’s login page, which has the internal secret, may give it to the first user who signs in.',
  ),
  TOKEN_PREFIX: preset(tokenPrefix, 'vxa', 'The prefix of every new API key.'),
  TOKEN_PEPPER: secret(
    pepper,
    'At least 32 characters, mixed into the digest of every API key: with another one, no ' +
      'existing key works. Required in production with `DATABASE_URL`; otherwise generated and ' +
      'stored in `DATA_DIR`.',
  ),
  TOKEN_PEPPER_PREVIOUS: secret(
    pepper,
    'The pepper that `TOKEN_PEPPER` replaces: keys work under both, and move to the new one ' +
      'as they are used.',
  ),
  TOKEN_ALLOWED_SCOPES: preset(
    scopeList,
    'bot,tx,browser',
    'The scopes that new keys may have, separated by commas.',
  ),
  TOKEN_DEFAULT_LIFETIME: preset(
    integerSetting(0, INT32_MAX),
    '0',
    'How many seconds a new key works if the request does not say. `0`: until it is revoked.',
  ),
  TOKEN_MAX_LIFETIME: preset(
    integerSetting(0, INT32_MAX),
    '0',
    'The longest lifetime of a new key, in seconds; keys created without an expiry get it. `0`: no limit.',
  ),
  TOKEN_MAX_PER_USER: preset(
    integerSetting(0, 100_000),
    '0',
    'How many working keys a user may have; a key and its replacements count as one. `0`: no limit, except that a signed-in user with 20 working keys mints no more.',
  ),
};

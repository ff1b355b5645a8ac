import { optional, preset } from './described.ts';
import { fileList, integerSetting, trueOrFalse, trustMode } from './rules.ts';

/** What GraphQL clients get. */
export const GRAPHQL = {
  GRAPHIQL: optional(
    trueOrFalse,
    'true',
    'Serve GraphiQL at `/graphql` to browsers. Default in production: `false`.',
  ),
  TRUSTED_DOCUMENTS: optional(
    fileList,
    '',
    'Manifests of GraphQL documents that clients can name by `documentId`: paths of JSON files, separated by commas. See [Trusted documents](trusted-documents.md).',
  ),
  TRUSTED_DOCUMENTS_MODE: preset(
    trustMode,
    'off',
    '`report`: count and log clients that send documents not in `TRUSTED_DOCUMENTS`. `enforce`: refuse them. Admin and analytics keys and keys of administrators can always send any document.',
  ),
  SHORT_CUTS: preset(
    trueOrFalse,
    'true',
    'Serve plain POST queries on a fast path with compiled queries, let concurrent requests share statements, and read only selected columns. `false` is slower; use it for troubleshooting.',
  ),
  SUBSCRIPTION_HEARTBEAT_MS: preset(
    integerSetting(100, 20_000),
    '10000',
    'The interval, in milliseconds, at which an idle subscription sends a comment, so that no proxy closes the connection.',
  ),
  SUBSCRIPTIONS_AT_ONCE: preset(
    integerSetting(2, 1_000_000),
    '2048',
    'How many subscriptions are open at once. One address gets at most half of them, several share; further ones are refused with 503 and `Retry-After`.',
  ),
};

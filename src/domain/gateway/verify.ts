import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import {
  tokenVerifier,
  type VerifiedKey,
  type VerifierOptions,
} from '../../security/authentication/user-key.ts';
import type { KeyLookup } from '../../security/keys/lookup.ts';

/** A key with everything that the platform's gateway wants to know of its user. */
export type GatewayKey = VerifiedKey & {
  readonly email: string;
  readonly maxConcurrentBots: number | null;
  readonly webhookUrl: string | null;
  readonly webhookEvents: unknown;
  /** Sealed. */
  readonly webhookSecret: Uint8Array | null;
  readonly memberships: unknown;
};

declare module '../../core/app.ts' {
  interface App {
    /** As `verifyKey`, with what a gateway wants to know. */
    readonly gatewayKeys: KeyLookup<GatewayKey>;
  }
}

/** The same read as for every request, with more columns: no second statement. */
export function gatewayVerifier(rows: Rows, options: VerifierOptions): KeyLookup<GatewayKey> {
  return tokenVerifier<GatewayKey>(
    rows,
    options,
    sql`, u.email, u.max_concurrent_bots as "maxConcurrentBots", u.data ->> 'webhook_url' as "webhookUrl",
      u.data -> 'webhook_events' as "webhookEvents", u.data -> 'memberships' as memberships,
      (select s.sealed from webhook_secrets s where s.user_id = u.id) as "webhookSecret"`,
  );
}

import type { Logger } from 'pino';
import sql from 'sql-template-tag';

/** A standby, or a server, database or role whose transactions are set to be read-only. */
export const IS_READ_ONLY = sql`select current_setting('transaction_read_only') = 'on' as "isReadOnly"`;

type Options = {
  readonly log: Logger;
  /** The next question goes to whichever server the address leads to then. */
  readonly renewProbe: () => void;
  readonly renew: () => void;
};

export type WritableWatch = {
  readonly isReadOnly: () => boolean;
  /** A write was refused: some connections lead to a server that takes none. */
  readonly suspect: () => void;
  /** What the database says of itself. */
  readonly hear: (isReadOnly: boolean) => void;
};

/**
 * Follows a database through a failover: connections to the server that takes no writes any longer
 * are replaced as soon as the address leads to one that does.
 */
export function watchWrites({ log, renewProbe, renew }: Options): WritableWatch {
  let since: number | null = null;
  let isSuspected = false;

  function enter(): void {
    renewProbe();
    if (since !== null) return;
    since = performance.now();
    log.warn('the database is read-only; writes are refused until it is writable');
  }

  function leave(): void {
    if (since === null && !isSuspected) return;
    if (since === null)
      log.warn('a connection reached a read-only server; all connections are renewed');
    else {
      const readOnlyMs = Math.round(performance.now() - since);
      log.warn({ readOnlyMs }, 'the database is writable; all connections to it are renewed');
    }
    since = null;
    isSuspected = false;
    renew();
  }

  return {
    isReadOnly: () => since !== null,
    suspect: () => {
      isSuspected = true;
      renewProbe();
    },
    hear: (isReadOnly) => (isReadOnly ? enter() : leave()),
  };
}

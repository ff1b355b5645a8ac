import type { Metrics } from '../../core/metrics.ts';

/** Why a client is hung up on before it has a request that is answered and counted like others. */
const REASONS = {
  /** More than `CONNECTIONS_PER_ADDRESS`. */
  address_limit: 0,
  /** More requests than may wait on one connection. */
  pipelining: 0,
  /** What is not HTTP, or comes too slowly. */
  unreadable: 0,
  tls: 0,
};

type RefuseReason = keyof typeof REASONS;
export type CountRefused = (reason: RefuseReason) => void;

/** Counts them. They leave no line in the log, which anybody could fill. */
export function countRefused({ counter }: Pick<Metrics, 'counter'>): CountRefused {
  const counts = { ...REASONS };
  counter({
    name: 'latchkey_connections_refused_total',
    help: 'Connections that were ended before a request on them could be handled, by reason.',
    labels: ['reason'],
    read: () => Object.entries(counts).map(([reason, value]) => ({ labels: { reason }, value })),
  });
  return (reason) => {
    counts[reason] += 1;
  };
}

import type { App } from '../../core/app.ts';
import type { Metrics } from '../../core/metrics.ts';

export function watchSubscriptions(
  { counter }: Pick<Metrics, 'counter'>,
  { behind }: App['changes'],
): void {
  counter({
    name: 'latchkey_subscriptions_behind_total',
    help: 'Subscriptions that were ended because their clients were too far behind.',
    read: behind,
  });
}

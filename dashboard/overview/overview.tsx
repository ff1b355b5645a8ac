import type { Period } from '../range.ts';
import { Concurrency } from './concurrency.tsx';
import { PerDay } from './per-day.tsx';
import { Platforms, Times } from './platforms.tsx';
import { Reasons } from './reasons.tsx';
import { TopUsers } from './top-users.tsx';
import { Totals } from './totals.tsx';

/** The whole installation in one range. */
export function Overview({ period }: { readonly period: Period }) {
  return (
    <>
      <Totals period={period} />
      <PerDay period={period} />
      <Concurrency period={period} />
      <div class="pair">
        <Platforms period={period} />
        <Reasons period={period} />
      </div>
      <Times period={period} />
      <TopUsers period={period} />
    </>
  );
}

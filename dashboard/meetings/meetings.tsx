import type { Period } from '../range.ts';
import { MeetingDetail } from './detail.tsx';
import { MeetingList } from './list.tsx';

type Props = { readonly period: Period; readonly chosen: string | null; readonly isAdmin: boolean };

/** The meetings of the range, or the one that was chosen. */
export function Meetings({ period, chosen, isAdmin }: Props) {
  if (chosen !== null) return <MeetingDetail id={chosen} />;
  return <MeetingList period={period} isLive={isAdmin} />;
}

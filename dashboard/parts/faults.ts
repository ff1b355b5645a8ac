import { words } from '../format.ts';
import type { Fault } from '../generated/graphql.ts';

/** Who could have prevented the end of a meeting. */
export const FAULTS = [
  { fault: 'NONE', name: 'Nobody', color: 'good' },
  { fault: 'USER', name: 'People', color: 'people' },
  { fault: 'BOT', name: 'Bot', color: 'bad' },
  { fault: 'PLATFORM', name: 'Platform', color: 'platform' },
  { fault: 'UNKNOWN', name: 'Unknown', color: 'other' },
] as const satisfies readonly { fault: Fault; name: string; color: string }[];

export function faultName(fault: Fault): string {
  return FAULTS.find((entry) => entry.fault === fault)?.name ?? words(fault);
}

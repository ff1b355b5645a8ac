import { instantOf } from '../../../core/time/instant.ts';

const FORM =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:[Zz]|([+-]\d\d)(?::?(\d\d))?)?$/;

/**
 * A date as a bot wrote it into JSON, in UTC and with milliseconds; null for what is none. One
 * without a zone is UTC: the bots' clocks are. Rounded as PostgreSQL rounds the columns beside it.
 */
export function readSourceTimestamp(text: string): string | null {
  const parts = FORM.exec(text.trim());
  if (parts === null) return null;
  const [, date = '', minute, second = '00', fraction = '0', hours, minutes = '00'] = parts;
  const at = instantOf({
    date,
    time: `${minute}:${second}`,
    milliseconds: Math.round(Number(`0.${fraction}`) * 1_000),
    offset: hours === undefined ? 'Z' : `${hours}:${minutes}`,
  });
  return at === null ? null : at.toISOString();
}

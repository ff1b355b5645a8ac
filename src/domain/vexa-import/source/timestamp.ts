const FORM =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * A date as a bot wrote it into JSON, in UTC and with milliseconds; null for what is none. One
 * without a zone is UTC: the bots' clocks are. Rounded as PostgreSQL rounds the columns beside it.
 */
export function readSourceTimestamp(text: string): string | null {
  const parts = FORM.exec(text.trim());
  if (parts === null) return null;
  const [, year = '', month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = parts;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A thirtieth of February would quietly become a day of March.
  if (Number.isNaN(local) || new Date(local).getUTCDate() !== Number(day)) return null;
  const millis = Math.round(Number(`0.${fraction || 0}`) * 1_000);
  const at = new Date(local + millis - offsetMillis(zone));
  return year === '0000' || Math.abs(at.getTime()) > LAST ? null : at.toISOString();
}

/** The end of the year 9999, which is as far as four digits go. */
const LAST = Date.UTC(9999, 11, 31);

function offsetMillis(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const INTEGER = new Intl.NumberFormat('en');
const SHARE = new Intl.NumberFormat('en', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** What stands where there is no figure. */
export const NOTHING = '–';

export type Figure = number | string | null | undefined;

export function count(value: Figure): string {
  return isMissing(value) ? NOTHING : INTEGER.format(Number(value));
}

/** `1 row`, `2 rows`. */
export function counted(value: Figure, one: string): string {
  return `${count(value)} ${Number(value) === 1 ? one : `${one}s`}`;
}

export function decimal(value: Figure): string {
  return isMissing(value) ? NOTHING : DECIMAL.format(Number(value));
}

export function share(value: Figure): string {
  return isMissing(value) ? NOTHING : SHARE.format(Number(value));
}

const MINUTE = 60;
const HOUR = 3_600;

/** Seconds, as precisely as somebody wants to read them. */
export function duration(value: Figure): string {
  if (isMissing(value)) return NOTHING;
  const seconds = Number(value);
  if (seconds < 10) return `${DECIMAL.format(seconds)} s`;
  if (seconds < MINUTE) return `${Math.round(seconds)} s`;
  const rounded = Math.round(seconds);
  if (rounded < HOUR) return `${Math.floor(rounded / MINUTE)} min ${rounded % MINUTE} s`;
  const minutes = Math.round(seconds / MINUTE);
  return `${INTEGER.format(Math.floor(minutes / MINUTE))} h ${minutes % MINUTE} min`;
}

const MEGABYTE = 1_048_576;

export function bytes(value: Figure): string {
  return isMissing(value) ? NOTHING : `${DECIMAL.format(Number(value) / MEGABYTE)} MiB`;
}

/** `GOOGLE_MEET`, `google_meet` → `Google meet`. */
export function words(name: string): string {
  const text = name.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isMissing(value: Figure): value is null | undefined {
  return value === null || value === undefined;
}

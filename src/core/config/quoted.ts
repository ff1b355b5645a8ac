import type { Problem } from './secret-files.ts';
import { SETTING_NAMES } from './settings.ts';

const QUOTES = ['"', "'", '`'];

/** Values in quotes, which shells remove and `docker --env-file` does not: no setting has any around it. */
export function quotedProblems(values: Readonly<Record<string, string>>): readonly Problem[] {
  return SETTING_NAMES.filter((name) => isQuoted(values[name] ?? '')).map((name) => ({
    name,
    message: 'is in quotes, which would be a part of it: remove them',
  }));
}

function isQuoted(value: string): boolean {
  const [first = ''] = value;
  return value.length > 1 && QUOTES.includes(first) && value.endsWith(first);
}

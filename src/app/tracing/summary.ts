import { ownText } from '../../core/own-text.ts';

/** Verbs of the words that stand before the name of a table. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['from', 'SELECT'],
  ['join', 'SELECT'],
  ['update', 'UPDATE'],
  ['insert into', 'INSERT'],
  ['delete from', 'DELETE'],
]);
/** With a bracket after it, a name behind `from` is that of a function. */
const TABLES =
  /\b(insert into|delete from|update|from|join) (?:only |lateral )?"?([a-z_]{1,63})\b( ?\()?/gi;
const FIRST_WORD = /^\s*([a-z]{1,20})\b/i;
/** The same words without a table behind them. */
const NO_TABLE =
  /\bfor (?:no key )?update\b|\bdo update\b|\bdistinct from\b|\bextract ?\([a-z]{1,20} from\b/gi;
/** A longer text says no more about its tables. */
const MOST_CHARACTERS = 10_000;
const MOST_TABLES = 3;

const known = new Map<string, string>();
const MOST_KNOWN = 1_000;

/** What a statement does, without anything that callers choose: `SELECT meetings INSERT audit_events`. */
export function statementSummary(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  const summary = ownText(summarise(text.slice(0, MOST_CHARACTERS).replace(NO_TABLE, '')));
  if (known.size < MOST_KNOWN) known.set(text, summary);
  return summary;
}

function summarise(text: string): string {
  const uses = [...text.matchAll(TABLES)].flatMap(([, word = '', table, bracket]) => {
    const verb = VERBS.get(word.toLowerCase());
    return verb === 'SELECT' && bracket !== undefined ? [] : `${verb} ${table}`;
  });
  if (uses.length > 0) return [...new Set(uses)].slice(0, MOST_TABLES).join(' ');
  return FIRST_WORD.exec(text)?.[1]?.toUpperCase() ?? 'STATEMENT';
}

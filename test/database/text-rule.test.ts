import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

// What the locale of a database decides is the same on no two of them: text is folded by `folded_text`
// and `folded_address`, and sorted in the collation "C".

/** Lines that may, each with its reason. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  // The bounds of ranges.
  'src/domain/analytics/summaries/coverage.ts': /select lower\(p\) as from_at, upper\(p\) as to_at/,
  'src/domain/analytics/summaries/slots.ts':
    /(lower|upper)\((\$\{slot\} \* s\.span|\$\{again\} \* s\.span|h\.again)\)/,
  'src/domain/analytics/concurrency.ts': /(lower|upper)\((\$\{slot\} \* |\$\{again\} \* |h\.again)/,
  'src/domain/telematics/performance-sql.ts': /sum\(upper\(s\) - lower\(s\)\)/,
  'src/domain/telematics/transcript-sql.ts': /sql`lower\(s\)`\)/,
  // The index by which the previous version finds addresses.
  'src/data/migrations/steps/fold-users.ts': /users \(lower\(email\)\)/,
  // Which rows go together, in whatever order.
  'src/domain/ingest/meetings.ts': /order by m\.platform, m\.native_meeting_id, m\.created_at desc/,
};

const FOLDS_BY_LOCALE =
  /(?<![.\w])(lower|upper|initcap|casefold)\s*\(|\bilike\b|(?<! collate "C" )~~?\*|'insensitive'|\bcitext\b|localeCompare|toLocale(Lower|Upper)Case/i;
const SORTS_TEXT =
  /order by[^;`]*\b(email|name|actor_name|status|platform|native_meeting_id|completion_reason)\b\b(?!_|\)? collate "C")/i;

function offences(pattern: RegExp): string[] {
  return globSync('src/**/*.ts', { exclude: ['src/data/generated/**'] }).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
      .filter((line) => ALLOWED[file]?.test(line) !== true)
      .map((line) => `${file}: ${line.trim()}`),
  );
}

it('no statement folds text by the locale of the database', () => {
  expect(offences(FOLDS_BY_LOCALE)).toEqual([]);
});

it('no statement sorts text by the locale of the database', () => {
  expect(offences(SORTS_TEXT)).toEqual([]);
});

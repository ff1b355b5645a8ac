import { runKey } from './command.ts';

/** A rule as its scanner would apply it. */
export type Scanner = {
  readonly sources: readonly string[];
  readonly find: (text: string) => readonly string[];
};

/** Reads what is printed for gitleaks: the literal strings of TOML, taken as they are. */
export function gitleaks(prefix = 'vxa'): Scanner {
  const { output } = runKey(['gitleaks', '--prefix', prefix]);
  const rules = output.split('[[rules]]').slice(1);
  const sources = rules.map((rule) => field(rule, /^regex = '''(.*)'''$/m));
  const scans = rules.map((rule, place) => {
    const keyword = field(rule, /^keywords = \["(.*)"\]$/m);
    const entropy = Number(field(rule, /^entropy = (.*)$/m));
    const find = finder(sources[place] ?? '');
    return (text: string) =>
      text.toLowerCase().includes(keyword)
        ? find(text).filter((secret) => entropyOf(secret) > entropy)
        : [];
  });
  return { sources, find: (text) => scans.flatMap((scan) => scan(text)) };
}

/** Reads what is printed for GitHub: three parts, of which only the middle one is taken. */
export function github(prefix = 'vxa'): Scanner & { readonly samples: readonly string[] } {
  const { output } = runKey(['github', '--prefix', prefix]);
  const patterns = output.split('Pattern name:').slice(1);
  const parts = patterns.map((pattern) =>
    ['Before secret', 'Secret format', 'After secret'].map((name) =>
      field(pattern, new RegExp(`^${name}: +(.*)$`, 'm')),
    ),
  );
  // Hyperscan reports matches that share their ends, so two keys with one comma between are two.
  const scans = parts.map(([before, secret, after]) =>
    finder(`(?<=${before})(${secret})(?=${after})`),
  );
  return {
    sources: parts.flat(),
    find: (text) => scans.flatMap((scan) => scan(text)),
    samples: patterns.flatMap(
      (pattern) => pattern.split('Test string:\n')[1]?.trim().split('\n') ?? [],
    ),
  };
}

/** Bits for each character, as gitleaks reckons them. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / text.length);
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
}

function finder(source: string): (text: string) => readonly string[] {
  // The two ends of a text have other names here. With `u`, whatever else is unknown is an error.
  const pattern = new RegExp(source.replace('\\A', '^').replace('\\z', '$'), 'gu');
  return (text) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function field(text: string, pattern: RegExp): string {
  const [, value] = pattern.exec(text) ?? [];
  if (value === undefined) throw new Error(`nothing printed is like ${pattern}`);
  return value;
}

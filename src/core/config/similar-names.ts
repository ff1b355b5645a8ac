import { SETTING_NAMES } from './settings.ts';

/** A short name, such as PORT, is near to many that are meant for other programs. */
const SHORTEST = 8;
const MOST_EDITS = 2;
const FEWEST_WORDS = 2;
const OWN = 'LATCHKEY_';

/** What Kubernetes and Docker say of other services, and families of names that others define. */
const OF_OTHERS =
  /_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_|$)|^(?:NPM|OTEL|KUBERNETES|SYSTEMD|GITHUB|GITLAB|CI|RUNNER|XDG|NODE|VITEST)_/;
const LINK = /^(?:tcp|udp|sctp):\/\//;

/** What people call the same thing. */
const SYNONYMS: readonly ReadonlySet<string>[] = [
  new Set(['DIR', 'DIRECTORY', 'FOLDER', 'PATH', 'FILE']),
  new Set(['EVERY', 'INTERVAL']),
];

type Given = Readonly<Record<string, string | undefined>>;

const KNOWN = new Set(SETTING_NAMES);

/** The setting that a name of the environment resembles; undefined for a setting, and for what is likely meant for others. */
export function similarSetting(name: string, env: Given): string | undefined {
  if (KNOWN.has(name)) return undefined;
  const written = name.toUpperCase();
  const near = SETTING_NAMES.find((other) => isNear(written, other));
  if (near !== undefined) return near;
  if (OF_OTHERS.test(written) || LINK.test(env[name] ?? '')) return undefined;
  const own = written.startsWith(OWN) ? written.slice(OWN.length) : written;
  // Where the setting is there as well, the other name is for somebody else.
  const isFree = (other: string) => !env[other];
  if (own !== written && KNOWN.has(own)) return isFree(own) ? own : undefined;
  const free = SETTING_NAMES.filter(isFree);
  return free.find((other) => areSame(own, other)) ?? free.find((other) => lacksWord(own, other));
}

function isNear(name: string, other: string): boolean {
  const isLong = name.length >= SHORTEST && other.length >= SHORTEST;
  const difference = Math.abs(name.length - other.length);
  return isLong && difference <= MOST_EDITS && editsBetween(name, other) <= MOST_EDITS;
}

function areSame(name: string, setting: string): boolean {
  const words = name.split('_');
  return words.length >= FEWEST_WORDS && isSame(words, setting.split('_'));
}

/**
 * Whether one of two names lacks a word of the other. A word before the others is the name of another program, and one
 * after them makes another setting of it: only in between is it the same one.
 */
function lacksWord(name: string, setting: string): boolean {
  const [words, others] = [name.split('_'), setting.split('_')];
  if (Math.min(words.length, others.length) < FEWEST_WORDS) return false;
  const places = (length: number) => Array.from({ length: length - 1 }, (_, place) => place + 1);
  const isShort = places(others.length).some((place) => isSame(words, others.toSpliced(place, 1)));
  const isLong = places(words.length - 1).some((place) =>
    isSame(words.toSpliced(place, 1), others),
  );
  return isShort || isLong;
}

function isSame(words: readonly string[], others: readonly string[]): boolean {
  return (
    words.length === others.length &&
    words.every((word, place) => areAlike(word, others[place] ?? ''))
  );
}

const SHORTEST_WORD = 3;

/** The same, a synonym, or an abbreviation. */
function areAlike(word: string, other: string): boolean {
  if (word === other || SYNONYMS.some((group) => group.has(word) && group.has(other))) return true;
  const [one, two] = [word, other].map((text) => (text.endsWith('S') ? text.slice(0, -1) : text));
  if (one === undefined || two === undefined) return false;
  const isLong = Math.min(one.length, two.length) >= SHORTEST_WORD;
  return isLong && (one.startsWith(two) || two.startsWith(one));
}

/** How many characters have to be inserted, deleted or replaced (Levenshtein). */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, count) => count);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + (to[at - 1] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

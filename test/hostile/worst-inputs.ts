const LENGTH = 1_048_576;
/** What no expression of ours asks for: it makes what came before it no match after all. */
const SPOILERS = ['', '\u0001'];
const ALPHABET = [...'aAzZ059._-+/:;=,"\'<>(){}[]#%&@!?|\\ \t\n\r\u00e9αאあ中가\u0301\u0661'];
const MOST_UNITS = 10;
/** In JSON, a sign is two or more: an expression may take the second for the first of something else. */
const ESCAPES = [...'bfnrt"\\/'].map((sign) => `\\${sign}`).concat('\\u0074');

/** An escape, a class, or one character: what matches one character, without how often. */
const ATOM =
  /\\(?:[pP]\{[\w=]+\}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|.)|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)|[\^$*+?()|]|\{\d+(?:,\d*)?\}|./gs;
const SYNTAX = /^(?:[\^$*+?()|]|\(\?.*|\{\d.*\}|\\[bB])$/s;

/** Two characters that an atom matches, or what there is. */
function samplesOf(atom: string, flags: string): string[] {
  const matches = new RegExp(`^(?:${atom})$`, flags.replace(/[gy]/g, ''));
  const named = [...atom.matchAll(/\\u\{?([0-9a-fA-F]+)/g)].map(([, number = '']) =>
    String.fromCodePoint(Number.parseInt(number, 16)),
  );
  return [...new Set([...atom.slice(-1), ...ALPHABET, ...named])]
    .filter((one) => matches.test(one))
    .slice(0, 2);
}

/**
 * Texts that an expression may take longest for, made of its own pieces: each piece, and each run of
 * pieces, again and again, after what leads there, with an end that fits and with one that does not.
 */
export function* worstInputs(source: string, flags: string): Generator<string> {
  const atoms = (source.match(ATOM) ?? []).filter((atom) => !SYNTAX.test(atom));
  const samples = atoms.map((atom) => samplesOf(atom, flags));
  const first = samples.map(([one = '']) => one);
  const seen = new Set<string>();
  for (const [unit, before] of unitsOf(first, samples)) {
    for (const lead of new Set(['', before])) {
      for (const end of SPOILERS) {
        const key = JSON.stringify([lead, unit, end]);
        if (unit === '' || seen.has(key)) continue;
        seen.add(key);
        yield lead + unit.repeat(Math.floor(LENGTH / unit.length)) + end;
      }
    }
  }
}

function* unitsOf(
  first: readonly string[],
  samples: readonly (readonly string[])[],
): Generator<readonly [string, string]> {
  const whole = first.join('');
  yield [whole, ''];
  yield [whole.slice(0, -1), ''];
  for (const one of ESCAPES) yield [one, ''];
  const step = Math.ceil(first.length / MOST_UNITS) || 1;
  for (let at = 0; at < first.length; at += step) {
    const before = first.slice(0, at).join('');
    for (const one of samples[at] ?? []) yield [one, before];
    yield [first.slice(at, at + 2).join(''), before];
  }
}

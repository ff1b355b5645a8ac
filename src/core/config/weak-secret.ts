/** Values that stand in somebody's documentation, compared without case and punctuation. */
const KNOWN_DEFAULTS = new Set([
  'token',
  'admin',
  'adminapitoken',
  'adminkey',
  'admintoken',
  'analyticsapitoken',
  'changeit',
  'changeme',
  'changemeinproduction',
  'default',
  'devadmintoken',
  'devtoken',
  'example',
  'internalapisecret',
  'internalsecret',
  'password',
  'replaceme',
  'replacewithasecuretoken',
  'secret',
  'test',
  'testtoken',
  'vexaadmintoken',
  'youradminapitoken',
  'youradmintoken',
  'yoursecureadmintoken',
  'yoursecuretokenhere',
]);

/** What people write in place of a secret, longest first. A guesser starts with these. */
const WORDS =
  /administrator|production|correcthorsebatterystaple|thequickbrownfoxjumpsoverthelazydog|analytics|changeme|internal|latchkey|password|passw0rd|default|example|replace|change|letmein|secret|secure|development|pepper|please|random|string|token|admin|value|vexa|user|test|this|your|here|with|root|dev|key|latch|super|login|master|welcome|monkey|dragon|summer|winter|spring|autumn|company|server|database|postgres|hello|world|love|api|the|for|my|quick|brown|jumps|jumped|over|lazy|lorem|ipsum|dolor|amet|consectetur|acme|corp|corporation|business|office|family|forever|always|never|remember|something|nothing|everything|together|people|friend|morning|tonight|tomorrow|yesterday|football|sunshine|princess|shadow|coffee|chocolate|computer|internet|network|system|service|platform|meeting|operator|manager|engineer|project|product|customer|account|staging|deploy|github|google|amazon|docker|kubernetes|cluster|gateway|please|thank|sorry|really|great|good|best|very|much|more|most|have|will|would|should|could|cannot|can|must|that|them|they|there|their|these|those|when|where|what|which|who|why|how|from|into|onto|about|after|before|because|every|only|just|like|make|made|take|know|want|need|keep|safe|first|second|third|last|time|year|month|week|night|house|home|water|music|money|power|light|green|black|white|blue|red|fox|dog|cat|and|not|you|our|are|was|all|one|two|new|old|big|out|(?<!\d)(?:20[0-4]|19[5-9])\d(?!\d)|my|me|in|is|it|to|of|an?(?![a-z0-9])/y;

/** What lies in a row on a keyboard or in an alphabet, and the columns of a keyboard. */
const ROWS = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  '!@#$%^&*()',
  ...['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik,', '9ol.', '0p;/'],
];
const RUNS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

/** What a guesser would have to find out, in bits: three quarters of a random secret of 24 hexadecimal digits. */
const MIN_BITS = 70;
const MIN_DISTINCT = 6;
/** As much of it as is looked at: that is enough, or it is not. */
const MOST_LENGTH = 256;
/** A word out of the list; the place, the length and the direction of a run; where it was seen before. */
const WORD_BITS = 8;
const RUN_BITS = 6;
const REPEAT_BITS = 5;
/** What has fewer bits may come about by chance: three letters. Of digits, with so few of them, there is more: five hexadecimal ones, six decimal ones. */
const CHANCE_BITS = 15;
const DIGITS_CHANCE_BITS = 19;

export function isKnownDefault(value: string): boolean {
  return KNOWN_DEFAULTS.has(bare(value));
}

/** Whether most of a secret follows from the rest of it, from a keyboard, or from a list of usual words. */
export function isPredictable(value: string): boolean {
  const texts = decoded(value);
  return (
    isWeak(value) || [...texts, ...texts.flatMap(decoded)].some((text) => isWeak(text, BYTE_BITS))
  );
}

/** @param bitsOfOne what a character counts that follows from nothing; else what it could be among those of the text */
function isWeak(value: string, bitsOfOne?: number): boolean {
  const text = value
    .slice(0, MOST_LENGTH)
    .toLowerCase()
    .replace(/[\s._-]/g, '');
  if (new Set(text).size < MIN_DISTINCT) return true;
  // Rows of a keyboard may also be typed in turn: `q1w2e3`.
  return [1, 2, 3].some(
    (turns) => bitsInTurn(text, turns, bitsOfOne ?? bitsOfCharacter(text)) < MIN_BITS,
  );
}

function bitsInTurn(text: string, turns: number, bits: number): number {
  return Array.from({ length: turns }, (_, turn) => {
    const part = [...text].filter((_character, place) => place % turns === turn).join('');
    return bitsOf(part, bits);
  }).reduce((sum, own) => sum + own, 0);
}

/** Each character that follows from nothing counts in full, and what follows from something as one choice. */
function bitsOf(text: string, bitsOfOne: number): number {
  const plain = withoutLeet(text);
  const chance = bitsOfOne > HEX_BITS ? CHANCE_BITS : DIGITS_CHANCE_BITS;
  const shortest = Math.ceil(chance / Math.min(bitsOfOne, PRINTABLE_BITS));
  let bits = 0;
  let place = 0;
  while (place < text.length) {
    const [length, cost] = longestPart(text, plain, { place, shortest }) ?? [1, bitsOfOne];
    bits += Math.min(cost, length * bitsOfOne);
    place += length;
  }
  return bits;
}

type Part = readonly [length: number, bits: number];

type Start = { readonly place: number; readonly shortest: number };

function longestPart(text: string, plain: readonly string[], start: Start): Part | null {
  const { place, shortest } = start;
  const run = runAt(text, place);
  const repeat = repeatAt(text, place);
  const parts: readonly Part[] = [
    [Math.max(...[text, ...plain].map((one) => wordAt(one, place))), WORD_BITS],
    [run < shortest ? 0 : run, RUN_BITS],
    [repeat < shortest ? 0 : repeat, REPEAT_BITS],
  ];
  const longest = parts.reduce((one, other) => (isBetter(other, one) ? other : one));
  return longest[0] === 0 ? null : longest;
}

/** The longer one, and of two the one that is found out sooner. */
function isBetter([length, bits]: Part, [otherLength, otherBits]: Part): boolean {
  return length > otherLength || (length === otherLength && bits < otherBits);
}

function wordAt(text: string, place: number): number {
  WORDS.lastIndex = place;
  return WORDS.exec(text)?.[0].length ?? 0;
}

/** How far it goes on as a row, or with the same character. */
function runAt(text: string, place: number): number {
  let longest = 0;
  for (const row of RUNS) {
    let length = 0;
    const start = row.indexOf(text.charAt(place));
    while (
      start >= 0 &&
      length < text.length - place &&
      row.charAt(start + length) === text.charAt(place + length)
    )
      length += 1;
    longest = Math.max(longest, length);
  }
  let same = 1;
  while (text.charAt(place + same) === text.charAt(place)) same += 1;
  return Math.max(longest, same);
}

/** How much of what follows came before, forwards or backwards. */
function repeatAt(text: string, place: number): number {
  const before = text.slice(0, place);
  const backwards = [...before].reverse().join('');
  let length = 0;
  // What repeats itself may overlap with its beginning.
  const isSeen = (part: string) =>
    text.indexOf(part) < place || before.includes(part) || backwards.includes(part);
  while (place + length < text.length && isSeen(text.slice(place, place + length + 1))) length += 1;
  return length;
}

/** Bytes that could have been any others, of which readable ones came about by chance. */
const BYTE_BITS = 8;
const DIGIT_BITS = Math.log2(10);
const HEX_BITS = 4;
const ANY_BITS = Math.log2(36);
const PRINTABLE_BITS = Math.log2(69);
/** With fewer kinds of them, they are what people add to words. */
const MANY_SIGNS = 3;

/** What one of its characters could be. */
function bitsOfCharacter(text: string): number {
  if (/^[0-9]*$/.test(text)) return DIGIT_BITS;
  if (/^[0-9a-f]*$/.test(text)) return HEX_BITS;
  const signs = new Set(text.replace(/[a-z0-9]/g, ''));
  return signs.size < MANY_SIGNS ? ANY_BITS : PRINTABLE_BITS;
}

const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '+': 't',
  '€': 'e',
};

/** Signs that stand for letters as these letters, in the ways in which they can be read. */
function withoutLeet(text: string): readonly string[] {
  return ['l', 'i'].map((one) =>
    [...text].map((sign) => ('1!|'.includes(sign) ? one : (LEET[sign] ?? sign))).join(''),
  );
}

/** What a text is that was only written in another way. */
function decoded(value: string): string[] {
  const texts: string[] = [];
  if (/^(?:[0-9a-f]{2})+$/i.test(value)) texts.push(Buffer.from(value, 'hex').toString('latin1'));
  if (/^[\w+/-]+={0,2}$/.test(value)) texts.push(Buffer.from(value, 'base64').toString('latin1'));
  return texts.filter((text) => /^[\x20-\x7e]{6,}[\r\n]*$/.test(text));
}

function bare(value: string): string {
  return value.toLowerCase().replace(/[^a-z0-9]/g, '');
}

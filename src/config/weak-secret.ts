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
  /production|correcthorsebatterystaple|analytics|changeme|internal|latchkey|password|passw0rd|default|example|replace|change|letmein|secret|secure|development|pepper|please|random|string|token|admin|value|vexa|user|test|this|your|here|with|root|dev|key|api|the|for|my|me|in|an?(?![a-z0-9])/g;

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890', 'abcdefghijklmnopqrstuvwxyz'];

/** Half of a random one of 24 characters: no generated secret comes near it from above. */
const MIN_UNPREDICTABLE = 12;
const MIN_DISTINCT = 6;

export function isKnownDefault(value: string): boolean {
  return KNOWN_DEFAULTS.has(bare(value));
}

/** Whether most of a secret follows from the rest of it, or from a list of usual words. */
export function isPredictable(value: string): boolean {
  const text = value
    .toLowerCase()
    .replace(/[\s._-]/g, '')
    .replace(WORDS, '');
  const counted = [...text].filter((_, place) => !isForeseen(text, place));
  return counted.length < MIN_UNPREDICTABLE || new Set(counted).size < MIN_DISTINCT;
}

function bare(value: string): string {
  return value.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A character that repeats what came earlier, or goes on as a row does. */
function isForeseen(text: string, place: number): boolean {
  if (place < 2) return false;
  const last = text.slice(place - 2, place + 1);
  const isRepeated = text.indexOf(last) < place - 2;
  const isRun = last[0] === last[1] && last[1] === last[2];
  const reversed = [...last].reverse().join('');
  return isRepeated || isRun || ROWS.some((row) => row.includes(last) || row.includes(reversed));
}

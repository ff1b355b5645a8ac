// Answers of different servers in one form: what is looked at, under one name, in one spelling.

/** The wanted parts: fields of an object, the items of a list, or a value as it is. */
export type Shape = true | { readonly [name: string]: Shape } | readonly [Shape];

export type Fields = { readonly [name: string]: unknown };

/** Other names that a field has somewhere. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  id: ['rowId'],
  databaseId: ['rowId', 'id', 'user_id'],
  hint: ['token'],
  user: ['userByUserId'],
  apiTokens: ['apiTokensByUserId'],
  sessions: ['meetingSessionsByMeetingId'],
  startedAt: ['session_start_time'],
  performance: ['performance_metrics'],
  transcription: ['transcription_stats'],
  totalCount: ['total'],
  nodes: ['edges', 'items'],
};

/** Constants that are in capitals where they are an enum. */
const WORDS = new Set(['platform', 'status', 'mostUsedPlatform', 'scopes']);

const IDS = new Set(['id', 'databaseId']);

/** In these lists the order is not part of the answer. */
const UNORDERED = new Set(['apiTokens', 'sessions', 'languagesDetected']);

/** What a server leaves out on purpose; what it merely lacks is a difference. */
export const NOT_REPORTED = 'not told';

export function inOneForm(shape: Shape, value: unknown, name = ''): unknown {
  if (value === null || value === undefined || value === NOT_REPORTED) return value;
  if (shape === true) return spelled(name, value);
  if (!isList(shape)) {
    const fields = value as Fields;
    return Object.fromEntries(
      Object.entries(shape).map(([field, part]) => [
        field,
        inOneForm(part, find(fields, field), field),
      ]),
    );
  }
  const items = listOf(value).map((item) => inOneForm(shape[0], item, name));
  return UNORDERED.has(name) ? sorted(items) : items;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list, or the rows of a connection. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.map((item) => (isFields(item) && item['node']) || item);
  if (isFields(value)) return listOf(value['nodes'] ?? value['edges'] ?? []);
  throw new Error(`a list was expected, not ${JSON.stringify(value)}`);
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function find(fields: Fields, name: string): unknown {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const key = [name, snake, ...(ALIASES[name] ?? [])].find((candidate) => candidate in fields);
  return key === undefined ? undefined : fields[key];
}

function spelled(name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => spelled(name, item));
    return UNORDERED.has(name) ? sorted(items) : items;
  }
  if (IDS.has(name)) return idOf(String(value));
  if (name === 'hint') return String(value).replace('************', '…');
  if (WORDS.has(name)) return String(value).toLowerCase();
  if (typeof value === 'number') return Math.round(value * 1e6) / 1e6;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return Date.parse(value);
  if (typeof value === 'string' && name === 'totalCount') return Number(value);
  return isFields(value) ? byName(value) : value;
}

/** An opaque id is the number behind it. */
function idOf(text: string): number {
  const digits = /^\d+$/.test(text)
    ? text
    : Buffer.from(text, 'base64url').toString().split(':')[1];
  return Number(digits);
}

function byName(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function sorted(items: readonly unknown[]): unknown[] {
  return items.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

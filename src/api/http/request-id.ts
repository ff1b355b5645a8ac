import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { holdsApiKey } from '../../core/input/api-keys-in-text.ts';
import { holdsKey } from '../../core/input/key-forms.ts';

const GIVEN_ID = /^[\w.-]{1,64}$/;
const OTHER_SEPARATORS = /[.-]/g;
/** As long as what is random in a key. Digests and UUIDs are as long, but written in one case. */
const RANDOM_RUN = /[0-9A-Za-z]{38,}/;
const LOWER_CASE = /[a-z]/;
const UPPER_CASE = /[A-Z]/;
const KEY_HEADERS = ['x-api-key', 'x-admin-api-key', 'x-internal-secret'] as const;
/** A shorter one may stand in an id by chance. */
const SHORTEST_CONTAINED = 8;

export type RequestIds = (request: IncomingMessage) => string;

/**
 * The id of a request is the client's, or a new one where that is none or a key stands in it: it is logged and
 * stored.
 * @param secrets those of the settings
 */
export function requestIds(secrets: readonly string[]): RequestIds {
  const digests = secrets.map(digestOf);
  return ({ headers }) => {
    const given = headers['x-request-id'];
    if (typeof given !== 'string' || !GIVEN_ID.test(given)) return randomUUID();
    const isSecret =
      hasFormOfKey(given) || holdsCredential(given, headers) || isAmong(digests, given);
    return isSecret ? randomUUID() : given;
  };
}

function hasFormOfKey(id: string): boolean {
  if (holdsKey(id) || holdsApiKey(folded(id))) return true;
  const [run] = RANDOM_RUN.exec(id) ?? [''];
  return LOWER_CASE.test(run) && UPPER_CASE.test(run);
}

/** One key reads as another with the separators that its owner may have exchanged. */
function folded(text: string): string {
  return text.replace(OTHER_SEPARATORS, '_');
}

function holdsCredential(id: string, headers: IncomingHttpHeaders): boolean {
  const text = folded(id);
  return credentialsIn(headers)
    .map(folded)
    .some((own) => text === own || (own.length >= SHORTEST_CONTAINED && text.includes(own)));
}

function credentialsIn(headers: IncomingHttpHeaders): readonly string[] {
  const { authorization = '', cookie = '' } = headers;
  return [
    ...KEY_HEADERS.map((name) => String(headers[name] ?? '')),
    authorization.slice(authorization.indexOf(' ') + 1).trim(),
    ...cookie.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim()),
  ];
}

/** All are always compared, so that the time tells nothing of them. */
function isAmong(digests: readonly Buffer[], id: string): boolean {
  if (digests.length === 0) return false;
  const own = digestOf(id);
  return digests.map((digest) => timingSafeEqual(own, digest)).includes(true);
}

function digestOf(text: string): Buffer {
  return hash('sha256', folded(text), 'buffer');
}

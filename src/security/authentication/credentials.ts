import type { IncomingHttpHeaders } from 'node:http';
import { UnauthenticatedError } from '../../core/errors.ts';
import { headerText } from '../../core/http/exchange.ts';

/** The keys of a request, as they came. An empty one counts as absent. */
export type Credentials = {
  /** `X-Admin-API-Key`: an operator's. */
  readonly adminKey: string | undefined;
  /** `X-API-Key`: a user's. */
  readonly apiKey: string | undefined;
  /** `Authorization: Bearer`: an operator's or a user's, whichever it proves to be. */
  readonly bearer: string | undefined;
  /** Whether `apiKey` may also be an operator's, where there is no `adminKey`. */
  readonly isEither?: boolean;
};

const BEARER = 'bearer';
const OTHER_SCHEME =
  'Authorization must be `Bearer` with a key; or send a key in X-API-Key or X-Admin-API-Key';

/**
 * The keys in the headers of a request.
 * @throws UnauthenticatedError where nothing but another scheme of `Authorization` came: with a key, that
 *   is the affair of a proxy in front
 */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const keys = keysIn(headers);
  const { scheme } = authorizationIn(headers);
  const isOther = scheme !== '' && scheme !== BEARER;
  if (isOther && !keys.adminKey && !keys.apiKey) throw new UnauthenticatedError(OTHER_SCHEME);
  return keys;
}

/** The same, whatever else came. */
export function keysIn(headers: IncomingHttpHeaders): Credentials {
  const { scheme, text } = authorizationIn(headers);
  return {
    adminKey: headerText(headers['x-admin-api-key']),
    apiKey: headerText(headers['x-api-key']),
    bearer: scheme === BEARER && text !== '' ? text : undefined,
  };
}

function authorizationIn({ authorization = '' }: IncomingHttpHeaders) {
  const space = authorization.indexOf(' ');
  const end = space === -1 ? authorization.length : space;
  return {
    scheme: authorization.slice(0, end).toLowerCase(),
    text: authorization.slice(end).trim(),
  };
}

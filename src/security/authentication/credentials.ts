import type { IncomingHttpHeaders } from 'node:http';
import { headerText } from '../../core/http/exchange.ts';

/** The keys of a request, as they came. An empty one counts as absent. */
export type Credentials = {
  /** `X-Admin-API-Key`: an operator's. */
  readonly adminKey: string | undefined;
  /** `X-API-Key`: a user's. */
  readonly apiKey: string | undefined;
  /** `Authorization: Bearer`: an operator's or a user's, whichever it proves to be. */
  readonly bearer: string | undefined;
  /**
   * Whether nothing but another scheme of `Authorization` came. With a key, that is the affair of a proxy
   * in front.
   */
  readonly isOtherScheme?: boolean;
  /** Whether `apiKey` may also be an operator's, where there is no `adminKey`. */
  readonly isEither?: boolean;
  /** The cookie of a session. It comes alone: keys in headers are used instead of it. */
  readonly session?: SessionCookie;
};

export type SessionCookie = {
  readonly secret: string;
  /** Whether a page requests this by itself: that is no use of the session. */
  readonly isBackground: boolean;
};

const BEARER = 'bearer';

/** The keys in the headers of a request. */
export function credentialsOf(headers: IncomingHttpHeaders): Credentials {
  const { scheme, text } = authorizationIn(headers);
  const adminKey = headerText(headers['x-admin-api-key']);
  const apiKey = headerText(headers['x-api-key']);
  return {
    adminKey,
    apiKey,
    bearer: scheme === BEARER && text !== '' ? text : undefined,
    isOtherScheme: scheme !== '' && scheme !== BEARER && !adminKey && !apiKey,
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

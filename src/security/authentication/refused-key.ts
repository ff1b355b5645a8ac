import { ForbiddenError, UnauthenticatedError } from '../../core/errors.ts';
import type { Identity } from '../callers/viewer.ts';

/** The keys of a request were refused. It says whose they are, as far as that is known: for the audit log alone. */
export class RefusedKeyError extends UnauthenticatedError {
  readonly identity: Identity;

  constructor(message: string, identity: Identity) {
    super(message);
    this.identity = identity;
  }
}

/** The session of a browser is over: its cookie is of no more use. */
export class EndedSessionError extends RefusedKeyError {
  constructor(identity: Identity) {
    super('Your session has ended; sign in again', identity);
  }
}

/** In the words of the older admin API. */
export const WRONG_ADMIN_KEY = 'Invalid or missing admin token.';

/** Thrown for a wrong `X-Admin-API-Key`: REST answers it in another way than a wrong user key. */
export class WrongAdminKeyError extends RefusedKeyError {
  constructor(identity: Identity) {
    super(WRONG_ADMIN_KEY, identity);
  }
}

/** Thrown for a wrong key in any other header: routes for operators answer it as a wrong admin key. */
export class WrongKeyError extends RefusedKeyError {}

/** A provider's token proves whose it is, and grants nothing. */
export class NoRightsError extends ForbiddenError {
  readonly identity: Identity;

  constructor(message: string, identity: Identity) {
    super(message);
    this.identity = identity;
  }
}

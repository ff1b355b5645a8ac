import { errors } from 'jose';
import {
  AuthorizationResponseError,
  OperationProcessingError,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { RateLimitedError, UnavailableError } from '../../core/errors.ts';
import { NoRightsError, RefusedKeyError } from '../../security/authentication/refused-key.ts';
import { TokenRefused } from '../../security/providers/refusals.ts';

/** A sign-in that is not completed. The message says why, as the audit log has it. */
export class SignInRefused extends Error {
  readonly status: number;
  readonly remedy: string;

  constructor(status: number, message: string, remedy = 'Sign in again.') {
    super(message);
    this.status = status;
    this.remedy = remedy;
  }
}

const ASK = 'Ask the administrator of this service for access, or sign in with another account.';
const SETTINGS =
  'Ask the administrator of this service to check clientId, clientSecret and redirectUri.';

/** What is to be said of an error; whatever else it is, it is no fault of this program that shall be hidden. */
export function asRefused(error: unknown, displayName: string): SignInRefused {
  if (error instanceof SignInRefused) return error;
  if (error instanceof NoRightsError || error instanceof RefusedKeyError)
    return new SignInRefused(403, `${error.message}`, ASK);
  if (error instanceof RateLimitedError)
    return new SignInRefused(429, 'Too many requests came from your address', 'Wait a minute.');
  if (error instanceof UnavailableError)
    return new SignInRefused(503, error.message, 'Try again in a minute.');
  if (error instanceof AuthorizationResponseError)
    return new SignInRefused(403, `${displayName} did not sign you in (${known(error.error)})`);
  if (error instanceof ResponseBodyError)
    return new SignInRefused(
      502,
      `${displayName} refuses this service (${known(error.error)})`,
      SETTINGS,
    );
  if (!isOfProvider(error)) throw error;
  return new SignInRefused(
    502,
    `The answer of ${displayName} is not valid (${codeOf(error)})`,
    'Sign in again; if it happens again, ask the administrator of this service.',
  );
}

/** Whether a library found something wrong in what the provider answered. */
function isOfProvider(error: unknown): boolean {
  return (
    error instanceof OperationProcessingError ||
    error instanceof UnsupportedOperationError ||
    error instanceof WWWAuthenticateChallengeError ||
    error instanceof errors.JOSEError ||
    error instanceof TokenRefused
  );
}

const CODE = /^\w{1,40}$/;

/** Anybody can write it into the address. */
function known(code: string): string {
  return CODE.test(code) ? code : 'no reason given';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

import type { StartError } from '../../core/start-error.ts';

/** What was looked at, and what to do where it is not as it should be. */
export type InstallationCheck = {
  readonly name: string;
  /** `warn` lets the service run, but not as well or as safely as it could. */
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** Null where there is nothing to do. */
  readonly remedy: string | null;
};

export function ok(name: string, message: string): InstallationCheck {
  return { name, verdict: 'ok', message, remedy: null };
}

export function warn(name: string, message: string, remedy: string): InstallationCheck {
  return { name, verdict: 'warn', message, remedy };
}

export function fail(name: string, message: string, remedy: string): InstallationCheck {
  return { name, verdict: 'fail', message, remedy };
}

/** What keeps the service from starting, as the start itself says it. */
export function refusedStart(name: string, { message }: StartError): InstallationCheck {
  return fail(name, message, 'The service does not start until this is corrected.');
}

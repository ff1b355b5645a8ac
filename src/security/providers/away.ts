import { UnavailableError } from '../../core/errors.ts';

/** While a sign-in provider does not respond. */
export function providerAway(name: string): UnavailableError {
  return new UnavailableError(`The sign-in provider ${name} does not respond. Try again shortly.`);
}

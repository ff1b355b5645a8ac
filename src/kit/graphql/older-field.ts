import { InvalidInputError } from '../../core/errors.ts';

/** A deprecated field of an input, and what was sent in it. */
export type OlderField = {
  readonly name: string;
  readonly value: string | null | undefined;
};

/** For `deprecationReason` of a field that another one replaces. */
export function useInstead(name: string): string {
  return `Use \`${name}\`. Removed after 2027-06-30.`;
}

/** @throws InvalidInputError when both fields of an input are sent that mean the same thing */
export function checkSentOnce(name: string, value: unknown, older: OlderField): void {
  if (value == null || older.value == null) return;
  const message = `cannot be used together with \`${name}\`: send only one of them`;
  throw new InvalidInputError([{ path: [older.name], message, type: 'value_error' }]);
}

export function missingField(name: string, why = 'is required'): InvalidInputError {
  return new InvalidInputError([{ path: [name], message: why, type: 'missing' }]);
}

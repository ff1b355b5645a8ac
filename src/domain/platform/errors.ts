import { DomainError, InvalidInputError } from '../../core/errors.ts';

/** Nothing has that number or name; in the words that the platform's services know. */
export class UnknownNameError extends DomainError {
  override readonly name = 'UnknownNameError';
  readonly code = 'NOT_FOUND';
}

export function unknownUser(): UnknownNameError {
  return new UnknownNameError('Unknown user');
}

/** One rule that a setting breaks, in the words that clients of the platform show. */
export function invalidConfig(name: string, message: string): InvalidInputError {
  return new InvalidInputError([{ path: ['body', name], message, type: 'invalid_config' }]);
}

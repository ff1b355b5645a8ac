import { DomainError } from '../../core/errors.ts';

/** Nobody and nothing here has the number that an event names. */
export class UnknownSubjectError extends DomainError {
  override readonly name = 'UnknownSubjectError';
  readonly code = 'NOT_FOUND';
}

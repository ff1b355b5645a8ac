import { DomainError, InvalidInputError } from '../../core/errors.ts';

/** Nobody and nothing here has the number that an event names. */
export class UnknownSubjectError extends DomainError {
  override readonly name = 'UnknownSubjectError';
  readonly code = 'NOT_FOUND';
}

const CAPITAL = /[A-Z]/g;

/** What is wrong with the meeting, by the names that the event has for it. */
export function inEvent(error: Error): Error {
  if (!(error instanceof InvalidInputError)) return error;
  const issues = error.issues.map((issue) => {
    const [name = ''] = issue.path.slice(-1);
    const sent = String(name).replace(CAPITAL, (letter) => `_${letter.toLowerCase()}`);
    return { ...issue, path: ['body', 'data', 'meeting', sent] };
  });
  return new InvalidInputError(issues);
}

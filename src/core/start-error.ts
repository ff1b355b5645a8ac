/**
 * A start that cannot go on for a reason the operator can mend: a bad setting, a taken port, a
 * database out of reach. `main` prints the message alone, in one line, and exits with 1.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}

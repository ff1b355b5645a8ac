import { StartError } from '../core/start-error.ts';

/** A command that was not understood, as opposed to one that failed: it ends with 2. */
export class UsageError extends StartError {}

/**
 * How long after it came in a request is answered at the latest whose work takes long. Its connection is silent
 * meanwhile, and is cut after `IDLE_TIMEOUT_MS`: it is answered before.
 */
export const PATIENCE_MS = 20_000;

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Callers can send any word as a method: those of others are one, as OpenTelemetry calls it. */
export function knownMethod(method: string): string {
  return METHODS.has(method) ? method : '_OTHER';
}

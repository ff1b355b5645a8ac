import type { App } from '../app.ts';
import type { Handler } from '../http/exchange.ts';

export function createRest(_app: App): Handler {
  return () => Promise.resolve(null);
}

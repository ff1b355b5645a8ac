import type { Answer } from '../../core/http/exchange.ts';
import { detailAnswer, jsonAnswer } from '../../core/http/exchange.ts';

/** A request that the front door turns away, whatever it was meant for. */
export type HttpRefusal = { readonly status: number; readonly message: string };

const CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};

/** In the words of the door that was knocked at: GraphQL's `errors`, or the REST layer's `detail`. */
export function refusalAnswer(path: string, { status, message }: HttpRefusal): Answer {
  const headers: Record<string, string> = status === 503 ? { 'retry-after': '1' } : {};
  if (path !== '/graphql') return detailAnswer(status, message, headers);

  const code = CODES[status] ?? 'BAD_REQUEST';
  return jsonAnswer(status, { errors: [{ message, extensions: { code } }] }, headers);
}

import { type Fields, isFields } from '../answers.ts';
import { ADMIN_KEY } from '../server.ts';
import type { Subject } from '../workloads.ts';
import type { Operation, Request } from './target.ts';

export const ADMIN = { 'x-admin-api-key': ADMIN_KEY };

export function holder({ heavyKey }: Subject): Record<string, string> {
  return { 'x-api-key': heavyKey };
}

type Call = { readonly query: string; readonly variables?: object };

/**
 * An operation of the admin, or of the holder of a user's key.
 * @param read from `data` to what counts
 */
export function graphql(
  call: Call | ((subject: Subject) => Call),
  read: (data: Fields) => unknown,
  headersOf: (subject: Subject) => Record<string, string> = () => ADMIN,
): Operation {
  return {
    request: (subject): Request => ({
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', ...headersOf(subject) },
      body: JSON.stringify(typeof call === 'function' ? call(subject) : call),
    }),
    read: (body) => {
      if (!isFields(body) || !isFields(body['data']) || 'errors' in body)
        throw new Error(`answered ${JSON.stringify(body).slice(0, 400)}`);
      return read(body['data']);
    },
  };
}

/** Goes down by names; a missing step is undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isFields(inner) ? inner[name] : undefined), value);
}

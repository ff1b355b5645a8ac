import { type Fields, isFields } from '../answers.ts';
import { ADMIN_KEY } from '../server.ts';
import type { Subject } from '../subject.ts';
import type { Operation, Request } from './target.ts';

export const ADMIN = { 'x-admin-api-key': ADMIN_KEY };

export function holder({ heavyKey }: Subject): Record<string, string> {
  return { 'x-api-key': heavyKey };
}

const NAME = /^(?:query|mutation) (\w+)/;

type Parts = {
  readonly query: string;
  readonly variables: (subject: Subject) => object;
  /** From `data` to what counts. */
  readonly read: (data: Fields) => unknown;
  readonly headers?: (subject: Subject) => Record<string, string>;
};

/** An operation of the admin, or of the holder of a user's key, as a generated client sends it. */
export function graphql({ query, variables, read, headers = () => ADMIN }: Parts): Operation {
  const operationName = NAME.exec(query)?.[1];
  return {
    requests: (subject): Request[] => [
      {
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json', ...headers(subject) },
        body: JSON.stringify({ operationName, query, variables: variables(subject) }),
      },
    ],
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

import { ERROR_STATUS } from '../../core/errors.ts';
import { NOT_RUN } from './root-fields.ts';

/** Filled in when a request is answered. */
export type RequestOutcome = {
  /** Where nothing was served: what REST would have answered to each error. Else null. */
  failures: readonly number[] | null;
  /** Where nothing could be answered, and the same request may succeed later: why, and when. */
  unavailable?: Unavailable | null;
  /** Of a stream that has begun: about how many bytes of its request stay in memory until it ends. */
  heldBytes?: number;
};

type Unavailable = { readonly message: string; readonly retryAfter: number };

type Result = { readonly data?: unknown; readonly errors?: readonly unknown[] | undefined };

/** GraphQL answers nearly everything with 200: whether it served anything, only the result tells. */
export function failuresOf({ data, errors = [] }: Result): RequestOutcome['failures'] {
  if (errors.length === 0) return null;
  const isPartlyServed = Object.values(data ?? {}).some((root) => root !== null);
  if (isPartlyServed) return null;
  // What was not run, the refusal of another field decides.
  return (errors as readonly ClientError[])
    .filter(({ extensions }) => extensions?.code !== NOT_RUN)
    .map(statusOf);
}

/** A root field that is null without an error was answered: there is no such thing. */
export function unavailableOf({ data, errors = [] }: Result): Unavailable | null {
  const known = errors as readonly ClientError[];
  const reason = known.find(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE');
  if (reason === undefined) return null;
  const failed = known.map(({ path }) => path?.[0]);
  const isAnswered = ([name, root]: [string, unknown]) => root !== null || !failed.includes(name);
  if (Object.entries(data ?? {}).some(isAnswered)) return null;
  return { message: reason.message, retryAfter: reason.extensions?.retryAfter ?? 1 };
}

type ClientError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: unknown; readonly retryAfter?: number };
};

const STATUS: Readonly<Record<string, number>> = { ...ERROR_STATUS, INTERNAL_SERVER_ERROR: 500 };

function statusOf(error: unknown): number {
  const { extensions } = error as { readonly extensions?: { readonly code?: unknown } };
  return STATUS[String(extensions?.code)] ?? 400;
}

import { ERROR_STATUS } from '../errors.ts';

/** Filled in when a request is answered. */
export type Outcome = {
  /** Where nothing was served: what REST would have answered to each error. Else null. */
  failures: readonly number[] | null;
};

type Result = { readonly data?: unknown; readonly errors?: readonly unknown[] | undefined };

/** GraphQL answers nearly everything with 200: whether it served anything, only the result tells. */
export function failuresOf({ data, errors = [] }: Result): Outcome['failures'] {
  if (errors.length === 0) return null;
  const isPartlyServed = Object.values(data ?? {}).some((root) => root !== null);
  return isPartlyServed ? null : errors.map(statusOf);
}

const STATUS: Readonly<Record<string, number>> = { ...ERROR_STATUS, INTERNAL_SERVER_ERROR: 500 };

function statusOf(error: unknown): number {
  const { extensions } = error as { readonly extensions?: { readonly code?: unknown } };
  return STATUS[String(extensions?.code)] ?? 400;
}

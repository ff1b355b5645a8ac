import type { CombinedError, Operation } from '@urql/core';
import { useRef } from 'preact/hooks';

/** What was answered: a field of the query is null only beside an error. */
export type Answered<Data> = { readonly [Field in keyof Data]: NonNullable<Data[Field]> };

/** What a request answered, as far as it is shown. */
export type Result<Data> = {
  readonly data?: Data | undefined;
  readonly error?: CombinedError | undefined;
  readonly operation?: Operation | undefined;
  readonly fetching: boolean;
  readonly stale: boolean;
};

type Kept<Data> = Omit<Result<Data>, 'data'> & { readonly data: Answered<Data> | undefined };

/** The last answer to the same request stays when a later one fails: the error comes beside it. */
export function useRemembered<Data extends object>(result: Result<Data>): Kept<Data> {
  const { data, error, operation } = result;
  const last = useRef<{ readonly key: number; readonly data: Answered<Data> } | null>(null);
  if (operation && data && error === undefined && isAnswered(data))
    last.current = { key: operation.key, data };
  const isSame = last.current !== null && last.current.key === operation?.key;
  return { ...result, data: isSame ? last.current?.data : undefined };
}

function isAnswered<Data extends object>(data: Data): data is Data & Answered<Data> {
  return Object.values(data).every((field) => field !== null);
}

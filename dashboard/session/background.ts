import type { OperationContext } from '@urql/core';
import { useMemo } from 'preact/hooks';
import { useSession } from './context.ts';

/** Reads that nobody asked for: they do not keep a session alive that nobody uses. */
export function useBackground(): Partial<OperationContext> {
  const { headers } = useSession();
  return useMemo(
    () => ({
      requestPolicy: 'network-only',
      fetchOptions: { headers: { ...headers, 'X-Latchkey-Background': '1' } },
    }),
    [headers],
  );
}

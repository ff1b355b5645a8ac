import { onTestFinished, TestRunner } from 'vitest';

/**
 * What is opened within a test is closed with it, whether the test passed or failed, so that the next
 * one finds nothing of it. What a hook for all tests opens, that file's last hook closes.
 */
export function atEndOfTest(close: () => unknown): void {
  if (TestRunner.getCurrentTest() === undefined) return;
  onTestFinished(async () => {
    await close();
  });
}

/** The same work again is the same promise. */
export function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}

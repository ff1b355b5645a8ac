import { type Lock, statementsUnderWay } from '../support/locks.ts';
import type { TestServer } from '../support/server.ts';

export type Reply = {
  readonly data: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
};

/** Comes back once so many statements wait, or what should wait has been answered. */
export async function untilWaiting(
  server: TestServer,
  count: number,
  answer?: Promise<unknown>,
): Promise<void> {
  let isAnswered = false;
  void answer?.then(() => {
    isAnswered = true;
  });
  while (!isAnswered && (await statementsUnderWay(server)) < count);
}

/**
 * Sends a request while the end of its key or session is not yet complete.
 * @param held what the end waits for
 * @param end a mutation of an operator
 * @returns the code with which the request was refused
 */
export async function sentDuring(
  server: TestServer,
  {
    held,
    end,
    send,
  }: { readonly held: Lock; readonly end: string; readonly send: () => Promise<Reply> },
): Promise<string | undefined> {
  const ended = server.graphql(`mutation { ${end} { __typename } }`, { admin: server.adminKey });
  await untilWaiting(server, 1);
  const sent = send();
  await untilWaiting(server, 2, sent);
  await held.release();
  await ended;
  const { errors } = await sent;
  return errors?.[0]?.extensions.code;
}

import type { Timings } from './timings.ts';

/** What becomes known of a request while it is answered: for its line in the log, and for the metrics. */
export type RequestRecord = {
  /** The path as the documentation has it, `/admin/users/{id}`; null where there is nothing. */
  route: string | null;
  operation: GraphQLOperation | null;
  /** Who is counted for it: the user, or the admin or internal key; null without a key. */
  caller: string | null;
  /** The id of the key; null without one, and for those of the settings. */
  keyId: bigint | null;
  /** There was too much work, and it was refused before anything was done for it. */
  isTurnedAway: boolean;
  /** Statements that were sent to the database for it, those included that it shared with others. */
  statements: number;
  /** Null where nobody wants to know. */
  readonly timings: Timings | null;
};

type GraphQLOperation = {
  readonly type: 'query' | 'mutation' | 'subscription';
  /** As its client named it, if it is one of the first; see `operationNames`. */
  readonly name: string;
};

export function newRecord(timings: Timings | null = null): RequestRecord {
  return {
    route: null,
    operation: null,
    caller: null,
    keyId: null,
    isTurnedAway: false,
    statements: 0,
    timings,
  };
}

/** A request whose answer is on its way. */
export type AnsweredRequest = {
  readonly requestId: string;
  readonly method: string;
  readonly record: RequestRecord;
  readonly status: number;
  /** By the clock of `performance.now()`. */
  readonly begun: number;
  /** From the complete head of the request to the complete answer, or to the beginning of a stream. */
  readonly ms: number;
  /** Of the answer's body as it was sent; null for a stream. */
  readonly bytes: number | null;
  /** The header that names the trace which the request is a part of. */
  readonly traceparent: string | undefined;
};

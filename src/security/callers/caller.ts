import { ANONYMOUS, type Viewer } from './viewer.ts';

/** Who asks, from where and in which request: what a change leaves behind in the audit log. */
export type Caller = {
  readonly viewer: Viewer;
  /** Where the request came from; null for a command on the host. */
  readonly ip: string | null;
  readonly requestId: string;
  /** The header `Idempotency-Key`: a repetition of the request has no second effect. */
  readonly idempotencyKey: string | null;
  /** The command on the host that asks, in place of a request. */
  readonly command?: string;
};

/** Who has a shell on the host may do everything; the audit log says that it came from there. */
export function onHost(command: string): Caller {
  return { viewer: ANONYMOUS, ip: null, requestId: command, idempotencyKey: null, command };
}

import type { Viewer } from './viewer.ts';

/** Who asks, from where and in which request: what a change leaves behind in the trail. */
export type Caller = {
  readonly viewer: Viewer;
  /** Where the request came from; null for a command on the host. */
  readonly ip: string | null;
  readonly requestId: string;
};

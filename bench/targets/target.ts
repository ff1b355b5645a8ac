import type { Subject } from '../subject.ts';
import type { WorkloadName } from '../workloads.ts';

export type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Operation = {
  /** Several where one operation takes several requests. */
  readonly requests: (subject: Subject) => readonly Request[];
  /** The part that counts of the JSON of the answers. */
  readonly read: (...bodies: readonly unknown[]) => unknown;
};

/** One way into one server. */
export type Target = {
  readonly name: string;
  /** Whose process it is: the service itself, or the peer of this name. */
  readonly server: string;
  readonly operations: { readonly [Name in WorkloadName]?: Operation };
};

import type { Subject, WorkloadName } from '../workloads.ts';

export type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Operation = {
  readonly request: (subject: Subject) => Request;
  /** The part of the answer's JSON that counts. */
  readonly read: (body: unknown) => unknown;
};

/** One way into one server. */
export type Target = {
  readonly name: string;
  /** Whose process it is: the service itself, or the peer of this name. */
  readonly server: string;
  readonly operations: { readonly [Name in WorkloadName]?: Operation };
};

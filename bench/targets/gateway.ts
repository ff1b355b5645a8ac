import { INTERNAL_SECRET } from '../server.ts';
import type { Subject } from '../subject.ts';
import type { Workload } from '../workloads.ts';
import type { Request, Target } from './target.ts';

export const VERIFY: Workload = {
  name: 'verify',
  kind: 'reads',
  what: 'validate a key for the gateway',
  shape: { user_id: true },
};

/** What the platform's gateway asks before it lets a request in. */
export function sendCheck({ key }: Subject): Request {
  return {
    method: 'POST',
    path: '/internal/validate',
    headers: { 'content-type': 'application/json', 'x-internal-secret': INTERNAL_SECRET },
    body: JSON.stringify({ token: key }),
  };
}

export const gateway: Target = {
  name: 'gateway',
  server: 'ours',
  operations: { verify: { requests: (subject) => [sendCheck(subject)], read: (body) => body } },
};

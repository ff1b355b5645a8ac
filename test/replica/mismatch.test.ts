import { expect, it } from 'vitest';
import { mismatch } from '../../src/data/connection/replica-position.ts';

// Which servers may answer reads for a primary.

const POSITION = { system: '7', database: 'latchkey', timeline: 2, lsn: '0/3000000' };
const STATE = {
  ...{ system: '7', database: 'latchkey', timeline: 2, isReplica: true },
  ...{ isReached: true, bytesBehind: 0, secondsBehind: 0 },
};

it.each([
  ['a replica of this primary', {}, null],
  ['a primary', { isReplica: false }, /takes writes/],
  ['a replica of another cluster', { system: '8' }, /another database cluster/],
  ['another database', { database: 'other' }, /another database of the cluster/],
  ['a replica of the primary before the failover', { timeline: 1 }, /last failover/],
  ['a replica of a server that was promoted behind our back', { timeline: 3 }, /last failover/],
])('%s', (_what, state, problem) => {
  const found = mismatch({ ...STATE, ...state }, POSITION);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

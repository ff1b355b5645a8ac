import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { ATTACKS, attack, type Target } from './attacks.ts';

// The attackers, on a thread of their own: what they do must not hold up who looks at the clock.

if (isMainThread || parentPort === null) throw new Error('this runs as a worker');
const stop = new AbortController();
parentPort.on('message', () => stop.abort());
const { isFlood, ...target } = workerData as Target & { readonly isFlood: boolean };
const { signal } = stop;
const answered = await Promise.all(ATTACKS.map((one) => attack(one, target, { isFlood, signal })));
parentPort.postMessage(answered);
parentPort.close();

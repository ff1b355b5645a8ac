import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { ATTACKS, attack, type Target } from './attacks.ts';

// The attackers, on a thread of their own: what they do must not hold up who looks at the clock.

if (isMainThread || parentPort === null) throw new Error('this runs as a worker');
const stop = new AbortController();
parentPort.on('message', () => stop.abort());
const target = workerData as Target;
const answered = await Promise.all(ATTACKS.map((one) => attack(one, target, stop.signal)));
parentPort.postMessage(answered);
parentPort.close();

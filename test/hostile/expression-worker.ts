import { parentPort, workerData } from 'node:worker_threads';
import { worstInputs } from './worst-inputs.ts';

// Runs expressions in a thread of its own: one that takes for ever can be ended only with its thread.

type Expression = { readonly source: string; readonly flags: string };

for (const { source, flags } of workerData as readonly Expression[]) {
  const expression = new RegExp(source, flags);
  for (const input of worstInputs(source, flags)) input.replace(expression, '');
  parentPort?.postMessage('done');
}

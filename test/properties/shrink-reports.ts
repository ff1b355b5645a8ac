import type { Difference } from './play-reports.ts';
import type { Act, Sequence } from './random-reports.ts';

type Failing = { readonly smallest: Sequence; readonly difference: Difference | null };

/** Leaves out one act or item after the other, as long as the service still differs. */
export async function shrunk(
  failing: Sequence,
  run: (sequence: Sequence) => Promise<Difference | null>,
): Promise<Failing> {
  let smallest = failing;
  let difference: Difference | null = null;
  const attempt = async (sequence: Sequence) => {
    const found = await run(sequence);
    if (found === null) return false;
    smallest = sequence;
    difference = found;
    return true;
  };
  await attempt(failing);
  for (let place = failing.acts.length - 1; place >= 0; place -= 1) {
    const isNeedless = await attempt(withAct(smallest, place, null));
    const act = smallest.acts[place];
    if (isNeedless || !act || !('items' in act)) continue;
    for (let item = act.items.length - 1; item >= 0; item -= 1)
      await attempt(withAct(smallest, place, withoutItem(smallest.acts[place] ?? null, item)));
  }
  return { smallest, difference };
}

function withAct(sequence: Sequence, place: number, act: Act | null): Sequence {
  return { ...sequence, acts: sequence.acts.with(place, act) };
}

function withoutItem(act: Act | null, item: number): Act | null {
  if (!act || !('items' in act) || act.items.length < 2) return act;
  return { ...act, items: act.items.toSpliced(item, 1) } as Act;
}

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAdmission } from '../../src/api/http/admission.ts';

// Time is simulated: a second of load passes in as many steps as it has events.
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const AT_ONCE = 256;
/** A client that waits for its answer. */
const PRESENT = { onGone: () => () => {} };

type Figures = { answered: number[]; refused: number[] };

/** A service whose processor is shared by all that are inside, and what became of each request, in ms. */
function service({
  capacity,
  atOnce = AT_ONCE,
  refusalMs = 0,
}: {
  capacity: number;
  atOnce?: number;
  refusalMs?: number;
}) {
  const events: string[] = [];
  const admission = createAdmission(atOnce, {
    onOverloaded: () => events.push('overloaded'),
    onCalm: () => events.push('calm'),
  });
  const figures: Figures = { answered: [], refused: [] };
  let freeAt = Date.now();

  async function work(ms: number): Promise<void> {
    freeAt = Math.max(freeAt, Date.now()) + ms;
    await new Promise((resolve) => setTimeout(resolve, freeAt - Date.now()));
  }

  async function ask(holder = 'one'): Promise<boolean> {
    const since = Date.now();
    const place = await admission.enter(holder, PRESENT);
    if (place === null) {
      if (refusalMs > 0) await work(refusalMs);
      figures.refused.push(Date.now() - since);
      return false;
    }
    await work(1_000 / capacity);
    admission.leave(place);
    figures.answered.push(Date.now() - since);
    return true;
  }
  return { admission, ask, figures, events };
}

/** Sends at a rate, whatever becomes of it. */
async function flood(ask: () => Promise<boolean>, perSecond: number, seconds: number) {
  for (let ms = 0; ms < seconds * 1_000; ms += 1) {
    const due = Math.floor(((ms + 1) * perSecond) / 1_000) - Math.floor((ms * perSecond) / 1_000);
    for (let count = 0; count < due; count += 1) void ask();
    await vi.advanceTimersByTimeAsync(1);
  }
}

const percentile = (times: readonly number[], part: number) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;

it.each([200, 600, 1_500])(
  'of four times what can be answered (%i a second), as many are answered as otherwise, and as quickly',
  async (capacity) => {
    const { ask, figures, events } = service({ capacity });
    await flood(ask, 4 * capacity, 20);
    expect(figures.answered.length).toBeGreaterThan(0.95 * capacity * 20);
    // All but those at its beginning, and in trials.
    expect(percentile(figures.answered, 0.95)).toBeLessThan(25 + 12_000 / capacity);
    expect(percentile(figures.refused, 0.9)).toBeLessThan(50);
    expect(events).toEqual(['overloaded']);
  },
);

it.each([
  [32, 600],
  [64, 600],
  [256, 600],
  [1_000, 4_000],
])(
  'of %i clients that wait for their answers, none is refused where %i are answered a second',
  async (clients, capacity) => {
    const { ask, figures, events } = service({ capacity });
    const until = Date.now() + 5_000;
    for (let client = 0; client < clients; client += 1)
      void (async () => {
        let isAnswered = true;
        while (isAnswered && Date.now() < until) isAnswered = await ask();
      })();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(figures.refused).toEqual([]);
    expect(figures.answered.length).toBeGreaterThan(0.95 * capacity * 5);
    expect(events).toEqual([]);
  },
);

it('clients that come back at once when they are refused leave time to answer', async () => {
  const { ask, figures } = service({ capacity: 600, refusalMs: 0.07 });
  const until = Date.now() + 10_000;
  for (let client = 0; client < 1_000; client += 1)
    void (async () => {
      while (Date.now() < until) await ask();
    })();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(figures.refused.length).toBeGreaterThan(10_000);
  expect(figures.answered.length).toBeGreaterThan(0.5 * 600 * 10);
});

it.each([200, 600])(
  'clients that ask again at once when they are refused do not keep an overload up, where %i are answered a second',
  async (capacity) => {
    const { ask, figures, events } = service({ capacity });
    await flood(ask, 4 * capacity, 3);
    const until = Date.now() + 12_000;
    for (let client = 0; client < 128; client += 1)
      void (async () => {
        // What it takes to be refused.
        while (Date.now() < until)
          if (!(await ask())) await new Promise((resolve) => setTimeout(resolve, 1));
      })();
    await vi.advanceTimersByTimeAsync(6_000);
    const before = figures.refused.length;
    expect(events).toEqual(['overloaded', 'calm']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(figures.refused.length).toBe(before);
  },
);

it('whoever asks for little is answered while the flood of another begins', async () => {
  const { ask, figures } = service({ capacity: 600 });
  const others: boolean[] = [];
  for (let part = 0; part < 50; part += 1) {
    await flood(() => ask('one'), 6_000, 0.02);
    void ask('two').then((isAnswered) => others.push(isAnswered));
  }
  await vi.advanceTimersByTimeAsync(2_000);
  expect(others).toHaveLength(50);
  expect(others).not.toContain(false);
  expect(figures.refused.length).toBeGreaterThan(0);
});

it('whoever waits for a lock for long does not make others an overload', async () => {
  const { admission, ask, figures, events } = service({ capacity: 2_000 });
  const stuck = Array.from({ length: AT_ONCE / 8 }, () => admission.enter('stuck', PRESENT));
  await vi.advanceTimersByTimeAsync(1_000);
  void admission.enter('stuck', PRESENT);
  await flood(() => ask('little'), 20, 0.9);
  const answers = await Promise.all([
    ...Array.from({ length: 600 }, () => ask('many')),
    vi.advanceTimersByTimeAsync(1_000),
  ]);
  expect(answers).not.toContain(false);
  expect([figures.refused, events]).toEqual([[], []]);
  for (const place of await Promise.all(stuck)) if (place !== null) admission.leave(place);
});

it('requests that wait for something else than the processor delay nobody, and are no overload', async () => {
  const { admission, ask, figures, events } = service({ capacity: 600 });
  const stuck = Array.from({ length: 400 }, () => admission.enter('stuck', PRESENT));
  await vi.advanceTimersByTimeAsync(3_000);
  const inside = (await Promise.all(stuck)).filter((place) => place !== null);
  expect(inside).toHaveLength(AT_ONCE / 8);
  // Those that came when nobody knew yet that they would be stuck.
  expect(events).toEqual(['overloaded', 'calm']);
  for (let count = 0; count < 200; count += 1) void admission.enter('stuck', PRESENT);
  await flood(() => ask('other'), 300, 3);
  expect(figures.refused).toEqual([]);
  expect(events).toEqual(['overloaded', 'calm']);
  for (const place of inside) admission.leave(place);
});

it.each([4, 8, 32, 256])(
  'with %i places, whoever asks for little is answered while another floods',
  async (atOnce) => {
    const { ask, figures } = service({ capacity: 600, atOnce });
    const others: boolean[] = [];
    // At first it has the places of a calm time.
    await flood(() => ask('one'), 6_000, 1);
    for (let part = 0; part < 50; part += 1) {
      await flood(() => ask('one'), 6_000, 0.1);
      void ask('two').then((isAnswered) => others.push(isAnswered));
    }
    await vi.advanceTimersByTimeAsync(2_000);
    expect(others).toHaveLength(50);
    expect(others).not.toContain(false);
    expect(figures.refused.length).toBeGreaterThan(0);
  },
);

it('somebody who asks for several things at once is not pushed out by another who floods', async () => {
  const { ask } = service({ capacity: 2_000 });
  const others: boolean[] = [];
  await flood(() => ask('one'), 10_000, 1);
  for (let part = 0; part < 20; part += 1) {
    await flood(() => ask('one'), 10_000, 0.1);
    for (let count = 0; count < 7; count += 1)
      void ask('two').then((isAnswered) => others.push(isAnswered));
  }
  await vi.advanceTimersByTimeAsync(2_000);
  expect(others).toHaveLength(140);
  expect(others).not.toContain(false);
});

it('whoever leaves while waiting takes no place, and is not counted as refused', async () => {
  const { admission, events } = service({ capacity: 600 });
  const places = await Promise.all(
    Array.from({ length: AT_ONCE / 8 }, () => admission.enter('one', PRESENT)),
  );
  const leaving: (() => void)[] = [];
  const client = {
    onGone: (listener: () => void) => {
      leaving.push(listener);
      return () => {};
    },
  };
  const waiting = Array.from({ length: 100 }, () => admission.enter('one', client));
  await vi.advanceTimersByTimeAsync(20);
  for (const leave of leaving) leave();
  for (const place of places) if (place !== null) admission.leave(place);
  expect(new Set(await Promise.all(waiting))).toEqual(new Set([null]));
  await vi.advanceTimersByTimeAsync(3_000);
  expect([admission.inside(), events]).toEqual([0, []]);
});

it('says with what was refused that it is over', async () => {
  const told: (string | number)[] = [];
  const admission = createAdmission(AT_ONCE, {
    onOverloaded: () => told.push('overloaded'),
    onCalm: (refused) => told.push(refused),
  });
  const asked = Array.from({ length: 2 * AT_ONCE }, () => admission.enter('one', PRESENT));
  await vi.advanceTimersByTimeAsync(200);
  const places = await Promise.all(asked.slice(0, AT_ONCE / 8));
  for (const place of places) if (place !== null) admission.leave(place);
  const leaving = asked.map(async (entered) => {
    const place = await entered;
    if (place !== null && !places.includes(place)) admission.leave(place);
    return place;
  });
  await vi.advanceTimersByTimeAsync(3_000);
  const refused = (await Promise.all(leaving)).filter((place) => place === null).length;
  expect(told).toEqual(['overloaded', refused]);
  expect(admission.inside()).toBe(0);
});

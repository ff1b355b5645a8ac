import type { Random } from './random.ts';

const MEETINGS = 400;
const DAY_MS = 86_400_000;
const DAYS = 60;

/** Typical meetings: the weight of each, and its statuses in order. */
const RUNS = [
  {
    weight: 67,
    path: ['requested', 'joining', 'awaiting_admission', 'active', 'stopping', 'completed'],
    reason: 'stopped',
    stage: null,
  },
  {
    weight: 9,
    path: ['requested', 'joining', 'active', 'completed'],
    reason: 'left_alone',
    stage: null,
  },
  {
    weight: 6,
    path: ['requested', 'joining', 'awaiting_admission', 'completed'],
    reason: 'awaiting_admission_timeout',
    stage: null,
  },
  {
    weight: 6,
    path: ['requested', 'joining', 'awaiting_admission', 'failed'],
    reason: 'awaiting_admission_rejected',
    stage: 'awaiting_admission',
  },
  { weight: 5, path: ['requested', 'joining', 'failed'], reason: 'join_failure', stage: 'joining' },
  {
    weight: 4,
    path: ['requested', 'joining', 'awaiting_admission', 'active', 'failed'],
    reason: 'evicted',
    stage: 'active',
  },
  { weight: 0.5, path: ['requested'], reason: null, stage: null },
  { weight: 0.3, path: ['requested', 'joining'], reason: null, stage: null },
  { weight: 0.3, path: ['requested', 'joining', 'awaiting_admission'], reason: null, stage: null },
  {
    weight: 1.5,
    path: ['requested', 'joining', 'awaiting_admission', 'active'],
    reason: null,
    stage: null,
  },
  { weight: 0.2, path: ['requested', 'joining', 'needs_human_help'], reason: null, stage: null },
  { weight: 0.2, path: ['requested', 'joining', 'active', 'stopping'], reason: null, stage: null },
] as const;

/** Seconds that a bot stays in a status, from and to. */
const STAYS: Readonly<Record<string, readonly [number, number]>> = {
  requested: [1, 8],
  joining: [3, 25],
  awaiting_admission: [2, 90],
  active: [300, 4_200],
  stopping: [1, 6],
};

type DemoStep = { readonly from: string | null; readonly to: string; readonly at: Date };

export type DemoMeeting = {
  readonly owner: number;
  readonly platform: string;
  readonly nativeMeetingId: string;
  readonly status: string;
  readonly completionReason: string | null;
  readonly failureStage: string | null;
  readonly createdAt: Date;
  readonly startTime: Date | null;
  readonly endTime: Date | null;
  readonly steps: readonly DemoStep[];
};

/** @param people how many users there are to own meetings */
export function demoMeetings(random: Random, people: number, now: Date): DemoMeeting[] {
  return Array.from({ length: MEETINGS }, (_, place) => {
    const run = runFor(random, place);
    // What still goes on took its last step shortly before now; the rest lies in the last two months.
    const steps =
      run.reason === null
        ? endingAt(random, stepsOf(random, run.path, now), now)
        : stepsOf(random, run.path, workingHour(random, now));
    const createdAt = steps[0]?.at ?? now;
    const isOver = run.reason !== null;
    return {
      owner: random.between(0, people - 1),
      ...placeOf(random, place),
      status: steps.at(-1)?.to ?? 'requested',
      completionReason: run.reason,
      failureStage: run.stage,
      createdAt,
      startTime: steps.find(({ to }) => to === 'active')?.at ?? null,
      endTime: isOver ? (steps.at(-1)?.at ?? null) : null,
      steps,
    };
  });
}

/** Each run once at the start, so that every status shows; after that by weight. */
function runFor(random: Random, place: number): (typeof RUNS)[number] {
  const first = RUNS[place];
  if (first !== undefined) return first;
  let left = random.next() * 100;
  for (const run of RUNS) {
    left -= run.weight;
    if (left < 0) return run;
  }
  return RUNS[0];
}

/** Mostly on weekdays. What began before yesterday's end is over by now, however long it took. */
function workingHour(random: Random, now: Date): Date {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const day = midnight - random.between(1, DAYS) * DAY_MS;
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
  if (isWeekend && random.next() < 0.8) return workingHour(random, now);
  return new Date(day + random.between(7 * 60, 17 * 60) * 60_000);
}

/** The same steps, moved so that the last one was taken shortly before now. */
function endingAt(random: Random, steps: readonly DemoStep[], now: Date): DemoStep[] {
  const last = steps.at(-1)?.at.getTime() ?? now.getTime();
  const shift = now.getTime() - random.between(20, 600) * 1_000 - last;
  return steps.map((step) => ({ ...step, at: new Date(step.at.getTime() + shift) }));
}

function stepsOf(random: Random, path: readonly string[], start: Date): DemoStep[] {
  let time = start.getTime();
  let from: string | null = null;
  return path.map((to) => {
    const step = { from, to, at: new Date(time) };
    const [low, high] = STAYS[to] ?? [1, 5];
    time += random.between(low, high) * 1_000;
    from = to;
    return step;
  });
}

function placeOf(random: Random, place: number): { platform: string; nativeMeetingId: string } {
  // One that nobody knows yet: what a newer bot reports is kept and shown as OTHER.
  const platform =
    place === 20
      ? 'webex'
      : random.pick([
          'google_meet',
          'google_meet',
          'google_meet',
          'teams',
          'teams',
          'zoom',
          'jitsi',
          'browser_session',
        ]);
  const letters = (length: number) =>
    Array.from({ length }, () => String.fromCharCode(random.between(97, 122))).join('');
  if (platform === 'google_meet')
    return { platform, nativeMeetingId: `${letters(3)}-${letters(4)}-${letters(3)}` };
  if (platform === 'jitsi') return { platform, nativeMeetingId: `Weekly${letters(8)}` };
  return { platform, nativeMeetingId: String(random.between(1_000_000_000, 9_999_999_999)) };
}

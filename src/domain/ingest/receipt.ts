import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import {
  type IllegalTransitionError,
  InvalidInputError,
  type LimitReachedError,
  type NotFoundError,
} from '../../core/errors.ts';
import { toIssues } from '../../core/input/issues.ts';
import { MAX_ITEMS } from './input.ts';

/** What became of one reported item. */
export type ReceiptState = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED';

/** Why one item was refused. */
export type ItemError =
  | IllegalTransitionError
  | InvalidInputError
  | LimitReachedError
  | NotFoundError;

/** `meetingId` is the meeting that it is about, where there is one. */
export type Receipt = {
  /** Where webhook secrets stood in its data, which were not stored. */
  readonly omitted: readonly string[];
  readonly state: ReceiptState;
  readonly meetingId: bigint | null;
  readonly error: ItemError | null;
};

export function receipt(state: ReceiptState, meetingId: bigint): Receipt {
  return { state, meetingId, error: null, omitted: [] };
}

export function refusal(error: ItemError, meetingId: bigint | null = null): Receipt {
  return { state: 'REFUSED', meetingId, error, omitted: [] };
}

export type CheckedReport<Report> =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly receipt: Receipt };

/** How long items may be looked at in one turn of the event loop. */
const TURN_MS = 20;

/**
 * Checks each item by itself: one that breaks rules is refused with all of its problems, and the
 * others go on.
 * @param list the name of the input's field that holds the items
 * @throws InvalidInputError when there are too many, or none
 */
export async function checkEach<Schema extends z.ZodType>(
  schema: Schema,
  list: string,
  items: readonly unknown[],
): Promise<CheckedReport<z.output<Schema>>[]> {
  if (items.length === 0 || items.length > MAX_ITEMS) {
    const message = `must hold 1 to ${MAX_ITEMS} items; it has ${items.length}`;
    throw new InvalidInputError([{ path: [list], message, type: 'value_error' }]);
  }
  const checked: CheckedReport<z.output<Schema>>[] = [];
  let since = performance.now();
  for (const [place, item] of items.entries()) {
    checked.push(checkOne(schema, item, [list, place]));
    if (performance.now() - since < TURN_MS) continue;
    // A megabyte of names takes a while to look at: others are answered in between.
    await nextTurn();
    since = performance.now();
  }
  return checked;
}

function checkOne<Schema extends z.ZodType>(
  schema: Schema,
  item: unknown,
  path: readonly (string | number)[],
): CheckedReport<z.output<Schema>> {
  const parsed = schema.safeParse(item, { reportInput: true });
  if (parsed.success) return { ok: true, report: parsed.data };
  const issues = toIssues(parsed.error, item, path);
  return { ok: false, receipt: refusal(new InvalidInputError(issues)) };
}

type WithOmitted = { readonly omitted: readonly string[] };

/** Says of what was written what of it was left out. */
export function withOmitted(
  answer: Receipt,
  checked: CheckedReport<WithOmitted> | undefined,
): Receipt {
  const isWritten = answer.state === 'CREATED' || answer.state === 'UPDATED';
  return isWritten && checked?.ok ? { ...answer, omitted: checked.report.omitted } : answer;
}

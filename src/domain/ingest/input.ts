import { z } from 'zod';
import { withoutOwnKeys } from '../../core/input/api-keys-in-text.ts';
import { type JsonObject, jsonObject } from '../../core/input/json.ts';
import { omitSecrets, pathText } from '../../core/input/omit-secrets.ts';
import { keyLine, line, refuse, text } from '../../core/input/rules.ts';
import { withoutSecretText } from '../../core/input/secret-texts.ts';
import { isNamedOnce, platformFields, storedPlatform } from '../meetings/platform-name.ts';
import { STATUSES } from '../meetings/status.ts';
import { CLOCK_TOLERANCE_MS, checkTimeOrder } from './times.ts';

export const MAX_ITEMS = 1_000;

const MAX_OFFSET_SECONDS = 31 * 86_400;

const NOT_EMPTY = { message: 'must not be empty', params: { type: 'value_error' } };
const isFilled = (value: string) => value.trim() !== '';
/** Words of a report, from which secrets are taken out. */
const word = keyLine({ max: 100 }).refine(isFilled, NOT_EMPTY);
const ownId = keyLine({ max: 255 }).refine(isFilled, NOT_EMPTY);
/** By this, reports are told apart: without the key, one would be taken for another. */
const label = line({ max: 255 }).refine(isFilled, NOT_EMPTY);
/** What was said is worth more than that a key was read out. */
const spoken = text({ max: 65_536 }).transform(withoutOwnKeys);
const status = z.string().superRefine((value, context) => {
  if ((STATUSES as readonly string[]).includes(value)) return;
  refuse(context, value, 'cannot be UNKNOWN', { type: 'value_error' });
});

/** @param now what a report must not be later than, with some patience for clocks */
function timestamp(now: Date) {
  return z.date().superRefine((value, context) => {
    if (value.getTime() <= now.getTime() + CLOCK_TOLERANCE_MS) return;
    refuse(context, value, `is in the future (now is ${now.toISOString()})`, {
      type: 'value_error',
    });
  });
}

type WithData = { readonly data?: JsonObject | null | undefined } & {
  readonly [Name in (typeof TEXTS)[number]]?: string | null | undefined;
};

/** What a report says in words of its own. */
const TEXTS = ['completionReason', 'failureStage', 'botContainerId', 'source', 'reason'] as const;

const MOST_OMITTED = 20;

/**
 * Nothing here needs a secret, and bots send some along with the rest: they are left out, and the
 * receipt says so. To refuse the report for it would lose the meeting.
 */
function withoutSecrets<Report extends WithData>(report: Report) {
  const { data, paths } = omitSecrets(report.data);
  const texts = textsWithoutSecrets(report);
  const places = [
    ...paths.map((path) => ['data', ...path]),
    ...Object.keys(texts).map((name) => [name]),
  ];
  return { ...report, ...texts, data, omitted: places.slice(0, MOST_OMITTED).map(pathText) };
}

/** Those in which a secret stood, without it. */
function textsWithoutSecrets(report: WithData): Readonly<Record<string, string>> {
  const changed = TEXTS.flatMap((name) => {
    const text = report[name];
    if (!text) return [];
    const kept = withoutSecretText(text);
    return kept === text ? [] : [[name, kept] as const];
  });
  return Object.fromEntries(changed);
}

export function meetingReport(now: Date) {
  return z
    .object({
      ...platformFields,
      nativeMeetingId: label,
      status,
      createdAt: timestamp(now).nullish(),
      startTime: timestamp(now).nullish(),
      endTime: timestamp(now).nullish(),
      completionReason: word.nullish(),
      failureStage: word.nullish(),
      botContainerId: ownId.nullish(),
      source: word.nullish(),
      reason: text({ max: 1_000 }).nullish(),
      data: jsonObject.nullish(),
    })
    .superRefine(checkTimeOrder)
    .superRefine(isNamedOnce)
    .transform(({ platformName, ...report }) => ({
      ...withoutSecrets(report),
      platform: storedPlatform({ ...report, platformName }),
    }));
}
export type MeetingReport = z.output<ReturnType<typeof meetingReport>>;

export function statusReport(now: Date) {
  return z
    .object({
      status,
      at: timestamp(now).nullish(),
      source: word.nullish(),
      reason: text({ max: 1_000 }).nullish(),
      completionReason: word.nullish(),
      failureStage: word.nullish(),
      data: jsonObject.nullish(),
    })
    .transform(withoutSecrets);
}
export type StatusReport = z.output<ReturnType<typeof statusReport>>;

export function sessionReport(now: Date) {
  return z.object({ sessionUid: label, startedAt: timestamp(now) });
}
export type SessionReport = z.output<ReturnType<typeof sessionReport>>;

const offset = z.number().superRefine((value, context) => {
  if (value >= 0 && value <= MAX_OFFSET_SECONDS) return;
  refuse(context, value, `must be from 0 to ${MAX_OFFSET_SECONDS} seconds`, {
    type: 'value_error',
  });
});

export const segmentReport = z
  .object({
    segmentId: label,
    sessionUid: label.nullish(),
    startOffset: offset,
    endOffset: offset,
    text: spoken,
    speaker: keyLine({ max: 255 }).transform(withoutOwnKeys).nullish(),
    language: keyLine({ max: 35 }).transform(withoutOwnKeys).nullish(),
  })
  .superRefine(({ startOffset, endOffset }, context) => {
    if (startOffset <= endOffset) return;
    context.addIssue({
      code: 'custom',
      path: ['endOffset'],
      message: 'must not be before `startOffset`',
      input: endOffset,
      params: { type: 'value_error' },
    });
  });
export type SegmentReport = z.output<typeof segmentReport>;

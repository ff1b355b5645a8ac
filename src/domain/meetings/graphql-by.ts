import { z } from 'zod';
import { InvalidInputError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { type Path, readId } from '../../kit/graphql/ids.ts';
import { MeetingPlatform } from './graphql-parts.ts';
import { isNamedOnce, platformFields, storedPlatform } from './platform-name.ts';
import type { MeetingName } from './service.ts';

const NativeMeeting = builder.inputType('NativeMeeting', {
  description: "A call by the platform's own id.",
  fields: (t) => ({
    platform: t.field({
      type: MeetingPlatform,
      required: true,
      description: 'The platform.',
    }),
    platformName: t.string({
      description: 'The name of a platform that is OTHER; required there, not allowed for others.',
    }),
    nativeMeetingId: t.string({
      required: true,
      description: "The platform's own id of the call.",
    }),
  }),
});

export const MeetingBy = builder.inputType('MeetingBy', {
  isOneOf: true,
  description: 'Identifies one meeting, in exactly one way.',
  fields: (t) => ({
    id: t.id({ description: 'By opaque id.' }),
    databaseId: t.field({ type: 'BigInt', description: 'By the numeric id of the REST API.' }),
    native: t.field({
      type: NativeMeeting,
      description:
        "By the platform's own id. If several match: the one that is not over, otherwise the newest.",
    }),
  }),
});

/** What contradicts itself names no meeting: a report must not go to another one. */
const nativeMeeting = z
  .object({ ...platformFields, nativeMeetingId: z.string() })
  .superRefine(isNamedOnce)
  .transform(({ nativeMeetingId, ...platform }) => ({
    platform: storedPlatform(platform),
    nativeMeetingId,
  }));

/**
 * The same for one of many: what contradicts itself refuses none of the others.
 * @throws InvalidInputError for what is no id of a meeting
 */
export function readOneMeetingName(
  by: typeof MeetingBy.$inferInput,
  path: Path,
): MeetingName | InvalidInputError {
  try {
    return readMeetingName(by, path);
  } catch (error) {
    if (by.native && error instanceof InvalidInputError) return error;
    throw error;
  }
}

/** @throws InvalidInputError for what is no id of a meeting, or does not say which platform is meant */
export function readMeetingName(
  { id, databaseId, native }: typeof MeetingBy.$inferInput,
  path: Path,
): MeetingName {
  if (native) return parseInput(nativeMeeting, native, [...path, 'native']);
  return { id: databaseId ?? readId('Meeting', id ?? '', [...path, 'id']) };
}

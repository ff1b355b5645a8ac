import { z } from 'zod';
import { line } from '../../core/input/rules.ts';
import { OTHER } from './list.ts';
import { known, PLATFORMS } from './vocabulary.ts';

const platformWord = line({ max: 100 }).refine((value) => value.trim() !== '', {
  message: 'must not be empty',
  params: { type: 'value_error' },
});

/** Reports and names of meetings have these fields, and the same rule. */
export const platformFields = { platform: z.string(), platformName: platformWord.nullish() };

type Platform = { readonly platform: string; readonly platformName?: string | null | undefined };

/** The word that is stored is that of the enumeration, or else a free one. */
export function isNamedOnce(
  { platform, platformName }: Platform,
  context: z.core.$RefinementCtx,
): void {
  const isOther = platform === OTHER;
  const isKnown = known(PLATFORMS, platformName ?? null) !== null;
  if (isOther === Boolean(platformName) && !isKnown) return;
  context.addIssue({
    code: 'custom',
    path: ['platformName'],
    message: platformProblem(isOther, isKnown),
    input: platformName,
    params: { type: 'value_error' },
  });
}

function platformProblem(isOther: boolean, isKnown: boolean): string {
  if (!isOther) return 'is only allowed with the platform OTHER; leave it out';
  return isKnown
    ? 'has a `platform` value of its own; use that'
    : 'is required when `platform` is OTHER';
}

/** The enumeration and the free word become the one word that is stored. */
export function storedPlatform({ platform, platformName }: Platform): string {
  return platformName ?? platform;
}

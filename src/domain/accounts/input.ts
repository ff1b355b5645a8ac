import { z } from 'zod';
import { jsonObject } from '../../core/input/json.ts';
import { line, webUrl, wholeNumber } from '../../core/input/rules.ts';
import { emailAddress } from './email.ts';

export const MAX_NAME_LENGTH = 100;

/** The rules for each field of a user, by whichever API it comes. */
export const userRules = {
  email: emailAddress,
  name: line({ max: MAX_NAME_LENGTH }),
  imageUrl: webUrl(),
  maxConcurrentBots: wholeNumber({ min: 0 }),
  role: z.enum(['user', 'admin']),
  isActive: z.boolean(),
  data: jsonObject,
} as const;

export const createUserInput = z.object({
  email: userRules.email,
  name: userRules.name.nullish(),
  imageUrl: userRules.imageUrl.nullish(),
  maxConcurrentBots: userRules.maxConcurrentBots.nullish(),
  role: userRules.role.nullish(),
  data: userRules.data.nullish(),
});
export type CreateUserInput = z.output<typeof createUserInput>;

/** What is absent stays; `null` clears what can be cleared. */
export const userChanges = z.object({
  email: userRules.email.optional(),
  name: userRules.name.nullish(),
  imageUrl: userRules.imageUrl.nullish(),
  maxConcurrentBots: userRules.maxConcurrentBots.nullish(),
  role: userRules.role.optional(),
  isActive: userRules.isActive.optional(),
  data: userRules.data.nullish(),
});
export type UserChanges = z.output<typeof userChanges>;

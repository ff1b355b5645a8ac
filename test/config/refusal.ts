import { parseConfig } from '../../src/core/config/parse-config.ts';
import { StartError } from '../../src/core/start-error.ts';

/** What the operator is told when these settings do not allow a start. */
export function refusal(env: NodeJS.ProcessEnv): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  throw new Error('The settings were accepted');
}

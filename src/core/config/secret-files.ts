import { readFileSync } from 'node:fs';
import { withoutEnd } from '../input/trim.ts';

type Values = Readonly<Record<string, string>>;

/** What is wrong with one setting. The message completes a sentence and holds no value. */
export type Problem = { readonly name: string; readonly message: string };

/** The environment without what counts as not set. Docker and CI systems pass unset as empty. */
export function givenValues(env: NodeJS.ProcessEnv): Values {
  const given = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(given);
}

/** Puts in the secrets that are kept in files: `X_FILE` names the file that holds `X`. */
export function readSecretFiles(
  given: Values,
  names: readonly string[],
): { readonly values: Values; readonly problems: readonly Problem[] } {
  const values: Record<string, string> = { ...given };
  const problems: Problem[] = [];
  for (const name of names) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    const read = given[name] === undefined ? readSecret(path, `${name}_FILE`) : bothSet(name);
    if ('value' in read) values[name] = read.value;
    else problems.push({ name, message: read.problem });
  }
  return { values, problems };
}

function bothSet(name: string): { readonly problem: string } {
  return { problem: `and ${name}_FILE are both set: keep one of them` };
}

function readSecret(
  path: string,
  variable: string,
): { readonly value: string } | { readonly problem: string } {
  try {
    // Editors and `echo` end a file with a line break that is no part of the secret.
    const value = withoutEnd(readFileSync(path, 'utf8'), '\r\n');
    return value === '' ? { problem: `is empty: fill the file that ${variable} names` } : { value };
  } catch (error) {
    return { problem: `cannot be read from the file that ${variable} names (${codeOf(error)})` };
  }
}

/** The code alone: a message would repeat the path, which may be the secret itself by mistake. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'not readable';
}

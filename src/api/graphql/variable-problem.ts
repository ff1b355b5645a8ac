import { textProblem } from '../../core/input/text.ts';

/** Of one list or object. Where one is wrong, the library writes it out with each error. */
const MAX_VALUES = 10_000;

function sizeOf(value: object): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/**
 * What is wrong with a value at this path of the variables, whatever its type: a text that cannot be stored,
 * or too many values. Depth is limited before.
 */
export function variableProblem(value: unknown, path: string): string | null {
  if (typeof value === 'string') {
    const problem = textProblem(value);
    return problem === null ? null : `\`${path}\` ${problem}`;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (sizeOf(value) > MAX_VALUES) return `\`${path}\` must hold at most ${MAX_VALUES} values`;
  for (const [key, child] of Object.entries(value)) {
    const keyProblem = textProblem(key);
    const problem =
      keyProblem === null
        ? variableProblem(child, `${path}.${key}`)
        : `a key in \`${path}\` ${keyProblem}`;
    if (problem !== null) return problem;
  }
  return null;
}

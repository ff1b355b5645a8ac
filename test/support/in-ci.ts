/**
 * Whether a machine has what some tests take, which are left out elsewhere.
 * @throws Error in CI, where nothing may be left out
 */
export function neededInCI(isThere: boolean, remedy: string): boolean {
  if (!isThere && process.env['CI'] === 'true') throw new Error(`CI leaves tests out: ${remedy}`);
  return isThere;
}

import type { InstallationCheck } from './check.ts';

const VERDICTS = [
  ['fail', 'failed'],
  ['warn', 'warnings'],
] as const;

/** A line for each check, and one below it where there is something to do. */
export function formatChecks(checks: readonly InstallationCheck[]): string {
  const lines = checks.flatMap(({ name, verdict, message, remedy }) => [
    `  ${verdict.padEnd(4)}  ${name.padEnd(13)}  ${message}`,
    ...(remedy === null ? [] : [`${' '.repeat(23)}${remedy}`]),
  ]);
  const counts = VERDICTS.map(([verdict, text]) => {
    const count = checks.filter((check) => check.verdict === verdict).length;
    return `${count} ${text}`;
  });
  return `${lines.join('\n')}\n${checks.length} checks, ${counts.join(', ')}.\n`;
}

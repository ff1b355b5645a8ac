import { spawnSync } from 'node:child_process';

/** What the registry knows against the packages that production installs. */
export type Advisories =
  /** Packages with an advisory that is high or critical, one line each. */
  | { readonly problems: readonly string[] }
  /** The registry cannot be asked, or has no list. */
  | { readonly unavailable: string };

type Report = {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
};

type Vulnerability = { readonly name: string; readonly severity: string; readonly range: string };

export function fetchAdvisories(): Advisories {
  const { stdout } = spawnSync(
    'npm',
    ['audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=15000'],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  return readReport(stdout);
}

/** Reads what `npm audit --json` prints. */
export function readReport(text: string): Advisories {
  const { vulnerabilities, message } = parse(text);
  if (vulnerabilities === undefined)
    return { unavailable: message?.split(/ - |\n/)[0] ?? 'npm audit printed no report' };
  const grave = Object.values(vulnerabilities).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  );
  return { problems: grave.map(({ name, severity, range }) => `${name} ${range}: ${severity}`) };
}

function parse(text: string): Report {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return {};
  }
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { TestCertificate } from '../support/certificates.ts';

export type Check = {
  readonly name: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly remedy: string | null;
};

export type Env = Readonly<Record<string, string>>;

/** How the command is started. */
export type Start = {
  /** Over the settings of a sound installation; an empty text leaves a setting out. */
  readonly env?: Env;
  readonly args?: readonly string[];
  /** What a shell does before. */
  readonly before?: string;
};

export type Stage = {
  /** A sound database with one key. */
  readonly databaseUrl: string;
  readonly pepper: string;
  /** An empty one for each situation. */
  readonly folder: string;
};

/** What the command finds in a situation, which ends with the test. */
export type Situation = {
  readonly what: string;
  readonly finds: readonly [verdict: Check['verdict'], name: string, text: RegExp];
  readonly remedy?: RegExp;
  /** A check that has nothing to say there. */
  readonly without?: string;
  readonly start: Start | ((stage: Stage) => Start | Promise<Start>);
  /** Whether this machine can do it. */
  readonly isPossible?: boolean;
};

/** `latchkey doctor --json` as a process of its own. */
export async function examine({
  env = {},
  args = [],
  before = 'true',
}: Start): Promise<readonly Check[]> {
  const { PATH = '' } = process.env;
  const given = Object.entries(env).filter(([, value]) => value !== '');
  const words = [
    '-c',
    `${before}; exec "$0" "$@"`,
    process.execPath,
    'dist/latchkey.js',
    'doctor',
    '--json',
    ...args,
  ];
  const { promise, resolve } = Promise.withResolvers<readonly [number | null, string, string]>();
  const child = execFile(
    'sh',
    words,
    { env: { PATH, ...Object.fromEntries(given) } },
    (_error, output, errors) => resolve([child.exitCode, output, errors]),
  );
  const [code, output, errors] = await promise;
  if (errors !== '') throw new Error(errors);
  const { checks } = JSON.parse(output) as { checks: readonly Check[] };
  const hasFailed = checks.some(({ verdict }) => verdict === 'fail');
  if (code !== (hasFailed ? 1 : 0)) throw new Error(`ended with ${code}`);
  return checks;
}

/** Has a module run before the command, in its process. */
export const first = (code: string): Env => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
});

/** A server until the end of the test. @returns its port */
export async function serve(
  listener: RequestListener,
  certificate?: TestCertificate,
): Promise<number> {
  const server =
    certificate === undefined
      ? createServer(listener)
      : createTlsServer(
          { cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) },
          listener,
        );
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

import { spawn } from 'node:child_process';
import type { TestServer } from '../support/server.ts';

/** `latchkey import vexa …` on the database of a running server, as an operator would. */
export function launchImport(server: TestServer, options: readonly string[]) {
  return launchCommand(['vexa', ...options], {
    DATABASE_URL: server.databaseUrl,
    TOKEN_PEPPER: server.app.peppers.current.text,
    ADMIN_API_TOKEN: server.adminKey,
  });
}

export function launchCommand(given: readonly string[], env: Readonly<Record<string, string>>) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['dist/latchkey.js', 'import', ...given], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
    for (const { text, resolve } of waiting) if (errors.includes(text)) resolve();
  });
  const { promise: ended, resolve: end } = Promise.withResolvers<{
    readonly code: number | null;
    readonly output: string;
    readonly errors: string;
  }>();
  child.on('close', (code) => end({ code, output, errors }));
  /** Waits until its errors' stream, where progress is shown, holds this. */
  const heard = (text: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ text, resolve });
    if (errors.includes(text)) resolve();
    void ended.then(() => reject(new Error(`it ended without "${text}": ${errors}`)));
    return promise;
  };
  return { child, ended, heard };
}

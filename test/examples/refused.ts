import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLES, runPackage } from './prepare.ts';

/** What the type checker says of a file that could stand in `src` of the examples. */
export function typeProblemsOf(text: string): Promise<string> {
  const settings = ['--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions'];
  const module = ['--module', 'preserve', '--target', 'es2023', '--types', 'node'];
  const moved = text.replaceAll("'./", `'${EXAMPLES}/src/`);
  return refusalOf(moved, (file) => runPackage('typescript', [...settings, ...module, file]));
}

/** What codegen says of a configuration. */
export function codegenProblemsOf(config: string, service: string): Promise<string> {
  return refusalOf(config, (file) =>
    runPackage('@graphql-codegen/cli', ['--config', file, '--verbose'], { LATCHKEY_URL: service }),
  );
}

async function refusalOf(text: string, run: (file: string) => Promise<string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-'));
  const file = join(folder, 'file.ts');
  await writeFile(file, text);
  try {
    await run(file);
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

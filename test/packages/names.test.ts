import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

// Names that other files use are words of the field, as an engineer who joins would look for them.

/** Words that such a name does not have, each with what to use instead. */
const AVOIDED: Readonly<Record<string, string>> = {
  trail: 'audit log, event',
  door: 'API, module',
  room: 'quota, call',
  house: 'architecture',
  moment: 'timestamp, instant',
  ask: 'request, select',
  asks: 'request, select',
  asked: 'selection, requested',
  shortly: 'fast path',
  served: 'request context',
  tell: 'report',
  tells: 'report',
  told: 'reported',
  heard: 'received, observed',
  odd: 'unknown, invalid',
  kept: 'stored',
  placed: 'assigned, at a path',
  wanted: 'requested, expected',
  travel: 'transition',
  welcome: 'start-up message',
  seldom: 'interval',
  together: 'coalescing, group',
  beside: 'with',
  anew: 'again',
};

const OTHERS = ['dashboard', 'test', 'bench', 'scripts'];

function sources(folder = 'src'): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => /\.tsx?$/.test(file) && !NOT_OURS.test(file));
}

const NOT_OURS = /\/(generated|node_modules)\//;

/** What a file declares and exports. */
function exportedNames(text: string): string[] {
  const { statements } = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        ts.isIdentifier(name) ? [name.text] : [],
      );
    const { name } = statement as { name?: ts.Node };
    return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
  });
}

/** `keptKeysSql`, `KEPT_KEYS` and `kept-keys` have the words `kept` and `keys`. */
function wordsOf(name: string): string[] {
  const words = name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

function problemsOf(name: string): string[] {
  return wordsOf(name).flatMap((word) =>
    Object.hasOwn(AVOIDED, word) ? [`${name}: write ${AVOIDED[word]}`] : [],
  );
}

it('exported names and files use the words of the field', () => {
  const files = ['src', ...OTHERS].flatMap((folder) => sources(folder));
  expect(files.length).toBeGreaterThan(1_500);
  const found = files.flatMap((file) =>
    [basename(file), ...exportedNames(readFileSync(file, 'utf8'))].flatMap((name) =>
      problemsOf(name).map((problem) => `${file}: ${problem}`),
    ),
  );
  expect(found).toEqual([]);
});

it('an exported name means one thing', () => {
  const declaredIn = new Map<string, string[]>();
  for (const file of sources())
    for (const name of new Set(exportedNames(readFileSync(file, 'utf8'))))
      declaredIn.set(name, [...(declaredIn.get(name) ?? []), file]);
  expect([...declaredIn].filter(([, files]) => files.length > 1)).toEqual([]);
});

it('a private word is found in each kind of name, and in no part of another word', () => {
  const text =
    'export const KEPT_ROWS = 1; export type OddForm = 1; const told = 2; export { told };';
  expect(exportedNames(text)).toEqual(['KEPT_ROWS', 'OddForm']);
  expect(['KEPT_ROWS', 'OddForm', 'asked-for'].flatMap(problemsOf)).toHaveLength(3);
  expect(['maskOf', 'bathroom', 'gatewayTasks'].flatMap(problemsOf)).toEqual([]);
});

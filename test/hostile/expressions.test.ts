import { globSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// Every regular expression of the sources, found by the compiler, against a megabyte of what it may
// take longest for. A new one is among them without anybody's doing.

/** A linear one takes well under a second, whatever else runs; a quadratic one hours. */
const PATIENCE_MS = 25_000;

type Expression = { readonly source: string; readonly flags: string };
type Found = Expression & { readonly place: string };

function sources(): string[] {
  return globSync('src/**/*.ts').filter((file) => !file.includes('/generated/'));
}

function nodesOf(file: string): ts.Node[] {
  const text = readFileSync(file, 'utf8');
  const nodes: ts.Node[] = [ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)];
  for (const node of nodes) ts.forEachChild(node, (child) => void nodes.push(child));
  return nodes;
}

function literalsIn(file: string): Found[] {
  return nodesOf(file)
    .filter(ts.isRegularExpressionLiteral)
    .map(({ text }) => {
      const end = text.lastIndexOf('/');
      return { place: file, source: text.slice(1, end), flags: text.slice(end + 1) };
    });
}

function isMade(node: ts.Node): boolean {
  const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
  return isCall && node.expression.getText() === 'RegExp';
}

/** Those that a file makes of texts when it is loaded. */
async function madeBy(file: string): Promise<Found[]> {
  const found: Found[] = [];
  const { RegExp: original } = globalThis;
  globalThis.RegExp = new Proxy(original, {
    construct: (target, [source, flags = '']: [string, string?]) => {
      found.push({ place: file, source, flags });
      return new target(source, flags);
    },
  });
  try {
    await import(`${pathToFileURL(file).href}?loaded-for-its-expressions`);
  } finally {
    globalThis.RegExp = original;
  }
  return found;
}

/** The expressions that did not end in time. */
async function slowAmong(all: readonly Found[], patienceMs = PATIENCE_MS): Promise<Found[]> {
  const slow: Found[] = [];
  for (let next = 0; next < all.length; next += 1) {
    next += await countDone(all.slice(next), patienceMs);
    const stuck = all[next];
    if (stuck !== undefined) slow.push(stuck);
  }
  return slow;
}

function countDone(expressions: readonly Expression[], patienceMs: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const worker = new Worker(new URL('./expression-worker.ts', import.meta.url), {
    workerData: expressions,
  });
  let done = 0;
  const end = () => {
    void worker.terminate();
    resolve(done);
  };
  let patience = setTimeout(end, patienceMs);
  worker.on('message', () => {
    done += 1;
    clearTimeout(patience);
    patience = setTimeout(end, patienceMs);
  });
  worker.on('error', reject);
  worker.on('exit', () => {
    clearTimeout(patience);
    resolve(done);
  });
  return promise;
}

describe('regular expressions', () => {
  it('of which one takes quadratic time are found out', async () => {
    const slow = await slowAmong(
      [
        { place: 'fine', source: '^a+$', flags: '' },
        { place: 'quadratic', source: ' Did you mean .*\\?$', flags: 's' },
        { place: 'fine', source: '\\d+', flags: 'g' },
      ],
      10_000,
    );
    expect(slow.map(({ place }) => place)).toEqual(['quadratic']);
  });

  it('of the sources take linear time', async () => {
    const literals = sources().flatMap(literalsIn);
    expect(literals.length).toBeGreaterThan(40);
    expect((await slowAmong(literals)).map(({ place, source }) => `${place}: ${source}`)).toEqual(
      [],
    );
  }, 600_000);

  it('that the sources make are made when they are loaded, and take linear time', async () => {
    const files = sources().filter((file) => nodesOf(file).some(isMade));
    const made: Found[] = [];
    for (const file of files) {
      const found = await madeBy(file);
      expect(found.length, file).toBeGreaterThanOrEqual(nodesOf(file).filter(isMade).length);
      made.push(...found);
    }
    expect(made.length).toBeGreaterThan(0);
    expect((await slowAmong(made)).map(({ place, source }) => `${place}: ${source}`)).toEqual([]);
  }, 300_000);
});

import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

/** Words and phrases that texts for users avoid, each with what to write instead. */
const FORBIDDEN: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bas (much|many) as (it |they )?may\b/i, 'the limit has been reached'],
  [/\b(may be|are|is) there already\b/i, 'already exists'],
  [/\bgoe?s? not\b/i, 'use either a or b, not both'],
  [/\bgoes? only with\b/i, 'is only allowed with'],
  [/\bthere is (none|no such)\b/i, 'null if it does not exist'],
  [/\bnames none\b/i, 'matches none'],
  [/\b(is|are|was|were) told\b|\btells?\b|\bhears?\b/i, 'reports, receives'],
  [/\bbesides?\b/i, 'in addition to, with'],
  [/\banew\b/i, 'again'],
  [/\bjust so\b|\bor not so\b/i, 'the same way'],
  [/\bmay be said of\b/i, 'say what it is'],
  [/\bwhat (it|they) (was|were|became|says?|had)\b/i, 'a noun'],
  [/\bwhat keys were used for\b/i, 'usage'],
  [/\bask(s|ed)? (about|again)\b|\basks? for\b|\b(was|were|is|are) asked for\b/i, 'request'],
  [/\bunless asked otherwise\b/i, 'by default'],
  [/\bword for word\b|\bin the words? (of|that)\b|\bnewer word\b/i, 'as recorded, exactly'],
  [/\btak(e|es|en|ing) over\b/i, 'import'],
  [/\btak(e|es|en) back\b/i, 'cancel'],
  [/\btakes? the place of\b|\btook its place\b/i, 'replace'],
  [/\b(put|puts|takes?|kept) (in )?for ever\b|\bfor good\b/i, 'permanently'],
  [/\bseldom\b/i, 'rarely, every (interval)'],
  [/\bside by side\b|\bwrite-together\b/i, 'combined, in one statement'],
  [/\bdoors?\b/i, 'API'],
  [/\bhouse\b/i, 'architecture'],
  [/\bmoments?\b/i, 'time, timestamp'],
  [/\btrail\b/i, 'audit log'],
  [/\bstretch(es)?\b/i, 'period, range, part'],
  [/\bnobody knows\b|\bsomebody else\b|\banybody\b/i, 'unknown, another'],
  [/\bclosed holes\b|\bwithout arms\b/i, 'say what it does'],
  [/\bplain way\b|\bway of their own\b|\bshort cuts?\b/i, 'fast path, optimisations'],
  [/\bleft out\b/i, 'omitted, default'],
  [/\bin the clear\b/i, 'in plain text'],
  [/\bmend\b/i, 'fix'],
  [/\bturn(s|ed) up\b/i, 'appear'],
  [/\bgives? up what\b|\bmay go\b/i, 'discard, can be removed'],
  [/\bin turns\b/i, 'alternating, one at a time'],
  [/\b(works|goes|lives) on\b/i, 'keeps working, continues'],
  [/\bin use for as long as\b/i, 'maximum lifetime'],
  [/\bset things right\b/i, 'restore'],
  [/\bas far as\b/i, 'if'],
  [/\bwith commas? between\b/i, 'separated by commas'],
  [/\bof a form of (its|their) own\b|\bunknown form\b|\bodd form\b/i, 'unknown format'],
  [/\bany number\b/i, 'no limit'],
  [/\bstrangers?\b/i, 'callers without a valid key'],
  [/\bwho asks\b|\bwhose key is this\b/i, 'the caller'],
  [/\bwhose doing\b|\bwhose keys? it (is|was)\b/i, 'who performed it, the owner'],
  [/\ball of which must hold\b/i, 'all must hold'],
  [/\bunder way\b/i, 'in progress, running'],
  [/\bwants a\b/i, 'requires'],
  [/\bworks? all the same\b|\bopen nothing\b/i, 'still works, grants nothing'],
  [/\bmay not come\b|\bwhether traffic may come\b/i, 'accepts traffic'],
];

/** Labels that keys are derived with: never shown, and never to be changed. */
const NOT_SHOWN = new Set(['latchkey trail', 'latchkey trail head', 'data key of a sealed trail']);

const ROOT = new URL('../../', import.meta.url);
const DOCS = [
  'SECURITY.md',
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...filesOf('docs').filter((file) => /^docs\/[^/]+\.md$/.test(file)),
];

function filesOf(folder: string): string[] {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

function read(file: string): string {
  return readFileSync(new URL(file, ROOT), 'utf8');
}

/** Each text of several words in a source file, without SQL and without what a text puts in. */
function textsOf(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) || ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.tsx', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  return texts.filter((text) => text.includes(' ') && !NOT_SHOWN.has(text));
}

/** The phrases in a text that should be others, each with its line. */
function foundIn(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) =>
      FORBIDDEN.filter(([phrase]) => phrase.test(line)).map(
        ([phrase, instead]) => `${phrase.exec(line)?.[0]} (write: ${instead}) in: ${line.trim()}`,
      ),
    );
}

describe('texts for users are plain English', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('in the GraphQL schema', () => {
    expect(foundIn(read('schema/schema.graphql'))).toEqual([]);
  });

  it('in the OpenAPI document', async () => {
    const document: unknown = await (await server.fetch('/openapi.json')).json();
    expect(foundIn(JSON.stringify(document, null, 1))).toEqual([]);
  });

  it('in errors, log lines, the dashboard and the output of commands', () => {
    const files = ['src', 'scripts', 'dashboard']
      .flatMap(filesOf)
      .filter((file) => /\.tsx?$/.test(file) && !/\/generated\/|^scripts\/demo\//.test(file));
    expect(files.length).toBeGreaterThan(300);
    const found = files.flatMap((file) =>
      textsOf(read(file)).flatMap((text) => foundIn(text).map((problem) => `${file}: ${problem}`)),
    );
    expect(found).toEqual([]);
  });

  it.each(DOCS)('in %s', (file) => {
    expect(foundIn(read(file))).toEqual([]);
  });
});

it('a stilted phrase is found in source and prose', () => {
  const source = 'const message = "there is none beside it"; sql`the trail of it`;';
  expect(textsOf(source).flatMap(foundIn)).toHaveLength(2);
  expect(foundIn('Any text.\nWhose key it is; left out without one.')).toHaveLength(2);
});

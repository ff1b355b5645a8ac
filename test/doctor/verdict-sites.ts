import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import type { Check } from './situation.ts';

/** A place in the source that gives a verdict. */
export type VerdictSite = {
  readonly place: string;
  readonly isSeenIn: (check: Check) => boolean;
};

const FILES = ['src/cli/examine-installation.ts', 'src/cli/installation/*.ts'];
const VERDICTS = new Set<string>(['ok', 'warn', 'fail'] satisfies Check['verdict'][]);

/** All calls of `ok`, `warn` and `fail`, with the name and the text that each gives. */
export function verdictSites(): readonly VerdictSite[] {
  return globSync(FILES).toSorted().flatMap(sitesIn);
}

function sitesIn(file: string): VerdictSite[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const constants = constantsOf(source);
  const sites: VerdictSite[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !VERDICTS.has(node.expression.getText())) return;
    const verdict = node.expression.getText();
    const [name, message] = node.arguments;
    const nameForm = formOf(name, constants);
    const textForm = formOf(message, constants);
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    sites.push({
      place: `${file}:${line + 1} ${verdict} ${message?.getText() ?? ''}`,
      isSeenIn: (check) =>
        check.verdict === verdict && nameForm.test(check.name) && textForm.test(check.message),
    });
  };
  visit(source);
  return sites;
}

function constantsOf(source: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const declarations = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations);
  return new Map(
    declarations.flatMap(({ name, initializer }) =>
      initializer === undefined ? [] : [[name.getText(), initializer] as const],
    ),
  );
}

/** What a text can be: anything where it has a value that only the running program knows. */
function formOf(
  node: ts.Expression | undefined,
  constants: ReadonlyMap<string, ts.Expression>,
): RegExp {
  const found = node && (constants.get(node.getText()) ?? node);
  if (found === undefined) return /^/;
  if (ts.isStringLiteralLike(found)) return new RegExp(`^${escaped(found.text)}$`);
  if (!ts.isTemplateExpression(found)) return /^/;
  const parts = [found.head, ...found.templateSpans.map(({ literal }) => literal)];
  return new RegExp(`^${parts.map(({ text }) => escaped(text)).join('.*')}$`, 's');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

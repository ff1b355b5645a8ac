import { globSync } from 'node:fs';
import ts from 'typescript';
import { type Frame, passesOn } from './recorder.ts';

/** The type that a statement's rows are declared to have. */
export type DeclaredRow = {
  readonly site: Site;
  /** Empty where nothing is read of the rows. */
  readonly properties: ReadonlyMap<string, Property>;
};

type Property = { readonly type: ts.Type; readonly isOptional: boolean };

/** A place that runs a statement and reads its rows. */
export type Site = {
  /** As `file function`, the file from `src/`. */
  readonly name: string;
  readonly line: number;
};

type Call = { readonly node: ts.CallExpression; readonly signature: ts.Signature };

/** The functions that run a statement, by the name of their type. */
const RUNNERS = new Set(['Rows']);
/** What such a function is called: to ask the compiler about every call would take a minute. */
const NAMES = /^(?:rows|heavyRows|wideRows|largePages|read|same|sameOnReplica)$/;

const ROOT = process.cwd();
const { config } = ts.readConfigFile(`${ROOT}/tsconfig.json`, ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
const program = ts.createProgram(
  globSync(`${ROOT}/src/**/*.ts`, { exclude: (name) => name.includes('/generated/') }),
  { ...options, types: ['node'] },
);
export const checker = program.getTypeChecker();

export function allSites(): Site[] {
  const sites: Site[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isNamedSo(node) && readsRows(node)) sites.push(siteOf(node));
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    if (file.fileName.startsWith(`${ROOT}/src/`) && !passesOn(file.fileName)) visit(file);
  }
  return sites;
}

function readsRows(node: ts.CallExpression): boolean {
  if (!isRunner(node)) return false;
  const signature = checker.getResolvedSignature(node);
  const row = signature && rowOf(checker.getReturnTypeOfSignature(signature));
  return row !== undefined && !(row.flags & ts.TypeFlags.Unknown);
}

function isNamedSo({ expression }: ts.CallExpression): boolean {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && NAMES.test(name.text);
}

function isRunner(node: ts.CallExpression): boolean {
  const name = checker.getTypeAtLocation(node.expression).aliasSymbol?.name;
  return name !== undefined && RUNNERS.has(name);
}

/** What the innermost place on the stack that runs a statement declares. @returns null for an unknown place */
export function declaredAt(stack: readonly Frame[]): DeclaredRow | null {
  const frames = stack.filter(({ passesOn }) => !passesOn);
  const at = frames.findIndex((frame) => {
    const node = nodeAt(frame);
    return node !== null && isRunner(node);
  });
  const call = frames[at] && callAt(frames[at]);
  if (!call) return null;
  const row = rowOf(checker.getReturnTypeOfSignature(call.signature));
  const properties = new Map<string, Property>();
  for (const part of row.isIntersection() ? row.types : [row]) {
    const known = resolve(part, frames.slice(at + 1));
    if (known === null) return null;
    for (const property of known.getProperties()) properties.set(property.name, read(property));
  }
  return { site: siteOf(call.node), properties };
}

function read(property: ts.Symbol): Property {
  const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
  return { type: checker.getTypeOfSymbol(property), isOptional };
}

/** What a type parameter stands for, as said by those who called. */
function resolve(type: ts.Type, callers: readonly Frame[]): ts.Type | null {
  if (!(type.flags & ts.TypeFlags.TypeParameter)) return type;
  const owner = type.symbol.declarations?.[0]?.parent;
  if (owner === undefined || !ts.isFunctionLike(owner)) return null;
  for (const [at, caller] of callers.entries()) {
    const call = callAt(caller);
    if (call?.signature.declaration !== owner) continue;
    const found = argumentFor(type, owner, call);
    return found ? resolve(found, callers.slice(at + 1)) : null;
  }
  return null;
}

function argumentFor(type: ts.Type, owner: ts.SignatureDeclaration, { node, signature }: Call) {
  const place = owner.typeParameters?.findIndex(({ name }) => name.text === type.symbol.name) ?? -1;
  const given = node.typeArguments?.[place];
  if (given !== undefined) return checker.getTypeFromTypeNode(given);
  const declared = checker.getSignatureFromDeclaration(owner);
  return (
    declared &&
    matched(
      checker.getReturnTypeOfSignature(declared),
      checker.getReturnTypeOfSignature(signature),
      type,
    )
  );
}

/** Where one type has the parameter, what another of the same form has. */
function matched(form: ts.Type, actual: ts.Type, wanted: ts.Type): ts.Type | null {
  if (form === wanted) return actual;
  const forms = argumentsOf(form);
  const actuals = argumentsOf(actual);
  for (const [place, part] of forms.entries()) {
    const other = actuals[place];
    const found = other && matched(part, other, wanted);
    if (found) return found;
  }
  return null;
}

function argumentsOf(type: ts.Type): readonly ts.Type[] {
  if (type.aliasTypeArguments) return type.aliasTypeArguments;
  if (type.isUnionOrIntersection()) return type.types;
  const isReference =
    type.flags & ts.TypeFlags.Object &&
    (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference;
  return isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
}

function rowOf(result: ts.Type): ts.Type {
  const rows = checker.getAwaitedType(result) ?? result;
  return argumentsOf(rows)[0] ?? rows;
}

function callAt(frame: Frame): Call | null {
  const node = nodeAt(frame);
  const signature = node && checker.getResolvedSignature(node);
  return node && signature ? { node, signature } : null;
}

function nodeAt({ file, line, column }: Frame): ts.CallExpression | null {
  const source = program.getSourceFile(file);
  if (source === undefined) return null;
  const position = ts.getPositionOfLineAndCharacter(source, line - 1, column - 1);
  const token = tokenAt(source, position);
  // After the first wait, the stack has the place of the `await`.
  if (ts.isAwaitExpression(token) && ts.isCallExpression(token.expression)) return token.expression;
  const call = ts.findAncestor(
    token,
    (node): node is ts.CallExpression =>
      ts.isCallExpression(node) && position < node.expression.end,
  );
  return call ?? null;
}

function tokenAt(parent: ts.Node, position: number): ts.Node {
  const child = ts.forEachChild(parent, (node) =>
    node.getStart() <= position && position < node.end ? node : undefined,
  );
  return child === undefined ? parent : tokenAt(child, position);
}

function siteOf(node: ts.CallExpression): Site {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.expression.end - 1);
  const file = source.fileName.slice(`${ROOT}/src/`.length);
  return { name: `${file} ${functionOf(node)}`, line: line + 1 };
}

function functionOf(node: ts.Node): string {
  const named = ts.findAncestor(node, ts.isFunctionDeclaration);
  return named?.name?.text ?? '';
}

/** As dependency-cruiser's JSON lists it. */
export type CruisedFile = {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
};

/**
 * Folders that import each other, directly or by way of others of the same parent: each folder with the
 * sub-folders of its own, and with the files that stand in it, which count as a folder `.`.
 * @returns one cycle for each parent that has any, as `parent: a > b > a`
 */
export function folderCycles(files: readonly CruisedFile[]): string[] {
  const byParent = new Map<string, Imports>();
  for (const { source, dependencies } of files)
    for (const { resolved } of dependencies) addImport(byParent, source, resolved);
  return [...byParent].flatMap(([parent, imports]) => {
    const cycle = shortestCycle(imports);
    return cycle === null ? [] : [`${parent}: ${cycle.join(' > ')}`];
  });
}

/** Which children of a folder each of its children imports. */
type Imports = Map<string, Set<string>>;

function addImport(byParent: Map<string, Imports>, from: string, to: string): void {
  const source = from.split('/');
  const target = to.split('/');
  let depth = 0;
  while (source[depth] === target[depth] && depth < source.length) depth += 1;
  const importer = childOf(source, depth);
  const imported = childOf(target, depth);
  if (importer === imported) return;
  const parent = source.slice(0, depth).join('/');
  const imports: Imports = byParent.get(parent) ?? new Map();
  byParent.set(parent, imports);
  imports.set(importer, (imports.get(importer) ?? new Set()).add(imported));
}

function childOf(path: readonly string[], depth: number): string {
  return (depth < path.length - 1 && path[depth]) || '.';
}

function shortestCycle(imports: Imports): readonly string[] | null {
  const cycles = [...imports.keys()].map((start) => pathBack(imports, start));
  const found = cycles.filter((cycle) => cycle !== null);
  return found.sort((one, other) => one.length - other.length)[0] ?? null;
}

/** Breadth first. */
function pathBack(imports: Imports, start: string): readonly string[] | null {
  const seen = new Set<string>();
  const paths = [[start]];
  for (const path of paths)
    for (const next of imports.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, start];
      if (!seen.has(next)) paths.push([...path, next]);
      seen.add(next);
    }
  return null;
}

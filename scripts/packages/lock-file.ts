/** The part of `package-lock.json` that says what an installation fetches and runs. */
export type LockFile = {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

type LockedPackage = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
};

export type Manifest = {
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
  /** Each package that has an install script, and whether it may run. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
};

type Ranges = Readonly<Record<string, string>>;

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/**
 * What makes an installation fetch or run something that nobody decided on: a package whose content
 * is not pinned by a digest, one from a named host or a repository, a version that may move, an
 * install script that is not in the list.
 */
export function lockFileProblems(
  { packages }: LockFile,
  { allowScripts = {}, ...manifest }: Manifest,
): readonly string[] {
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  const scripted = locked.flatMap(([path, { version, hasInstallScript }]) =>
    hasInstallScript ? [{ name: nameOf(path), version }] : [],
  );
  const isListed = ({ name, version }: (typeof scripted)[number]) =>
    allowScripts[name] === false || `${name}@${version}` in allowScripts;
  const isThere = (entry: string) =>
    scripted.some(({ name, version }) => entry === name || entry === `${name}@${version}`);

  return [
    ...locked.flatMap(([path, entry]) => contentProblems(nameOf(path), entry)),
    ...scripted
      .filter((one) => !isListed(one))
      .map(
        ({ name, version }) => `${name}@${version} has an install script: list it in allowScripts`,
      ),
    ...Object.keys(allowScripts)
      .filter((entry) => !isThere(entry))
      .map((entry) => `${entry} in allowScripts has no install script: remove it`),
    ...rangeProblems(manifest),
  ];
}

function contentProblems(name: string, { integrity, resolved }: LockedPackage): string[] {
  return [
    ...(integrity?.startsWith('sha512-') ? [] : [`${name} has no sha512 digest`]),
    ...(resolved === undefined ? [] : [`${name} names its own download address`]),
  ];
}

function rangeProblems(manifest: Omit<Manifest, 'allowScripts'>): string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return all
    .filter(([, range]) => !EXACT.test(range))
    .map(([name, range]) => `${name} is not pinned: ${range}`);
}

/** The last package of a path such as `node_modules/a/node_modules/@b/c`. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

// Writes what the service consists of besides its own code, in the form of CycloneDX: the packages that are
// part of the builds, which is all that an image has. Beside it, `licenses.txt` has the texts that their
// licenses ask for in every copy. `setup.mjs` calls it after the builds.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [output, ...metafiles] = process.argv.slice(2);
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const own = packages[''];

/** Where a file's package is, as the lock file names it: the innermost one. */
const FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Files of it are copied, not bundled. */
const COPIED = ['node_modules/swagger-ui-dist'];

const built = metafiles
  .flatMap((file) => Object.keys(JSON.parse(readFileSync(file, 'utf8')).inputs))
  .map((input) => FOLDER.exec(input)?.[0])
  .filter((folder) => folder !== undefined);

const folders = [...new Set([...built, ...COPIED])].sort();
const components = folders.map(componentOf);
components.sort((one, other) => (one.purl < other.purl ? -1 : 1));
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      name: own.name,
      version: own.version,
      licenses: [{ expression: own.license }],
    },
  },
  // A package may be there twice, for two others that need it.
  components: components.filter(({ purl }, place) => purl !== components[place - 1]?.purl),
};
writeFileSync(output, `${JSON.stringify(bom, null, 2)}\n`);
writeFileSync(join(dirname(output), 'licenses.txt'), folders.map(licenseOf).join('\n'));

/** Its texts; of a package without any, what it says of itself. */
function licenseOf(folder) {
  const { version, license } = packages[folder];
  const files = readdirSync(join(root, folder)).filter((name) =>
    /^(?:licen[cs]e|notice|copying)/i.test(name),
  );
  const texts = files.map((name) => readFileSync(join(root, folder, name), 'utf8').trim());
  return [`${nameOf(folder)} ${version} (${license})`, ...texts, ''].join('\n\n');
}

function nameOf(folder) {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function componentOf(folder) {
  const { version, license, integrity } = packages[folder];
  const name = nameOf(folder);
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    ...(license && { licenses: [{ expression: license }] }),
    ...(integrity && { hashes: [hashOf(integrity)] }),
  };
}

/** @param integrity as `sha512-` and base64 */
function hashOf(integrity) {
  const [algorithm, digest] = integrity.split('-');
  const alg = algorithm.replace('sha', 'SHA-');
  return { alg, content: Buffer.from(digest, 'base64').toString('hex') };
}

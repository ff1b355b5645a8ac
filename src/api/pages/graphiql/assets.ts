import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

type Asset = { readonly type: string; readonly body: Uint8Array };

/** What the page loads, each by an address that changes with it. */
export type Assets = {
  readonly byPath: ReadonlyMap<string, Asset>;
  readonly addresses: Readonly<Record<AssetName, string>>;
};

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const TYPES = {
  'library.js': SCRIPT,
  'library.css': STYLE,
  'editor-worker.js': SCRIPT,
  'json-worker.js': SCRIPT,
  'graphql-worker.js': SCRIPT,
  'workers.js': SCRIPT,
  'page.js': SCRIPT,
  'page.css': STYLE,
} as const;
type AssetName = keyof typeof TYPES;

export const ASSET_FOLDER = '/graphql/assets/';

/**
 * @param folder with what is built of ours
 * @param basePath what addresses begin with
 */
export async function loadAssets(folder: string, basePath: string): Promise<Assets> {
  const library = await import('@graphql-yoga/render-graphiql/graphiql');
  const texts = {
    'library.js': library.js,
    'library.css': library.css,
    'editor-worker.js': library.editorWorkerService,
    'json-worker.js': library.jsonWorker,
    'graphql-worker.js': library.graphqlWorker,
    'page.js': await readFile(join(folder, 'graphiql.js'), 'utf8'),
    'page.css': await readFile(join(folder, 'graphiql.css'), 'utf8'),
  };
  const all = { ...texts, 'workers.js': workerScript(addressesOf(texts, basePath)) };
  return { byPath: new Map(entriesOf(all)), addresses: addressesOf(all, basePath) };
}

function addressesOf<Name extends string>(texts: Readonly<Record<Name, string>>, basePath = '') {
  return Object.fromEntries(
    Object.entries<string>(texts).map(([name, text]) => [
      name,
      `${basePath}${ASSET_FOLDER}${hash('sha256', text, 'hex').slice(0, 16)}-${name}`,
    ]),
  ) as Record<Name, string>;
}

function entriesOf(texts: Readonly<Record<AssetName, string>>): [string, Asset][] {
  const addresses = addressesOf(texts);
  return (Object.keys(TYPES) as AssetName[]).map((name) => [
    addresses[name],
    { type: TYPES[name], body: Buffer.from(texts[name]) },
  ]);
}

/** Where the editor finds its workers; it asks by these labels. */
function workerScript(
  addresses: Readonly<Record<'editor-worker.js' | 'json-worker.js' | 'graphql-worker.js', string>>,
): string {
  const byLabel = {
    editorWorkerService: addresses['editor-worker.js'],
    json: addresses['json-worker.js'],
    graphql: addresses['graphql-worker.js'],
  };
  return `self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => (${JSON.stringify(byLabel)})[label] };\n`;
}

// Who may import whom. Each rule was seen to fail on a deliberate violation.
/** From the foundation up: a layer may import those before it, and never those after it. */
const LAYERS = ['core', 'data', 'security', 'kit', 'domain', 'api', 'app', 'cli'];
const API_FILES = '/(graphql|rest)[a-z-]*\\.ts$';
/** What a domain adds to the service, in one file, and the list of all of them. */
const REGISTRATION = '^src/domain/([^/]+/index|domains?)\\.ts$';

const layerRules = LAYERS.slice(0, -1).map((layer, index) => ({
  name: `${layer}-imports-nothing-above`,
  severity: 'error',
  comment: `What stands on src/${layer} may change without it.`,
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(main\\.ts|(${LAYERS.slice(index + 1).join('|')})/)` },
}));

/** Within security, again from the foundation up. */
const SECURITY = ['callers', 'vault', 'audit', 'keys', 'providers', 'authentication'];

const securityRules = SECURITY.slice(0, -1).map((folder, index) => ({
  name: `${folder}-import-nothing-above`,
  severity: 'error',
  comment: `What stands on src/security/${folder} may change without it.`,
  from: { path: `^src/security/${folder}/` },
  to: { path: `^src/security/(${SECURITY.slice(index + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or three.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-folder-cycles',
      severity: 'error',
      comment:
        'Two folders that import each other are one. test/packages/folder-cycles.test.ts finds the rest: parents and sub-folders.',
      scope: 'folder',
      from: { path: '^src/', pathNot: '^src/data/generated' },
      to: { circular: true },
    },
    ...layerRules,
    ...securityRules,
    {
      name: 'services-know-no-transport',
      severity: 'error',
      comment: 'What decides must serve GraphQL and REST alike.',
      from: {
        path: '^src/(core|data|security|domain)/',
        pathNot: [API_FILES, REGISTRATION, '^src/data/generated/'],
      },
      to: {
        path: [
          '^src/(kit|api)/',
          API_FILES,
          'node_modules/(@pothos|graphql|graphql-yoga|graphql-scalars)/',
        ],
      },
    },
    {
      name: 'domains-are-listed-once',
      severity: 'error',
      comment: 'What a domain registers is read from the list, by the layers above.',
      from: { path: '^src/', pathNot: ['^src/domain/domains\\.ts$'] },
      to: { path: '^src/domain/[^/]+/index\\.ts$' },
    },
    {
      name: 'domains-know-not-the-list',
      severity: 'error',
      comment: 'See domains-are-listed-once.',
      from: { path: '^src/domain/' },
      to: { path: '^src/domain/domains\\.ts$' },
    },
    {
      name: 'graphql-knows-no-rest',
      severity: 'error',
      comment: 'REST is no client of GraphQL, nor the other way round.',
      from: { path: ['^src/(kit|api)/graphql/', '/graphql[a-z-]*\\.ts$'] },
      to: { path: ['^src/(kit|api)/rest/', '/rest[a-z-]*\\.ts$'] },
    },
    {
      name: 'rest-knows-no-graphql',
      severity: 'error',
      comment: 'See graphql-knows-no-rest.',
      from: { path: ['^src/(kit|api)/rest/', '/rest[a-z-]*\\.ts$'] },
      to: {
        path: [
          '^src/(kit|api)/graphql/',
          '/graphql[a-z-]*\\.ts$',
          'node_modules/(@pothos|graphql|graphql-yoga)/',
        ],
      },
    },
    {
      name: 'prisma-lives-in-data',
      severity: 'error',
      comment: 'Elsewhere only its types.',
      from: { pathNot: ['^src/data/', '^src/kit/graphql/builder\\.ts$'] },
      to: { path: '^src/data/generated/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'source-knows-no-tests',
      severity: 'error',
      comment: 'Nothing that ships depends on what tests it.',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench)/' },
    },
    {
      name: 'service-knows-no-dashboard',
      severity: 'error',
      comment: 'It serves the built files, as it would any other.',
      from: { path: '^src/' },
      to: { path: '^dashboard/' },
    },
    {
      name: 'dashboard-knows-only-the-api',
      severity: 'error',
      comment: 'It is a client like any other: what it knows, the schema says.',
      from: { path: '^dashboard/' },
      to: { path: '^(src|test|scripts|bench|prisma)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};

// Who may import whom. Each rule was seen to fail on a deliberate violation.
const DOORS = '/(graphql|rest)[a-z-]*\\.ts$';
const DOMAINS =
  '^src/(user|token|admin-key|audit|usage|gateway|webhook|meeting|recording|telematics|statistics|analytics|live|viewer|health|vexa-import)/';
const INNER =
  '^src/(user|token|admin-key|audit|usage|gateway|webhook|meeting|recording|telematics|statistics|analytics|live|health|vexa-import|auth|key|vault|idempotency|limits|input|paging|period|database|config|postgres)/';

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
      name: 'services-know-no-transport',
      severity: 'error',
      comment: 'What decides must serve GraphQL and REST alike.',
      from: { path: INNER, pathNot: [DOORS, '^src/database/generated/'] },
      to: {
        path: [
          '^src/(graphql|rest|http|graphiql)/',
          DOORS,
          'node_modules/(@pothos|graphql|graphql-yoga|graphql-scalars)/',
        ],
      },
    },
    {
      name: 'doors-are-strangers',
      severity: 'error',
      comment: 'REST is no client of GraphQL, nor the other way round.',
      from: { path: ['^src/graphql/', '/graphql[a-z-]*\\.ts$'] },
      to: { path: ['^src/rest/', '/rest[a-z-]*\\.ts$'] },
    },
    {
      name: 'rest-knows-no-graphql',
      severity: 'error',
      comment: 'See doors-are-strangers.',
      from: { path: ['^src/rest/', '/rest[a-z-]*\\.ts$'] },
      to: {
        path: [
          '^src/graphql/',
          '/graphql[a-z-]*\\.ts$',
          'node_modules/(@pothos|graphql|graphql-yoga)/',
        ],
      },
    },
    {
      name: 'prisma-lives-in-database',
      severity: 'error',
      comment: 'Elsewhere only its types.',
      from: { pathNot: ['^src/database/', '^src/graphql/builder\\.ts$'] },
      to: { path: '^src/database/generated/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'leaves-stay-leaves',
      severity: 'error',
      comment: 'Foundations know nothing of what stands on them.',
      from: { path: '^src/(input|config|postgres|http|paging|period)/' },
      to: { path: [DOMAINS, '^src/(graphql|rest|graphiql)/'] },
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

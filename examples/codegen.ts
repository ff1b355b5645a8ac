import type { CodegenConfig } from '@graphql-codegen/cli';

const service = process.env['LATCHKEY_URL'] ?? 'http://127.0.0.1:8056';

const config: CodegenConfig = {
  schema: `${service}/schema.graphql`,
  documents: ['src/**/*.{ts,tsx}', '!src/gql/**'],
  importExtension: '.ts',
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          BigInt: 'number',
          DateTime: 'string',
          EmailAddress: 'string',
          JSONObject: 'Record<string, unknown>',
          NonNegativeInt: 'number',
          PositiveInt: 'number',
          TimeZone: 'string',
          URL: 'string',
        },
      },
    },
    // For Apollo Client.
    'src/gql/possible-types.ts': { plugins: ['fragment-matcher'] },
    // For urql with graphcache.
    'src/gql/graphcache.ts': { plugins: ['./graphcache.mjs'] },
  },
};

export default config;

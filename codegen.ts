import type { CodegenConfig } from '@graphql-codegen/cli';

// Types for the tests' operations, as a front end would make them from the printed schema.
const codegenConfig: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  documents: ['test/client/*.ts'],
  generates: {
    'test/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          BigInt: { input: 'number | string', output: 'number | string' },
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
  },
};

export default codegenConfig;

import type { CodegenConfig } from '@graphql-codegen/cli';

const client = {
  preset: 'client' as const,
  presetConfig: { fragmentMasking: false },
  config: {
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    scalars: {
      BigInt: 'number',
      DateTime: 'string',
      EmailAddress: 'string',
      ID: 'string',
      JSONObject: 'Record<string, unknown>',
      NonNegativeInt: 'number',
      PositiveInt: 'number',
      TimeZone: 'string',
      URL: 'string',
    },
  },
};

// Types for the operations of the tests and of the dashboard, as any front end would make them
// from the printed schema.
const codegenConfig: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'test/generated/': { ...client, documents: ['test/client/*.ts'] },
    'dashboard/generated/': {
      ...client,
      // Writes persisted-documents.json, a manifest for TRUSTED_DOCUMENTS.
      presetConfig: { ...client.presetConfig, persistedDocuments: true },
      documents: ['dashboard/**/*.{ts,tsx}', '!dashboard/generated/**'],
    },
  },
};

export default codegenConfig;

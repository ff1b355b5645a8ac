import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import type PrismaTypes from '../../data/generated/pothos-types.ts';
import { getDatamodel } from '../../data/generated/pothos-types.ts';
import { accessPlugin } from './access.ts';
import type { Context } from './context.ts';
import { costPlugin } from './cost.ts';
import type {} from './field-options.ts';
import { idempotencyPlugin } from './idempotency.ts';
import { relayTexts } from './relay-texts.ts';

type Scalar<Value, Output = Value> = { Input: Value; Output: Output };

/** Holds no types of its own: each domain's folder adds what it owns. */
export const builder = new SchemaBuilder<{
  Context: Context;
  PrismaTypes: PrismaTypes;
  Scalars: {
    ID: Scalar<string>;
    BigInt: Scalar<bigint>;
    DateTime: Scalar<Date>;
    EmailAddress: Scalar<string>;
    JSONObject: Scalar<unknown>;
    TimeZone: Scalar<string>;
    URL: Scalar<string>;
    NonNegativeInt: Scalar<number>;
    PositiveInt: Scalar<number>;
  };
  Connection: { readonly totalCount: () => Promise<number> };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
}>({
  plugins: [accessPlugin, costPlugin, ErrorsPlugin, idempotencyPlugin, PrismaPlugin, RelayPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true },
  prisma: {
    client: (context) => context.app.db.prisma,
    dmmf: getDatamodel(),
    exposeDescriptions: false,
    onUnusedQuery: 'error',
  },
  relay: relayTexts,
});

builder.queryType({ description: 'All queries.' });
builder.mutationType({
  description: 'All mutations. Each returns a union of its success and its expected errors.',
});

/** What the fields of an input are made with. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<
  (typeof builder)['$inferSchemaTypes'],
  'InputObject'
>;

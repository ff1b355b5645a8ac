import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { refuseIdempotencyKey } from '../../security/idempotency/header.ts';
import type { Context } from './context.ts';

const PLUGIN = 'idempotency';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      [PLUGIN]: IdempotencyPlugin<Types>;
    }
  }
}

/** The header is never ignored by what changes something: its sender relies on it. */
class IdempotencyPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { parentType, name, pothosOptions }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (parentType !== 'Mutation' || pothosOptions.honoursIdempotencyKey) return resolve;
    return (parent, args, context, info) => {
      // Pothos types the context by the builder; this plugin serves ours alone.
      refuseIdempotencyKey(context as Context, name);
      return resolve(parent, args, context, info);
    };
  }
}

SchemaBuilder.registerPlugin(PLUGIN, IdempotencyPlugin);

export const idempotencyPlugin = PLUGIN;

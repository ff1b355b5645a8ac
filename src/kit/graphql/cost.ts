import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from './context.ts';
import { countItems } from './cost-meter.ts';
import { withDirective } from './field-directives.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * What a field adds to the cost of a document, in addition to one point for each object that it returns.
 * Declared on the field, next to its access rule: a list of objects, and whatever takes a range, does
 * not build without.
 */
export type FieldCost = {
  /** Points for each place in the document: about what one statement takes, however many rows ask. */
  readonly base?: number;
  /** Points for each object that it is asked of. */
  readonly weight?: number;
  /** How many objects a list holds. */
  readonly items?: Items;
};

export type Items =
  | number
  /** Only the database knows. What comes beyond is added when it has come, `each` for one. */
  | { readonly about: number; readonly each?: number }
  /** As many as arguments ask for: its own, or those of the field that its parent came from. */
  | { readonly by: string; readonly count: (args: Arguments, outer: Arguments) => number };

/** Free-form data: one point for each KiB that it may have. */
export const DATA_COST: FieldCost = { weight: 64 };

const PLUGIN = 'cost';

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      [PLUGIN]: CostPlugin<Types>;
    }
  }
}

type Resolver<Types extends SchemaTypes> = GraphQLFieldResolver<unknown, Types['Context'], object>;

class CostPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(
    config: PothosOutputFieldConfig<Types>,
  ): PothosOutputFieldConfig<Types> {
    const cost = config.pothosOptions.cost as FieldCost | undefined;
    const name = `${config.parentType}.${config.name}`;
    if (isListOfObjects(config) && cost?.items === undefined)
      throw new Error(`${name} does not say how many objects it answers: add cost.items`);
    if (isFreeForm(config) && cost?.weight === undefined)
      throw new Error(`${name} does not say what free-form data costs: add DATA_COST`);
    if (takesRange(config) && cost === undefined)
      throw new Error(`${name} does not say what a range costs: add cost`);
    if (cost === undefined) return config;
    const { extensions } = config;
    const shown = withDirective(extensions, directiveOf(cost));
    return { ...config, extensions: { ...extensions, cost, ...shown } };
  }

  override wrapResolve(
    resolve: Resolver<Types>,
    config: PothosOutputFieldConfig<Types>,
  ): Resolver<Types> {
    const items = (config.pothosOptions.cost as FieldCost | undefined)?.items;
    if (typeof items !== 'object' || !('about' in items)) return resolve;
    const { about, each = 1 } = items;
    return async (parent, args, context, info) => {
      const list: unknown = await resolve(parent, args, context, info);
      // Pothos types the context by the builder; this plugin serves ours alone.
      if (Array.isArray(list)) countItems(context as Context, (list.length - about) * each, info);
      return list;
    };
  }
}

function isListOfObjects<Types extends SchemaTypes>({
  type,
}: PothosOutputFieldConfig<Types>): boolean {
  return type.kind === 'List' && !['Scalar', 'Enum'].includes(type.type.kind);
}

function isFreeForm<Types extends SchemaTypes>({ type }: PothosOutputFieldConfig<Types>): boolean {
  return type.kind === 'Scalar' && ['JSON', 'JSONObject'].includes(String(type.ref));
}

function takesRange<Types extends SchemaTypes>({ args }: PothosOutputFieldConfig<Types>): boolean {
  return 'range' in args;
}

/** What stands in the printed schema. */
function directiveOf({ base, weight, items }: FieldCost): object {
  const said = {
    ...(base !== undefined && { base }),
    ...(weight !== undefined && { weight }),
    ...(typeof items === 'number' && { items }),
    ...(typeof items === 'object' &&
      ('about' in items ? { items: items.about } : { by: items.by })),
  };
  return Object.keys(said).length === 0 ? {} : { cost: said };
}

SchemaBuilder.registerPlugin(PLUGIN, CostPlugin);

export const costPlugin = PLUGIN;

import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { Scope } from '../auth/scopes.ts';
import { type Access, hasAccess, hasScope, isAdmin, owns, type Viewer } from '../auth/viewer.ts';
import { ForbiddenError, UnauthenticatedError } from '../errors.ts';
import type { Context } from './context.ts';
import { withDirective } from './field-directives.ts';
import { refused } from './refused.ts';

/**
 * Who may read a field. Declared once, on the field: this is what is enforced, what the printed
 * schema shows as `@auth`, and what the access matrix of the tests is made from.
 */
export type AccessRule<Parent = unknown> = {
  /** `ANYONE` also without a header; `USER` is the holder of a key, and every admin. */
  readonly requires: Access | 'ANYONE';
  /** A user key needs one of these. */
  readonly scopes?: readonly Scope[];
  /** Whose the parent is: a user key reads the field only of what is its own. */
  readonly owner?: (parent: Parent) => bigint;
};

const PLUGIN = 'access';
const ROOTS = ['Query', 'Mutation', 'Subscription'];

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      [PLUGIN]: AccessPlugin<Types>;
    }
    // The parameters are Pothos's: an interface is only merged when all are named alike.
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends import('@pothos/core').TypeParam<Types>,
      Nullable extends import('@pothos/core').FieldNullability<Type>,
      Args extends import('@pothos/core').InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      access?: AccessRule<ParentShape>;
    }
  }
}

class AccessPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(
    config: PothosOutputFieldConfig<Types>,
  ): PothosOutputFieldConfig<Types> {
    const rule = config.pothosOptions.access as AccessRule | undefined;
    if (rule === undefined) {
      if (ROOTS.includes(config.parentType))
        throw new Error(
          `${config.parentType}.${config.name} does not say who may use it: add access`,
        );
      return config;
    }
    const { extensions } = config;
    const shown = withDirective(extensions, directiveOf(rule));
    return { ...config, extensions: { ...extensions, access: rule, ...shown } };
  }

  /** Before anything is followed; `wrapResolve` asks again at each event. */
  override wrapSubscribe(
    subscribe: GraphQLFieldResolver<unknown, Types['Context'], object> | undefined,
    config: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> | undefined {
    return subscribe && this.wrapResolve(subscribe, config);
  }

  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    config: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const rule = config.pothosOptions.access as AccessRule | undefined;
    if (rule === undefined || rule.requires === 'ANYONE') return resolve;

    return (parent, args, context, info) => {
      // Pothos types the context by the builder; this plugin serves ours alone.
      const caller = context as Context;
      try {
        enforce(caller.viewer, rule, parent);
      } catch (error) {
        const isForOthers = rule.requires !== 'USER' || rule.owner !== undefined;
        throw isForOthers ? refused(caller, info, error) : error;
      }
      return resolve(parent, args, context, info);
    };
  }
}

function directiveOf({ requires, scopes }: AccessRule): object {
  if (requires === 'ANYONE') return {};
  const names = scopes?.map((scope) => scope.toUpperCase());
  return { auth: { requires, ...(names && { scopes: names }) } };
}

/** @throws UnauthenticatedError for nobody, ForbiddenError for somebody else */
export function enforce(viewer: Viewer, rule: AccessRule, parent: unknown): void {
  if (isAdmin(viewer) || rule.requires === 'ANYONE') return;
  const { operator, holder } = viewer;
  if (operator === null && holder === null) throw new UnauthenticatedError(howTo(rule));
  if (!hasAccess(viewer, rule.requires))
    throw new ForbiddenError(`Not allowed with this key. ${howTo(rule)}`);
  if (rule.requires !== 'USER' || holder === null) return;
  if (rule.scopes && !hasScope(holder, rule.scopes))
    throw new ForbiddenError('Token scope not authorized');
  if (rule.owner && !owns(viewer, rule.owner(parent)))
    throw new ForbiddenError('This belongs to another user');
}

function howTo({ requires }: AccessRule): string {
  return requires === 'USER'
    ? 'Send a user key in X-API-Key'
    : 'Send an admin key in X-Admin-API-Key';
}

SchemaBuilder.registerPlugin(PLUGIN, AccessPlugin);

export const accessPlugin = PLUGIN;

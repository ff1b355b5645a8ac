import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import { type AccessRule, enforce } from '../../security/authentication/access.ts';
import type { Context } from './context.ts';
import { withDirective } from './field-directives.ts';
import { refused } from './refused.ts';

const PLUGIN = 'access';
const ROOTS = ['Query', 'Mutation', 'Subscription'];

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      [PLUGIN]: AccessPlugin<Types>;
    }
  }
}

class AccessPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  /** A field with a rule may be null, whatever its declaration says: a refusal takes nothing else with it. */
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
    const { extensions, type } = config;
    const shown = withDirective(extensions, directiveOf(rule));
    return {
      ...config,
      description: withRule(config.description, rule),
      type: { ...type, nullable: true },
      extensions: { ...extensions, access: rule, ...shown },
    };
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
        throw error instanceof Error ? refused(caller, info, error) : error;
      }
      return resolve(parent, args, context, info);
    };
  }
}

/** A missing description stays missing: a test wants one. */
function withRule<Text extends string | null | undefined>(
  description: Text,
  rule: AccessRule,
): Text | string {
  return description && `${description} Needs: ${neededFor(rule)}.`;
}

/** The rule for people; an admin key is always enough, as the type `Access` says. */
function neededFor({ requires, scopes, owner, signedIn }: AccessRule): string {
  if (requires === 'ANYONE') return 'no key';
  const names = scopes?.map((scope) => scope.toUpperCase()).join(' or ');
  const scoped = names === undefined ? requires : `${requires} with the scope ${names}`;
  if (signedIn) return `${scoped}, or a user who is signed in with a browser, for own data`;
  return owner === undefined ? scoped : `${scoped}, for own data`;
}

function directiveOf({ requires, scopes, signedIn }: AccessRule): object {
  if (requires === 'ANYONE') return {};
  const names = scopes?.map((scope) => scope.toUpperCase());
  return { auth: { requires, ...(names && { scopes: names }), ...(signedIn && { signedIn }) } };
}

SchemaBuilder.registerPlugin(PLUGIN, AccessPlugin);

export const accessPlugin = PLUGIN;

export { type AccessRule, enforce };

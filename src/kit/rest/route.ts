import type { z } from 'zod';
import type { App } from '../../core/app.ts';
import type { Answer } from '../../core/http/exchange.ts';
import type { Scope } from '../../core/scopes.ts';
import type { Reach } from '../../security/authentication/reach.ts';
import { OF_ANOTHER } from '../../security/authentication/refusal.ts';
import type { Caller } from '../../security/callers/caller.ts';
import type { KeyHolder } from '../../security/callers/viewer.ts';

/** Who may call a route; what is missing is answered in the words of the older admin API. */
export type RouteAccess =
  | { readonly requires: 'ANYONE' }
  /** X-Admin-API-Key; the read-only analytics key only where it is said. */
  | { readonly requires: 'OPERATOR'; readonly analytics?: true }
  /** An admin key in either header, or a key of a user whose role is admin. */
  | { readonly requires: 'ADMIN' }
  /** A provisioning key or an admin key. */
  | { readonly requires: 'PROVISIONING' }
  /** X-Internal-Secret: the platform's own services. */
  | { readonly requires: 'INTERNAL' }
  /** X-Webhook-Signature: the platform signs its events. */
  | { readonly requires: 'SIGNATURE' }
  /** X-API-Key; with one of the scopes, where some are named. */
  | { readonly requires: 'USER'; readonly scopes?: readonly Scope[] };

export type RestContext = Caller & {
  readonly app: App;
  /** The route, as the audit log names it. */
  readonly what: string;
};

type Shape = z.ZodType;
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export type Input<Path, Query, Body> = {
  readonly path: Parsed<Path>;
  readonly query: Parsed<Query>;
  readonly body: Parsed<Body>;
};

export type RouteResponse = {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Of the body; JSON if left out. */
  readonly mediaType?: string;
};

/** Days, as `2027-01-31`, and the route to use. */
type Deprecated = {
  readonly since: string;
  /** The route may be removed after it. */
  readonly sunset: string;
  readonly instead: string;
};

/** What a route is: routing, access, checks and documentation all come from this. */
export type Declaration<Path, Query, Body> = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** How generated clients name the call; no two routes share one. */
  readonly operationId: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly access: RouteAccess;
  readonly pathParameters?: Path;
  readonly query?: Query;
  readonly body?: Body;
  /** What the documentation sends unless its reader changes it: it has to work. */
  readonly bodyExample?: Readonly<Record<string, unknown>>;
  /** Secrets stand in the body: what is wrong with it is said without it. */
  readonly hasSecrets?: true;
  /** A body has to come, although everything in it may be left out. */
  readonly needsBody?: true;
  /**
   * What the header `Idempotency-Key` does: `HONOURED` acts once for each, `HARMLESS` changes nothing
   * that a repetition could change again. Left out: a route that is not GET refuses it.
   */
  readonly idempotencyKey?: 'HONOURED' | 'HARMLESS';
  /** Bodies and refusals have the form of SCIM, and refused input is noted in the audit log. */
  readonly protocol?: 'SCIM';
  /** Still answered, and reported to clients and operators. */
  readonly deprecated?: Deprecated;
  readonly responses: Readonly<Record<number, RouteResponse>>;
  readonly handle: (
    context: RestContext,
    input: Input<Path, Query, Body>,
  ) => Answer | Promise<Answer>;
};

export type Route = Declaration<Shape | undefined, Shape | undefined, Shape | undefined>;

/** Ties a declaration's checks to what its handler is given. */
export function route<
  Path extends Shape | undefined = undefined,
  Query extends Shape | undefined = undefined,
  Body extends Shape | undefined = undefined,
>(declaration: Declaration<Path, Query, Body>): Route {
  // Once declared, all routes are alike: `dispatch` hands each what its own schemas made.
  return declaration as unknown as Route;
}

/** What a route for users may look up: only what belongs to the holder of the key. */
export function userReach(context: RestContext): Reach {
  const { app, what } = context;
  return {
    userId: holderOf(context).userId,
    refused: () => app.refusals.note({ caller: context, what, why: OF_ANOTHER }),
  };
}

/** The holder of the key that let the request in. */
export function holderOf({ viewer }: RestContext): KeyHolder {
  if (viewer.holder === null) throw new Error('a route for users was entered without a key');
  return viewer.holder;
}

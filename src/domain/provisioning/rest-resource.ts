import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { NO_CONTENT } from '../../core/http/exchange.ts';
import { SCIM_ROOT, scimAnswer } from '../../core/http/scim.ts';
import { type Route, type RouteResponse, route } from '../../kit/rest/route.ts';
import type { Caller } from '../../security/callers/caller.ts';
import {
  access,
  idParameter,
  listBody,
  listQuery,
  listSchema,
  oneQuery,
  patchBody,
  projectionOf,
  protocol,
  REFUSALS,
  refusalResponse,
  success,
  TAKEN,
  tag,
  UNKNOWN_RESOURCE,
  windowOf,
} from './rest-forms.ts';
import { type Operation, readOperations } from './scim/operations.ts';
import type { Projection } from './scim/projection.ts';
import type { Found } from './user-rows.ts';

// The routes that users and groups have alike.

type Row = { readonly id: bigint };

type Listed = {
  readonly filter: string | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly projection: Projection;
};

type Action = 'list' | 'create' | 'read' | 'replace' | 'patch' | 'remove';
type Example = Readonly<Record<string, unknown>>;

type Resource<One extends Row> = {
  readonly name: 'User' | 'Group';
  readonly exampleId: string;
  readonly schema: z.ZodType;
  readonly input: z.ZodType<object>;
  readonly examples: Readonly<Record<'create' | 'replace' | 'patch', Example>>;
  readonly descriptions: Readonly<Record<Action, string>>;
  /** Whether PATCH answers with the resource. A large group is not worth reading for that. */
  readonly answersPatch: boolean;
  readonly refusedRemoval?: RouteResponse;
  readonly list: (app: App, listed: Listed) => Promise<Found<One>>;
  readonly read: (app: App, id: bigint) => Promise<One>;
  readonly create: (app: App, caller: Caller, body: object) => Promise<One>;
  readonly replace: (app: App, caller: Caller, id: bigint, body: object) => Promise<One>;
  readonly patch: (
    app: App,
    caller: Caller,
    id: bigint,
    operations: readonly Operation[],
  ) => Promise<One>;
  readonly remove: (app: App, caller: Caller, id: bigint) => Promise<void>;
  readonly bodies: (
    app: App,
    rows: readonly One[],
    projection: Projection,
  ) => Promise<readonly object[]>;
};

export function resourceRoutes<One extends Row>(of: Resource<One>): readonly Route[] {
  const { name, schema, descriptions, examples } = of;
  const what = name.toLowerCase();
  const common = { tag, access, protocol } as const;
  const path = `${SCIM_ROOT}/${name}s`;
  const one = {
    ...common,
    path: `${path}/{id}`,
    pathParameters: z.object({ id: idParameter(`The id of the ${what}.`, of.exampleId) }),
  };
  const written = { body: of.input, needsBody: true, query: oneQuery } as const;
  const bodyOf = async (app: App, row: One, projection: Projection) =>
    (await of.bodies(app, [row], projection))[0];
  const current = success(`The ${what} in its current state.`, schema);

  const list = route({
    ...common,
    method: 'GET',
    path,
    operationId: `scimList${name}s`,
    summary: `List ${what}s`,
    description: descriptions.list,
    query: listQuery,
    responses: {
      ...REFUSALS,
      200: success(`The ${what}s.`, listSchema(`Scim${name}List`, schema)),
    },
    handle: async ({ app }, { query }) => {
      const { first, ...window } = windowOf(query);
      const projection = projectionOf(query);
      const { filter } = query;
      const { rows, total } = await of.list(app, { filter, projection, ...window });
      return scimAnswer(200, listBody(total, first, await of.bodies(app, rows, projection)));
    },
  });
  const create = route({
    ...common,
    ...written,
    method: 'POST',
    path,
    operationId: `scimCreate${name}`,
    summary: `Create a ${what}`,
    description: descriptions.create,
    bodyExample: examples.create,
    responses: { ...REFUSALS, 201: success(`The ${what} was created.`, schema), ...TAKEN },
    handle: async (context, { query, body }) => {
      const projection = projectionOf(query);
      const row = await of.create(context.app, context, body);
      const headers = { location: `${path}/${row.id}` };
      return scimAnswer(201, await bodyOf(context.app, row, projection), headers);
    },
  });
  const read = route({
    ...one,
    method: 'GET',
    operationId: `scimGet${name}`,
    summary: `Read a ${what}`,
    description: descriptions.read,
    query: oneQuery,
    responses: { ...REFUSALS, 200: success(`The ${what}.`, schema), ...UNKNOWN_RESOURCE },
    handle: async ({ app }, { path: { id }, query }) => {
      const projection = projectionOf(query);
      return scimAnswer(200, await bodyOf(app, await of.read(app, id), projection));
    },
  });
  const replace = route({
    ...one,
    ...written,
    method: 'PUT',
    operationId: `scimReplace${name}`,
    summary: `Replace a ${what}`,
    description: descriptions.replace,
    bodyExample: examples.replace,
    responses: { ...REFUSALS, 200: current, ...UNKNOWN_RESOURCE, ...TAKEN },
    handle: async (context, { path: { id }, query, body }) => {
      const projection = projectionOf(query);
      const row = await of.replace(context.app, context, id, body);
      return scimAnswer(200, await bodyOf(context.app, row, projection));
    },
  });
  const patch = route({
    ...one,
    ...written,
    method: 'PATCH',
    operationId: `scimPatch${name}`,
    summary: `Change a ${what}`,
    description: descriptions.patch,
    body: patchBody,
    bodyExample: examples.patch,
    responses: {
      ...REFUSALS,
      ...(of.answersPatch ? { 200: current } : { 204: { description: `The ${what} is changed.` } }),
      ...UNKNOWN_RESOURCE,
      ...TAKEN,
      413: refusalResponse('There are more than 500 operations. None was carried out.'),
    },
    handle: async (context, { path: { id }, query, body }) => {
      const projection = projectionOf(query);
      const row = await of.patch(context.app, context, id, readOperations(body));
      if (!of.answersPatch) return NO_CONTENT;
      return scimAnswer(200, await bodyOf(context.app, row, projection));
    },
  });
  const remove = route({
    ...one,
    method: 'DELETE',
    operationId: `scimDelete${name}`,
    summary: `Delete a ${what}`,
    description: descriptions.remove,
    responses: {
      ...REFUSALS,
      204: { description: `The ${what} is deleted.` },
      ...UNKNOWN_RESOURCE,
      ...(of.refusedRemoval && { 409: of.refusedRemoval }),
    },
    handle: async (context, { path: { id } }) => {
      await of.remove(context.app, context, id);
      return NO_CONTENT;
    },
  });
  return [list, create, read, replace, patch, remove];
}

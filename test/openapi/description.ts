import type { TestServer } from '../support/server.ts';

type ParameterDescription = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly example?: unknown;
  readonly schema: { readonly examples?: readonly unknown[] };
};

type OperationDescription = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly ParameterDescription[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly example?: object } };
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, object>> }>
  >;
};

/** The REST routes as `/openapi.json` describes them. */
export type Description = {
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationDescription>>>>;
};

export type DescribedRoute = OperationDescription & {
  readonly method: string;
  readonly path: string;
};

export async function readDescription(server: TestServer): Promise<Description> {
  return (await (await server.fetch('/openapi.json')).json()) as Description;
}

export function routesIn({ paths }: Description): DescribedRoute[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ ...operation, method, path })),
  );
}

/** Where in the document the form of an answer stands. */
export function schemaPointer({ method, path, responses }: DescribedRoute, status: string): string {
  const [type = 'application/json'] = Object.keys(responses[status]?.content ?? {});
  const place = path.replaceAll('~', '~0').replaceAll('/', '~1');
  // It stands in a URI.
  const escaped = encodeURIComponent(place);
  return `/paths/${escaped}/${method}/responses/${status}/content/${encodeURIComponent(type.replaceAll('/', '~1'))}/schema`;
}

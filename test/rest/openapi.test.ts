import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Schema = {
  readonly $ref?: string;
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
};
type Operation = {
  readonly summary: string;
  readonly description: string;
  readonly security: object[];
  readonly parameters?: {
    readonly name: string;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: { 'application/json': { schema: Schema } } };
  readonly responses: Record<string, { readonly description: string }>;
};
type Document = {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, Schema>;
    readonly securitySchemes: Record<string, { name: string }>;
  };
};

describe('the description of the REST routes', () => {
  let server: TestServer;
  let document: Document;
  beforeAll(async () => {
    server = await startServer();
    document = (await (await server.fetch('/openapi.json')).json()) as Document;
  });
  afterAll(() => server.stop());

  it('is OpenAPI 3.1 with the headers that prove somebody', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(
      Object.entries(document.components.securitySchemes).map(([id, { name }]) => [id, name]),
    ).toEqual([
      ['AdminApiKey', 'X-Admin-API-Key'],
      ['InternalSecret', 'X-Internal-Secret'],
      ['EventSignature', 'X-Webhook-Signature'],
      ['UserApiKey', 'X-API-Key'],
      ['BearerKey', undefined],
    ]);
    expect(document.components.securitySchemes['BearerKey']).toMatchObject({
      type: 'http',
      scheme: 'bearer',
    });
  });

  it('has every route, and says of each what it answers', () => {
    for (const { method, path } of ROUTES) {
      const operation = document.paths[path]?.[method.toLowerCase()];
      expect(operation?.summary && operation.description, `${method} ${path}`).toBeTruthy();
      for (const { description } of Object.values(operation?.responses ?? {}))
        expect(description).toBeTruthy();
    }
  });

  it('describes every parameter and every property', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const parameters = operations.flatMap(({ parameters: given = [] }) => given);
    expect(
      parameters.filter(({ description, schema }) => !description && !schema.description),
    ).toEqual([]);
    const bodies = operations.flatMap(
      ({ requestBody }) => requestBody?.content['application/json'].schema ?? [],
    );
    const all = [...bodies, ...Object.values(document.components.schemas)];
    const bare = all.flatMap(({ properties = {} }) =>
      Object.entries(properties).filter(([, property]) => !property.description && !property.$ref),
    );
    expect(all.length).toBeGreaterThan(4);
    expect(bare).toEqual([]);
  });

  it('is read in a page that serves fixed files only', async () => {
    expect(await (await server.fetch('/docs')).text()).not.toMatch(/https?:\/\//);
    expect((await server.fetch('/docs/swagger-ui.css')).headers.get('content-type')).toContain(
      'css',
    );
    for (const path of ['/docs/package.json', '/docs/..%2fpackage.json', '/docs/index.html']) {
      expect((await server.fetch(path)).status).toBe(404);
    }
  });
});

// The package has no types of its own. What the tests use of it:
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  type TokenParts = { header?: Record<string, unknown>; payload: Record<string, unknown> };
  type Context = {
    readonly path: string;
    query: Readonly<Record<string, unknown>>;
    body: unknown;
    readonly get: (header: string) => string;
    readonly set: (header: string, value: string) => void;
    readonly response: { readonly get: (header: string) => string | undefined };
  };

  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: Readonly<Record<string, unknown>>,
    ): Promise<void>;
    readonly Client: { readonly find: (id: string) => Promise<unknown> };
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  }
  export type { Context, TokenParts };
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  export function createMemoryAdapter(): (model: string) => unknown;
}

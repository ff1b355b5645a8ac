import { expect } from 'vitest';
import type { TestServer } from '../support/server.ts';

export type Page<Node> = {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
};

export type Asker = {
  readonly ask: <Data>(query: string, variables?: unknown) => Promise<Data>;
  /** All rows of a list, by small pages if nothing else is said. */
  readonly throughPages: <Node>(
    list: string,
    args: string,
    fields: string,
    first?: number,
  ) => Promise<Node[]>;
};

/** Queries of an operator, none of which may fail. */
export function askerOf(server: TestServer): Asker {
  async function ask<Data>(query: string, variables?: unknown): Promise<Data> {
    const { data, errors } = await server.graphql<Data>(query, {
      admin: server.adminKey,
      variables,
    });
    expect(errors, query).toBeUndefined();
    return data;
  }

  async function throughPages<Node>(
    list: string,
    args: string,
    fields: string,
    first = 3,
  ): Promise<Node[]> {
    const found: Node[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { page }: { page: Page<Node> } = await ask(
        `query ($after: String) { page: ${list}(first: ${first}, after: $after, ${args}) {
          nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      found.push(...page.nodes);
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    return found;
  }

  return { ask, throughPages };
}

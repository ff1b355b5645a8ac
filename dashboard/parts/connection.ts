import type { TypedDocumentNode } from '@urql/core';
import type { PageVariables } from './pages.tsx';

export type Connection<Row> = {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly startCursor?: string | null;
    readonly endCursor?: string | null;
  };
};

/** A list of the installation, or one of the caller's own user. */
export type Listed<Row> = {
  readonly list?: Connection<Row> | null;
  readonly viewer?: { readonly user?: { readonly list?: Connection<Row> | null } | null } | null;
};

export type ListQuery<Row, Variables> = TypedDocumentNode<
  Listed<Row>,
  Variables & Partial<PageVariables>
>;

export function connectionOf<Row>({ list, viewer }: Listed<Row>): Connection<Row> | null {
  return list ?? viewer?.user?.list ?? null;
}

type Nodes<Row> = { readonly nodes: readonly Row[] };

/** One row, as a list of one: it answers in the same way whether there is such a row or not. */
export type Found<Row> = {
  readonly list?: Nodes<Row> | null;
  readonly viewer?: { readonly user?: { readonly list?: Nodes<Row> | null } | null } | null;
};

export type FoundQuery<Row, Variables> = TypedDocumentNode<Found<Row>, Variables>;

export function foundIn<Row>({ list, viewer }: Found<Row>): readonly Row[] {
  return (list ?? viewer?.user?.list)?.nodes ?? [];
}

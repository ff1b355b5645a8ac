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

export type ListQuery<Row, Variables> = TypedDocumentNode<
  { readonly list: Connection<Row> | null },
  Variables & Partial<PageVariables>
>;

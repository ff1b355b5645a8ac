import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { Page, Text, TextRow } from '../../data/paging/page.ts';
import type { AccessRule } from '../../security/authentication/access.ts';
import type { Context } from './context.ts';

// What fields and connections know of the fast path that writes rows as JSON: see
// `src/api/graphql/json-rows`, and docs/fast-path-and-coalescing.md.

/** JSON that is put into the answer as it is, once: promises that hold it may stay in memory for long. */
export class JsonText {
  #json: string | null;

  constructor(json: string) {
    this.#json = json;
  }

  take(): string {
    const json = this.#json;
    if (json === null) throw new Error('the text was taken before');
    this.#json = null;
    return json;
  }
}

/** Rows that cannot be written in this way: the library answers the document instead. */
export class UnwritableError extends Error {
  override readonly name = 'UnwritableError';
}

/** Writes a field as JSON, from the texts of its columns. @throws for what the resolver would refuse */
export type WriteField = (context: Context, ...texts: readonly Text[]) => string;

/** How the rows of one connection are written. */
export type JsonRows = {
  /** The columns that are needed, and those of the row that is joined. */
  readonly wanted: { readonly columns: readonly string[]; readonly joined?: readonly string[] };
  /** Those of the selected fields. */
  readonly rules: readonly AccessRule[];
  readonly edges: WriteRows | null;
  readonly nodes: WriteRows | null;
};

export type WriteRows = (context: Context, page: Page<TextRow>, cursorOf: CursorOf) => string;
type CursorOf = (row: TextRow) => string;

/** The fields of a connection in place of `edges` and `nodes`, while a document is compiled. */
export type JsonConnection = {
  readonly edgesJson: JsonText | null;
  readonly nodesJson: JsonText | null;
};

const PLANS = new WeakMap<FieldNode, JsonRows>();

export function setJsonRows(node: FieldNode, rows: JsonRows): void {
  PLANS.set(node, rows);
}

/** Null where the library, or a resolver for each field, has to answer. */
export function jsonRowsOf({ fieldNodes: [node] }: GraphQLResolveInfo): JsonRows | null {
  return (node && PLANS.get(node)) ?? null;
}

const JSON_ROWS = 'jsonRows';

/** For `extensions` of a connection: its resolver looks for `jsonRowsOf`. */
export const CAN_WRITE_ROWS = { [JSON_ROWS]: true } as const;

export function canWriteRows(extensions: Readonly<Record<string, unknown>>): boolean {
  return extensions[JSON_ROWS] === true;
}

import pg from 'pg';

export type Column = {
  readonly name: string;
  readonly typeId: number;
  /** A column of a table that can hold null. What an expression can be, PostgreSQL does not say. */
  readonly isNullable: boolean;
};

type Field = {
  readonly name: string;
  readonly tableID: number;
  readonly columnID: number;
  readonly dataTypeID: number;
};

/** What the driver needs of a query that is prepared, and never run. */
class Description {
  readonly #text: string;
  readonly #settle: PromiseWithResolvers<readonly Field[]>;
  #fields: readonly Field[] = [];

  constructor(text: string, settle: PromiseWithResolvers<readonly Field[]>) {
    this.#text = text;
    this.#settle = settle;
  }

  submit(connection: pg.Connection): void {
    connection.parse({ name: '', text: this.#text, types: [] }, true);
    connection.describe({ type: 'S', name: '' }, true);
    connection.sync();
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#fields = fields;
  }

  handleError(error: Error): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#fields);
  }
}

/** The columns of each statement, as PostgreSQL names and types them. */
export async function describeStatements(
  databaseUrl: string,
  texts: readonly string[],
): Promise<ReadonlyMap<string, readonly Column[]>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const required = await requiredColumns(client);
    const described = new Map<string, readonly Column[]>();
    for (const text of texts) {
      const fields = await fieldsOf(client, text);
      described.set(
        text,
        fields.map(({ name, tableID, columnID, dataTypeID }) => ({
          name,
          typeId: dataTypeID,
          isNullable: tableID !== 0 && !required.has(`${tableID} ${columnID}`),
        })),
      );
    }
    return described;
  } finally {
    await client.end();
  }
}

function fieldsOf(client: pg.Client, text: string): Promise<readonly Field[]> {
  const settle = Promise.withResolvers<readonly Field[]>();
  client.query(new Description(text, settle) as unknown as pg.Submittable);
  return settle.promise;
}

async function requiredColumns(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ readonly place: string }>(
    `select attrelid || ' ' || attnum as place from pg_attribute where attnotnull and attnum > 0`,
  );
  return new Set(rows.map(({ place }) => place));
}

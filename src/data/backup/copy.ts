import { once } from 'node:events';
import { type Duplex, Readable } from 'node:stream';
import type pg from 'pg';
import { StartError } from '../../core/start-error.ts';

// The driver passes the messages of COPY to the query that is running, and does nothing with them itself.

/** What the driver hands to a query of its own kind. */
type Wire = {
  readonly stream: Duplex;
  readonly query: (text: string) => void;
  readonly sendCopyFromChunk: (chunk: Buffer) => void;
  readonly endCopyFrom: () => void;
  readonly sendCopyFail: (reason: string) => void;
};

type Command = { readonly text: string };

const BLOCK_BYTES = 65_536;

/** The rows of `copy … to stdout`, in blocks. The server waits for whoever reads them. */
export class CopyOut extends Readable {
  /** How many there were, once all are read. */
  rows = 0;
  readonly #statement: string;
  readonly #pauseMs: number;
  #wire: Wire | null = null;
  #block = Buffer.allocUnsafe(BLOCK_BYTES);
  #length = 0;
  #isOver = false;
  #isPausing = false;

  /** @param pauseMs how long it leaves the process and the server to others after each block */
  constructor(client: pg.Client, statement: string, pauseMs = 0) {
    super();
    this.#statement = statement;
    this.#pauseMs = pauseMs;
    client.query(this as unknown as pg.Submittable);
  }

  submit(wire: Wire): void {
    this.#wire = wire;
    wire.query(this.#statement);
  }

  override _read(): void {
    if (this.#isPausing) return;
    this.#isPausing = this.#pauseMs > 0;
    if (this.#isPausing) setTimeout(() => this.#resume(), this.#pauseMs);
    else this.#resume();
  }

  #resume(): void {
    this.#isPausing = false;
    this.#wire?.stream.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // The server would send the rest all the same: nothing else can be done with this connection.
    if (!this.#isOver) this.#wire?.stream.destroy();
    done(error);
  }

  /** A row. Its bytes are in a buffer that the driver uses again. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.#length + chunk.length > BLOCK_BYTES) this.#flush();
    if (chunk.length > BLOCK_BYTES) {
      this.#add(Buffer.from(chunk));
      return;
    }
    chunk.copy(this.#block, this.#length);
    this.#length += chunk.length;
  }

  handleCommandComplete({ text }: Command): void {
    this.rows = rowsOf(text);
  }

  handleReadyForQuery(): void {
    this.#isOver = true;
    this.#flush();
    this.push(null);
  }

  handleError(error: Error): void {
    this.destroy(error);
  }

  #flush(): void {
    if (this.#length === 0) return;
    this.#add(this.#block.subarray(0, this.#length));
    this.#block = Buffer.allocUnsafe(BLOCK_BYTES);
    this.#length = 0;
  }

  #add(bytes: Buffer): void {
    if (!this.push(bytes)) this.#wire?.stream.pause();
  }
}

/**
 * Sends rows to `copy … from stdin`.
 * @returns how many the server took
 */
export function copyIn(
  client: pg.Client,
  statement: string,
  source: AsyncIterable<Buffer>,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const ended = new AbortController();
  let rows = 0;
  let failure: unknown;

  async function send(wire: Wire): Promise<void> {
    try {
      await sendChunks(wire, source, ended.signal);
      wire.endCopyFrom();
    } catch (error) {
      if (ended.signal.aborted) return;
      failure = error;
      wire.sendCopyFail('the rows could not be read');
    }
  }

  const submittable = {
    submit: (wire: Wire) => wire.query(statement),
    handleCopyInResponse: (wire: Wire) => void send(wire),
    handleCommandComplete: ({ text }: Command) => {
      rows = rowsOf(text);
    },
    handleReadyForQuery: () => resolve(rows),
    handleError: (error: unknown) => {
      ended.abort();
      reject(failure ?? error);
    },
  };
  client.query(submittable as unknown as pg.Submittable);
  return promise;
}

/** As fast as the server takes them. */
async function sendChunks(
  wire: Wire,
  source: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of source) {
    signal.throwIfAborted();
    wire.sendCopyFromChunk(chunk);
    if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain', { signal });
  }
}

/** The server says `COPY 123`. */
function rowsOf(text: string): number {
  const rows = Number(text.split(' ')[1]);
  if (!Number.isSafeInteger(rows)) throw new StartError(`The database answered COPY with ${text}.`);
  return rows;
}

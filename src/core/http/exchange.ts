import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from './client.ts';
import type { RequestRecord } from './record.ts';

/** A request that was admitted: complete, within all limits, its text well-formed. */
export type Incoming = {
  readonly method: string;
  /** Path without query and without a slash at the end, percent signs as they came. */
  readonly path: string;
  /** Whether there was such a slash. */
  readonly hasSlash: boolean;
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, decoded as strict UTF-8; null when none was sent. */
  readonly body: string | null;
  /** Why the body is refused, where the audit log is to name the sender: `body` is null then. */
  readonly refusedBody?: RefusedBody | undefined;
  readonly requestId: string;
  /** Filled in by whoever gets to know it. */
  readonly record: RequestRecord;
  /** Where it came from. */
  readonly ip: string;
  /** Tells work that takes long whether anybody still waits for the answer. */
  readonly client: Client;
};

type RefusedBody = {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes (server-sent events, large static files). */
  readonly body: string | Uint8Array | NodeJS.ReadableStream | null;
  /** Of a stream: about how many bytes of its request stay in memory until it ends. */
  readonly heldBytes?: number | undefined;
};

/** What was to be done is done, and there is nothing to say of it: no body, and no type of one. */
export const NO_CONTENT: Answer = { status: 204, headers: {}, body: null };

/** A header that came several times is one, as if it had been sent with commas. */
export function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

/** Answers a request, or says null: "not mine". */
export type Handler = (request: Incoming) => Promise<Answer | null>;

/** Compact JSON, in the form that clients of the older admin API know. */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** What a path answers to OPTIONS: which methods it has. */
export function optionsAnswer(methods: readonly string[]): Answer {
  return { status: 200, headers: { allow: methods.join(', ') }, body: null };
}

/** A refusal in the older admin API's form. */
export function detailAnswer(
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { detail }, headers);
}

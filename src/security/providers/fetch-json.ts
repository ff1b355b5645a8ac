/** What a provider publishes. */
export type Published = {
  readonly value: unknown;
  /** How long it may be kept, by its headers; null where they do not say. */
  readonly maxAgeSeconds: number | null;
};

const PATIENCE_MS = 3_000;
const MOST_BYTES = 524_288;

/**
 * Reads a document of JSON. An issuer and what it names are the operator's choice, so that no address is
 * refused; a redirect is.
 * @throws Error that says in a few words what is wrong
 */
export async function fetchJson(url: string): Promise<Published> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw new Error(`${url} does not answer (${codeOf(error)})`);
  });
  const body = await readBody(response).catch((error: unknown) => {
    throw new Error(`${url} broke off (${codeOf(error)})`);
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  if (body === null) throw new Error(`${url} has more than ${MOST_BYTES} bytes`);
  return {
    value: parse(url, body),
    maxAgeSeconds: maxAgeOf(response.headers.get('cache-control')),
  };
}

async function readBody({ body }: Response): Promise<string | null> {
  if (body === null) return '';
  const parts: Uint8Array[] = [];
  const reader = body.getReader();
  let bytes = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    bytes += next.value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      return null;
    }
    parts.push(next.value);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${url} answers no JSON`);
  }
}

const MAX_AGE = /(?:^|[\s,])max-age=(\d{1,10})/i;
const NOT_KEPT = /(?:^|[\s,])no-(?:store|cache)/i;

function maxAgeOf(header: string | null): number | null {
  if (header === null) return null;
  if (NOT_KEPT.test(header)) return 0;
  const [, seconds] = MAX_AGE.exec(header) ?? [];
  return seconds === undefined ? null : Number(seconds);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.name;
  return 'code' in cause ? String(cause.code) : cause.message;
}

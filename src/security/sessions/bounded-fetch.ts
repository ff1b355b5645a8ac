const MOST_BYTES = 262_144;

/** `fetch` for answers of providers, of which nothing large is read. A redirect is refused. */
export async function boundedFetch(
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: BodyInit | null | undefined;
    signal?: AbortSignal | undefined;
  },
): Promise<Response> {
  const { method, headers, body = null, signal = null } = init;
  const response = await fetch(url, { method, headers, body, signal, redirect: 'error' });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    const part = next.value;
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) {
      await reader?.cancel();
      throw new TypeError('the answer of the provider is too large');
    }
    parts.push(part);
  }
  const { status } = response;
  return new Response(parts.length === 0 ? null : Buffer.concat(parts), {
    status,
    headers: response.headers,
  });
}

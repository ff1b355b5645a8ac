import { isJsonObject } from '../../core/input/json.ts';

const TIMEOUT_MS = 10_000;
/** An answer about one user is far shorter. */
const MOST_BYTES = 1_000_000;

/** What the gateway answered; 0 and a code where nothing came back. */
export type GatewayAnswer = {
  readonly status: number;
  readonly code: string | null;
  readonly body: unknown;
};

/** Sends a key, if there is one, to Vexa's gateway. No answer is repeated to anybody: it might hold the key. */
export async function requestGateway(
  base: URL,
  path: string,
  key: string | null,
): Promise<GatewayAnswer> {
  const { href } = base;
  const url = `${href.endsWith('/') ? href.slice(0, -1) : href}${path}`;
  try {
    const response = await fetch(url, {
      headers: { ...(key !== null && { 'x-api-key': key }), accept: 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await textOf(response);
    return { status: response.status, code: null, body: parsed(text) };
  } catch (error) {
    return { status: 0, code: codeOf(error), body: null };
  }
}

/** The beginning of what is too long: that is no JSON. */
async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  const reader = body?.getReader();
  for (let bytes = 0; bytes <= MOST_BYTES; ) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) break;
    parts.push(value);
    bytes += value.length;
  }
  await reader?.cancel();
  return Buffer.concat(parts).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && isJsonObject(error.cause) ? error.cause : {};
  const { code } = cause;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown error';
}

/** Whether a service like this one answers, which would say of each key what should be said. */
export async function isOwnAddress(base: URL): Promise<boolean> {
  const { body } = await requestGateway(base, '/', null);
  return isJsonObject(body) && String(body['message']).endsWith('(Latchkey)');
}

/** Whom the gateway takes the owner of a key for. */
export function ownerIn({
  body,
}: GatewayAnswer): { readonly id: number; readonly email: unknown } | null {
  if (!isJsonObject(body) || typeof body['user_id'] !== 'number') return null;
  return { id: body['user_id'], email: body['email'] };
}

/** How many meetings it shows; null if it does not say. */
export function meetingsIn({ body }: GatewayAnswer): number | null {
  const list = isJsonObject(body) ? body['meetings'] : null;
  return Array.isArray(list) ? list.length : null;
}

import type { Answer } from './exchange.ts';

/** Where identity providers create and change users. */
export const SCIM_ROOT = '/scim/v2';
export const SCIM_TYPE = 'application/scim+json';
export const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

type Headers = Readonly<Record<string, string>>;
type Refusal = {
  /** In the words of RFC 7644 (table 9). */
  readonly scimType?: string | undefined;
  readonly headers?: Headers;
};

export function isScimPath(path: string): boolean {
  return path === SCIM_ROOT || path.startsWith(`${SCIM_ROOT}/`);
}

export function scimAnswer(status: number, body: unknown, headers: Headers = {}): Answer {
  return {
    status,
    headers: { 'content-type': SCIM_TYPE, ...headers },
    body: JSON.stringify(body),
  };
}

/** A refusal in the form of RFC 7644, section 3.12. */
export function scimErrorAnswer(
  status: number,
  detail: string,
  { scimType, headers }: Refusal = {},
): Answer {
  const body = { schemas: [SCIM_ERROR], status: String(status), scimType, detail };
  return scimAnswer(status, body, headers);
}

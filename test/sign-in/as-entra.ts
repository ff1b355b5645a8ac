import type { JWK } from 'jose';
import type { Context } from 'oidc-provider';
import { signed } from './forge.ts';
import type { Claims } from './provider.ts';

/** As Entra ID is for several tenants: its documents name no tenant, and its tokens do. */
export type EntraShape = { readonly tenant: string; readonly objectId: string };

export const ENTRA_PATH = '/organizations/v2.0';

type AsEntra = EntraShape & { readonly base: string; readonly key: JWK };

/** The library knows an ID token again that a person signs out with only as it made it. */
export function asLibrary(context: Context, { base, key }: AsEntra): void {
  const hint = context.query['id_token_hint'];
  if (!context.path.endsWith('/session/end') || typeof hint !== 'string') return;
  const own = resigned(hint, { iss: base + ENTRA_PATH }, key);
  context.query = { ...context.query, id_token_hint: own };
}

/** What Entra ID says in another way than the library. */
export function asEntra(context: Context, { base, key, tenant, objectId }: AsEntra): void {
  const body = context.body as Record<string, unknown> | undefined;
  if (context.path.endsWith('/.well-known/openid-configuration') && body) {
    body['issuer'] = `${base}/{tenantid}/v2.0`;
    delete body['authorization_response_iss_parameter_supported'];
  }
  const location = context.response.get('location') ?? '';
  if (location.includes('iss=')) {
    const url = new URL(location);
    url.searchParams.delete('iss');
    context.set('location', url.href);
  }
  const idToken = body?.['id_token'];
  if (!context.path.endsWith('/token') || typeof idToken !== 'string' || !body) return;
  const own = { iss: `${base}/${tenant}/v2.0`, tid: tenant, oid: objectId, ver: '2.0' };
  body['id_token'] = resigned(idToken, own, key);
}

/** An ID token with some claims in place of its own. */
export function resigned(token: string, more: Claims, key: JWK): string {
  const [header = {}, claims = {}] = token
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Claims);
  return signed({ header: { ...header, kid: key.kid }, claims: { ...claims, ...more } }, key);
}

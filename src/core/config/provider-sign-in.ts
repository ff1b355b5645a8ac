import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { withoutEnd } from '../input/trim.ts';
import { isPrivateLine } from './origins.ts';

const text = z.string().min(1).max(2_000);
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/;

/** How people sign in with a browser; without it, the provider's tokens are accepted all the same. */
export const signInFields = z
  .strictObject({
    clientId: text,
    clientSecret: text.optional(),
    clientSecretFile: text.optional(),
    redirectUri: text,
    scopes: z
      .array(z.string().regex(SCOPE, 'must be a scope without spaces'))
      .max(50)
      .default(['openid', 'profile', 'email', 'offline_access'])
      .refine((scopes) => scopes.includes('openid'), 'must have the scope openid'),
    displayName: z.string().min(1).max(60).optional(),
  })
  .transform(({ clientSecretFile: path, ...rest }, context) => {
    if (path === undefined) return rest;
    const read = rest.clientSecret === undefined ? readSecret(path) : BOTH;
    if ('secret' in read) return { ...rest, clientSecret: read.secret };
    context.addIssue({ code: 'custom', path: ['clientSecretFile'], message: read.problem });
    return z.NEVER;
  });

export type ProviderSignIn = Readonly<z.output<typeof signInFields>>;

const BOTH = { problem: 'must be omitted with clientSecret' } as const;

function readSecret(path: string): { readonly secret: string } | { readonly problem: string } {
  try {
    const secret = withoutEnd(readFileSync(path, 'utf8'), '\r\n');
    return secret === '' ? { problem: 'must name a file that is not empty' } : { secret };
  } catch {
    // A message would repeat the path, which may be the secret itself by mistake.
    return { problem: 'must name a file that can be read' };
  }
}

/** What is wrong with the address that the provider sends people back to; null if nothing is. */
export function signInProblem(name: string, { redirectUri }: ProviderSignIn): string | null {
  const url = URL.parse(redirectUri);
  const path = `/sign-in/${name}/callback`;
  const isSafe = url !== null && isPrivateLine(url);
  // What stands before the path is compared with BASE_PATH.
  const isThere = url?.pathname.endsWith(path) && redirectUri === `${url.origin}${url.pathname}`;
  if (url === null || !isSafe || !isThere)
    return `must be the https address of this service followed by ${path} (http only for localhost)`;
  return null;
}

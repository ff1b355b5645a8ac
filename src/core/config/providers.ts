import { z } from 'zod';
import { isPrivateLine } from './origins.ts';
import { addressProblems, ruleList } from './provider-rules.ts';
import { signInFields, signInProblem } from './provider-sign-in.ts';

/** What signs tokens that this service accepts: no algorithm with a shared secret, and not `none`. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

/** In place of the tenant in the issuer of Entra ID for several tenants, as its own documents write it. */
export const TENANT_PLACE = '{tenantid}';
const ENTRA_HOSTS = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
]);

/** In place of the name of a provider, for who signs in with a one-time link. */
export const LINK_PROVIDER = 'link';

const text = z.string().min(1).max(2_000);
const TENANT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const provider = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits and hyphens')
      .refine((name) => name !== LINK_PROVIDER, 'must not be link, which stands for sign-in links'),
    issuer: text.refine(
      isIssuer,
      'must be the https address of the issuer, exactly as in its tokens (http only for localhost)',
    ),
    audience: z.union([text, z.array(text).min(1).max(10)]).transform((value) => [value].flat()),
    type: z.enum(['entra', 'standard']).optional(),
    algorithms: z.array(z.enum(ALGORITHMS)).min(1).default(['RS256', 'PS256', 'ES256']),
    clockSkewSeconds: z.int().min(0).max(300).default(30),
    tenants: z
      .array(z.string().regex(TENANT, 'must be the id of a tenant, in lower case'))
      .max(1_000)
      .default([]),
    emailClaim: text.default('email'),
    trustEmail: z.boolean().default(false),
    rules: ruleList,
    signIn: signInFields.optional(),
  })
  .transform(({ type, ...rest }) => ({
    ...rest,
    isEntra: type === undefined ? ENTRA_HOSTS.has(hostOf(rest.issuer)) : type === 'entra',
  }))
  .superRefine(({ issuer, tenants, trustEmail, ...rest }, context) => {
    const problem = (path: string | readonly (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: [path].flat(), message });
    for (const [path, message] of addressProblems({ trustEmail, ...rest })) problem(path, message);
    const wrong = rest.signIn && signInProblem(rest.name, rest.signIn);
    if (wrong) problem(['signIn', 'redirectUri'], wrong);
    const isForTenants = issuer.includes(TENANT_PLACE);
    if (isForTenants && tenants.length === 0)
      problem('tenants', `must list the tenants that may sign in, with ${TENANT_PLACE} in issuer`);
    if (isForTenants && trustEmail)
      problem(
        'trustEmail',
        `must be false with ${TENANT_PLACE} in issuer: each tenant can claim any address`,
      );
  });

/** An issuer whose tokens are accepted, and what they grant. */
export type ProviderConfig = Readonly<z.output<typeof provider>>;

const list = z
  .array(provider)
  .min(1)
  .max(20)
  .superRefine((providers, context) => {
    for (const field of ['name', 'issuer'] as const) {
      const values = providers.map((one) => one[field]);
      const index = values.findIndex((value, place) => values.indexOf(value) !== place);
      if (index >= 0)
        context.addIssue({
          code: 'custom',
          path: [index, field],
          message: 'must differ from those of other providers',
        });
    }
    const origins = providers.map(({ signIn }) => signIn && URL.parse(signIn.redirectUri)?.origin);
    const given = origins.filter((origin) => origin !== undefined);
    const other = origins.findIndex((origin) => origin !== undefined && origin !== given[0]);
    if (other >= 0)
      context.addIssue({
        code: 'custom',
        path: [other, 'signIn', 'redirectUri'],
        message: 'must have the same scheme, host and port as those of other providers',
      });
  });

export const providerList = z.string().transform((json, context): readonly ProviderConfig[] => {
  const read = readJson(json);
  const parsed = list.safeParse(read);
  if (parsed.success) return parsed.data;
  const message =
    read === undefined
      ? 'must be JSON: a list of providers, see docs/sign-in.md'
      : `must be a list of providers: ${parsed.error.issues.slice(0, 5).map(problemOf).join(', ')}`;
  context.issues.push({ code: 'custom', message, input: json });
  return z.NEVER;
});

function problemOf({ path, message, ...issue }: z.core.$ZodIssue): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  // The name of an unknown field may be a secret in the wrong place.
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (/^\w{1,40}$/.test(key) ? key : '(another name)'));
    return `${place.join('') || 'it'} has unknown fields: ${names.join(', ')}`;
  }
  // Ours complete a sentence; the library's do not.
  const isOurs = issue.code === 'custom' || message.startsWith('must');
  return `${place.join('') || 'it'} ${isOurs ? message : `is wrong (${message})`}`;
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function hostOf(issuer: string): string {
  return URL.parse(issuer)?.host ?? '';
}

function isIssuer(issuer: string): boolean {
  const url = URL.parse(issuer.replace(TENANT_PLACE, 'tenant'));
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false;
  return isPrivateLine(url);
}

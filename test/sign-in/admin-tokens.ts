import type { Claims, TestProvider } from './provider.ts';
import { entraClaims, oktaClaims, TENANT } from './shapes.ts';

// Tokens that two providers issue to administrators, of which tests forge others.

export const EVIL = 'https://evil.example.com';

type Issuers = {
  readonly okta: TestProvider;
  readonly entra: TestProvider;
  /** The time by the clock of the server. */
  readonly seconds: () => number;
};

export type AdminTokens = Issuers & {
  readonly admin: (more?: Claims) => Claims;
  readonly entraAdmin: (more?: Claims) => Claims;
  readonly tenantIssuer: (tenant?: string) => string;
  readonly header: (more?: Claims) => Claims;
};

export type Maker = (by: AdminTokens) => string | Promise<string>;
export type Forged = readonly [what: string, refusal: string, make: Maker];

export function adminTokens({ okta, entra, seconds }: Issuers): AdminTokens {
  const life = () => ({ iat: seconds(), nbf: seconds(), exp: seconds() + 3_600 });
  const tenantIssuer = (tenant = TENANT) => entra.issuer.replace('{tenantid}', tenant);
  return {
    okta,
    entra,
    seconds,
    tenantIssuer,
    admin: (more) => oktaClaims(okta.issuer, { groups: ['admins'], ...life(), ...more }),
    entraAdmin: (more) => entraClaims(tenantIssuer(), { roles: ['Admin'], ...life(), ...more }),
    header: (more) => ({ alg: 'RS256', kid: okta.key().kid, ...more }),
  };
}

/** Why a token of a provider is refused. Names are added, never renamed: clients and operators go by them. */
export const TOKEN_REFUSALS = {
  TOO_LONG: 'The token is longer than 14,336 characters',
  MALFORMED: 'The token is not a signed JSON Web Token in which each name stands once',
  UNKNOWN_ISSUER: 'The issuer of the token is not one that this service accepts',
  VERSION_1:
    'The token has version 1 of Entra ID; set requestedAccessTokenVersion to 2 in the manifest of the app registration',
  ALGORITHM: 'The token is signed with an algorithm that is not allowed',
  UNKNOWN_KEY: 'The token names no current key of its issuer',
  SIGNATURE: 'The signature of the token is wrong',
  AUDIENCE: 'The token is for another audience',
  TENANT: 'The token is of a tenant that is not allowed',
  NO_ACCESS_TOKEN: 'This is not an access token (an ID token, for example); send the access token',
  CLAIMS: 'The token lacks a required claim (exp, sub), or one has a wrong type',
  EXPIRED: 'The token has expired',
  NOT_YET_VALID: 'The token is not valid yet, or was issued in the future',
  GROUPS_OVERAGE:
    'The token lists no groups because there are too many (groups overage); use app roles, or limit the claim to groups that are assigned to the application',
  NO_RULE: 'No rule grants anything to this token',
  RULE_NONE: 'A rule refuses this token',
  NO_ADDRESS:
    'The token has no verified email address, which its rule needs to find the user; see docs/sign-in.md',
  USER_SUSPENDED: 'The user with this email address is suspended',
  USER_ERASED:
    'The person with this email address was erased; an operator creates the user, if the person has agreed',
} as const;

export type TokenRefusal = keyof typeof TOKEN_REFUSALS;

/** Thrown while a token is read, and caught where it is checked. */
export class TokenRefused extends Error {
  readonly refusal: TokenRefusal;

  constructor(refusal: TokenRefusal) {
    super(TOKEN_REFUSALS[refusal]);
    this.refusal = refusal;
  }
}

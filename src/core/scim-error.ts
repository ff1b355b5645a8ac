import { DomainError } from './errors.ts';

/** What kind of refusal it is, in the words of RFC 7644 (table 9). */
export type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue';

type Options = { readonly status?: 400 | 409 | 413; readonly scimType?: ScimType };

/** A request of a provisioning client that is refused for what is in it. */
export class ScimError extends DomainError {
  override readonly name = 'ScimError';
  readonly code = 'BAD_REQUEST';
  readonly status: number;
  readonly scimType: ScimType | undefined;

  /** @param message names the attribute, and repeats no value */
  constructor(message: string, { status = 400, scimType }: Options) {
    super(message);
    this.status = status;
    this.scimType = scimType;
  }
}

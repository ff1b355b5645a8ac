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

type Options = {
  readonly status?: number;
  readonly scimType?: ScimType;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** A request of a provisioning client that is refused for what is in it. */
export class ScimError extends DomainError {
  override readonly name = 'ScimError';
  readonly code = 'BAD_REQUEST';
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** @param message names the attribute, and repeats no value */
  constructor(message: string, { status = 400, scimType, headers = {} }: Options) {
    super(message);
    this.status = status;
    this.scimType = scimType;
    this.headers = headers;
  }
}

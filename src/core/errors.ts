/**
 * What a caller may branch on. REST takes its status from here, GraphQL its `extensions.code`.
 * Rows are added, never reused.
 */
export const ERROR_STATUS = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LIMIT_REACHED: 409,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** One thing that is wrong with an input: where, and what would be right. */
export type InputIssue = {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The machine-readable kind, in the words of the REST layer's 422 lists (`missing`, `int_type`, …). */
  readonly type: string;
  readonly input?: unknown;
  readonly context?: Readonly<Record<string, string | number>>;
};

/** A failure that the caller caused and can act on. Everything else is a bug, and is masked. */
export abstract class DomainError extends Error {
  abstract readonly code: ErrorCode;
}

/** Everything that is wrong with one input, at once. */
export class InvalidInputError extends DomainError {
  override readonly name = 'InvalidInputError';
  readonly code = 'BAD_USER_INPUT';
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super(issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; '));
    this.issues = issues;
  }
}

/** The thing named does not exist, or this caller may not know that it does. */
export class NotFoundError extends DomainError {
  override readonly name = 'NotFoundError';
  readonly code = 'NOT_FOUND';

  constructor(what: 'User' | 'Token' | 'Meeting' | 'Admin key' | 'Legal hold' | 'Group') {
    super(`${what} not found`);
  }
}

/** Somebody else was first, or the thing is no longer in a state that allows the change. */
export class ConflictError extends DomainError {
  override readonly name = 'ConflictError';
  readonly code = 'CONFLICT';
}

/** The limit has been reached. */
export class LimitReachedError extends DomainError {
  override readonly name = 'LimitReachedError';
  readonly code = 'LIMIT_REACHED';
  readonly limit: number;

  constructor(message: string, limit: number) {
    super(message);
    this.limit = limit;
  }
}

/** What a meeting is now, what it was to become, and what it may become. */
type Refused = { readonly from: string; readonly to: string; readonly allowed: readonly string[] };

/** A meeting cannot become this, as far as it has come. */
export class IllegalTransitionError extends DomainError {
  override readonly name = 'IllegalTransitionError';
  readonly code = 'CONFLICT';
  readonly from: string;
  readonly to: string;
  readonly allowed: readonly string[];

  constructor({ from, to, allowed }: Refused) {
    const remedy = allowed.length === 0 ? 'it is final' : `it may become ${allowed.join(', ')}`;
    super(`A meeting that is ${from} cannot become ${to}: ${remedy}`);
    this.from = from;
    this.to = to;
    this.allowed = allowed;
  }
}

/** The headers prove nobody, although they had to. */
export class UnauthenticatedError extends DomainError {
  override readonly name = 'UnauthenticatedError';
  readonly code = 'UNAUTHENTICATED';
}

/** Two headers hold two different keys for the same purpose, and it is not for us to choose. */
export class ConflictingKeysError extends DomainError {
  override readonly name = 'ConflictingKeysError';
  readonly code = 'BAD_REQUEST';

  constructor(header: 'X-Admin-API-Key' | 'X-API-Key') {
    super(`Authorization and ${header} hold two different keys; send one of them`);
  }
}

/** The headers prove somebody who may not do this. */
export class ForbiddenError extends DomainError {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}

/** More came within a minute than may. Worth trying again once it is over. */
export class RateLimitedError extends DomainError {
  override readonly name = 'RateLimitedError';
  readonly code = 'RATE_LIMITED';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type UnavailableOptions = ErrorOptions & { readonly retryAfterSeconds?: number };

/** The database did not answer in time, or is away. Worth trying again. */
export class UnavailableError extends DomainError {
  override readonly name = 'UnavailableError';
  readonly code = 'SERVICE_UNAVAILABLE';
  readonly retryAfterSeconds: number;

  constructor(message: string, { retryAfterSeconds = 1, ...options }: UnavailableOptions = {}) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What the headers of a request can prove. */
export type Access =
  /** An operator, a key of a user whose role is ADMIN, or a token of a sign-in provider that grants it: full access. */
  | 'ADMIN'
  /** An operator's read-only key: users, meetings and figures, no keys. */
  | 'ANALYTICS'
  /** A user's key: that user's own data, within the scopes of the key. */
  | 'USER';

/** The kind of an actor. */
export type ActorKind =
  /** An operator's key, from the settings or a named one. */
  | 'ADMIN_KEY'
  /** A command on the host. */
  | 'HOST'
  /** One of the platform's own services, by `X-Internal-Secret`. */
  | 'INTERNAL_SECRET'
  /** A request without a valid key. */
  | 'NOBODY'
  /** A kind of actor that this version of the service does not support. */
  | 'OTHER'
  /** A person or program with a token of a sign-in provider, or a user who signed in with a link. */
  | 'PROVIDER_TOKEN'
  /** A user's key. */
  | 'USER_KEY';

/** What an admin key gives access to. */
export type AdminAccess =
  /** Everything. */
  | 'FULL'
  /** An access level that this version does not support. */
  | 'OTHER'
  /** Provisioning by SCIM below `/scim/v2`, and nothing else. */
  | 'PROVISIONING'
  /** Read-only: users, meetings and figures, but no keys. */
  | 'READ_ONLY';

/** Identifies one admin key. */
export type AdminKeyInput = {
  /** The key. For a rotation: the replaced key or its successor. A key that is both means its own rotation, where it was replaced. A cancelled successor matches no rotation. */
  id: string;
};

/** Identifies one key, in exactly one way. */
export type ApiTokenBy =
  {   /** By the numeric id of the REST API. */
  databaseId: number; id?: never; }
  |  { databaseId?: never;   /** By opaque id. */
  id: string; };

/** Which keys: all conditions must hold. */
export type ApiTokenFilter = {
  /** By creation time. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By expiry; keys that never expire do not match. */
  expiresAt?: DateTimeFilter | null | undefined;
  /** By id. */
  id?: IdFilter | null | undefined;
  /** By whether the key was ever used. */
  isUsed?: boolean | null | undefined;
  /** By last use; keys that were never used do not match. */
  lastUsedAt?: DateTimeFilter | null | undefined;
  /** By name; keys without a name never match. */
  name?: StringFilter | null | undefined;
  /** By status. */
  status?: TokenStatusFilter | null | undefined;
  /** Not used at or after this time; keys that were never used match. */
  unusedSince?: string | null | undefined;
  /** By the user who owns the key. */
  user?: UserBy | null | undefined;
  /** By the id of the user who owns the key. */
  userId?: IdFilter | null | undefined;
};

/** The sort order of a list of keys. */
export type ApiTokenOrder = {
  /** The direction. */
  direction: OrderDirection;
  /** The sort field. */
  field: ApiTokenOrderField;
};

/** Sort fields of keys. Ties are sorted by id. */
export type ApiTokenOrderField =
  /** When they were minted. */
  | 'CREATED_AT'
  /** When they expire. Keys that never expire sort as the latest. */
  | 'EXPIRES_AT'
  /** When they were last used. Keys that were never used sort as the earliest. */
  | 'LAST_USED_AT';

/** What was done. */
export type AuditAction =
  /** A user became the first administrator: the platform's login page claimed the role. */
  | 'ADMIN_CLAIMED'
  /** An admin key was created. */
  | 'ADMIN_KEY_CREATED'
  /** An admin key was created on the host, without the API. */
  | 'ADMIN_KEY_RECOVERED'
  /** An admin key was revoked. */
  | 'ADMIN_KEY_REVOKED'
  /** An admin key was replaced with a successor. */
  | 'ADMIN_KEY_ROTATED'
  /** A rotation of an admin key was cancelled. */
  | 'ADMIN_KEY_ROTATION_CANCELLED'
  /** The overlap of a replaced admin key was ended early. */
  | 'ADMIN_KEY_ROTATION_FINISHED'
  /** An admin key's name or request limit was changed. */
  | 'ADMIN_KEY_UPDATED'
  /** The checkpoint of a process (`audit_writers`) was altered or removed. */
  | 'CHECKPOINT_ALTERED'
  /** The beginning of the audit log was dropped under `AUDIT_RETENTION_DAYS`: through which position, its hash, how many events, and which ones stay because of a legal hold. */
  | 'EVENTS_DROPPED'
  /** Events that this service wrote were removed or altered before they were sealed: of how many statements, and which. */
  | 'EVENTS_MISSING'
  /** Events that this service did not write, or that were altered before they were sealed, were set aside: which rows, and how many. */
  | 'EVENTS_SET_ASIDE'
  /** An identity provider created a group: its name, and the ids of its users. */
  | 'GROUP_CREATED'
  /** An identity provider deleted a group. */
  | 'GROUP_DELETED'
  /** An identity provider changed a group: its name, and which users were added and removed. */
  | 'GROUP_UPDATED'
  /** Users or keys were imported on the host: how many were created and changed, and the first and the last of them. */
  | 'IMPORTED'
  /** An import with `--follow-deletions` deleted meetings, or segments of meetings, that were deleted in the source: how many, and the ids of the first meetings. */
  | 'IMPORT_DELETED'
  /** An import refused users or keys, or changes to them, to protect existing data: why, how many, and the ids of the first ones in the source. */
  | 'IMPORT_REFUSED'
  /** A user or a meeting was put under a legal hold. */
  | 'LEGAL_HOLD_PLACED'
  /** A legal hold was released. */
  | 'LEGAL_HOLD_RELEASED'
  /** An action that this version of the service does not support. */
  | 'OTHER'
  /** Keys under a lost pepper were revoked on the host. */
  | 'PEPPER_FORGOTTEN'
  /** One of the platform's settings was changed by its services: which fields are set. */
  | 'PLATFORM_SETTING_SET'
  /** Refused requests older than `AUDIT_REFUSALS_DAYS` were dropped: how many, and from which positions of the chain. */
  | 'REFUSALS_DROPPED'
  /** A request was refused for lack of permission: no valid key, a key that does not allow it, or another user's data; or a request of an identity provider was refused for its content. */
  | 'REQUEST_REFUSED'
  /** On the host, the database was restored from a backup: its time, and how many keys and users were ended because an export of the audit log says so. */
  | 'RESTORED'
  /** An operator started the deletion of old rows: of which kinds. */
  | 'RETENTION_REQUESTED'
  /** Old rows of a kind were deleted by age: how many, and from before when. Rows on legal hold were left. */
  | 'RETENTION_RUN'
  /** A person signed in with a browser: at which provider, or with a link. */
  | 'SIGNED_IN'
  /** A session of a browser was ended: whose, and how (by the person, by an operator, by the provider, because the provider renewed it no longer, or because its settings have changed). */
  | 'SIGNED_OUT'
  /** An operator created a link with which a user signs in once: until when it works. */
  | 'SIGN_IN_LINK_CREATED'
  /** A user's key was minted. */
  | 'TOKEN_MINTED'
  /** A key was revoked. */
  | 'TOKEN_REVOKED'
  /** A key was replaced with a successor. */
  | 'TOKEN_ROTATED'
  /** A rotation was cancelled: the successor was revoked, the old key kept. */
  | 'TOKEN_ROTATION_CANCELLED'
  /** The overlap of a replaced key was ended early. */
  | 'TOKEN_ROTATION_FINISHED'
  /** A key's name, scopes, expiry or request limit was changed. */
  | 'TOKEN_UPDATED'
  /** On the host, the audit log was resumed although its head had been tampered with. */
  | 'TRAIL_ACCEPTED'
  /** A user's calendars, models, transcription service or git workspace were set or removed: which fields are set. */
  | 'USER_CONFIG_SET'
  /** A user was created. */
  | 'USER_CREATED'
  /** A user was deleted, and its keys were revoked. */
  | 'USER_DELETED'
  /** A person was erased: the pseudonym in its place, and how many rows of each kind were deleted or emptied. */
  | 'USER_ERASED'
  /** A user was changed. */
  | 'USER_UPDATED'
  /** A user's webhook was set or removed. */
  | 'WEBHOOK_SET'
  /** A process ended without completing its events (for example, killed): events of its statements after `accountedThrough` may be missing. */
  | 'WRITER_ENDED';

/** Conditions on the action; all must hold. */
export type AuditActionFilter = {
  /** Equal to this action. */
  eq?: AuditAction | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<AuditAction> | null | undefined;
};

/** Which events: all conditions must hold. */
export type AuditFilter = {
  /** By action. */
  action?: AuditActionFilter | null | undefined;
  /** By the name of the key. */
  actorName?: StringFilter | null | undefined;
  /** By time. */
  at?: DateTimeFilter | null | undefined;
  /** By the exact address of the caller. */
  ip?: string | null | undefined;
  /** By the exact request id. */
  requestId?: string | null | undefined;
  /** By the id of the affected user or key. */
  targetId?: string | null | undefined;
  /** By the affected user: events of the user and of its keys. */
  user?: UserBy | null | undefined;
};

/** The rotation to cancel. */
export type CancelRotationInput = {
  /**
   * The id of the key.
   * @deprecated Use `token`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** The replaced key or its successor. A key that is both means its own rotation, where it was replaced. A cancelled successor matches no rotation. Required. */
  token?: ApiTokenBy | null | undefined;
};

/** The result of a check. */
export type CheckVerdict =
  /** Failed: the key is refused here. */
  | 'FAILED'
  /** Not run, because an earlier check failed. */
  | 'NOT_REACHED'
  /** Passed. */
  | 'PASSED';

/** The admin key to create. */
export type CreateAdminKeyInput = {
  /** What the key gives access to. Leave it out for FULL: null and an absent variable are refused. */
  access?: AdminAccess | null | undefined;
  /** When it expires, in place of `expiresIn`; in the future. */
  expiresAt?: string | null | undefined;
  /** The lifetime in seconds, from 1 to 3,153,600,000. Without it and `expiresAt`: until it is revoked. */
  expiresIn?: number | null | undefined;
  /** Who or what the key is for; the audit log shows this name. At most 255 characters. */
  name: string;
};

/** Whom the link signs in. */
export type CreateSignInLinkInput = {
  /** The user. */
  user: UserBy;
};

/** The user to find or create. */
export type CreateUserInput = {
  /** Free-form data, at most 64 KiB as JSON and 50 levels deep. A top-level `webhook_secret` is encrypted; a secret anywhere else is refused. */
  data?: Record<string, unknown> | null | undefined;
  /** The email address. Surrounding whitespace and a display name are removed, and the domain is lower-cased. */
  email: string;
  /** The URL of a picture: http or https, at most 2,048 characters. */
  imageUrl?: string | null | undefined;
  /** How many bots may run at once, from 0. Omitted or null: the installation's default. */
  maxConcurrentBots?: number | null | undefined;
  /** Display name, at most 100 characters. */
  name?: string | null | undefined;
  /** Default: USER. */
  role?: UserRole | null | undefined;
};

/** A time range of at most ten years. */
export type DateRange = {
  /** The end, exclusive; must be after `start`. */
  end: string;
  /** The start, inclusive. */
  start: string;
};

/** Conditions on a time; all must hold. */
export type DateTimeFilter = {
  /** After this time. */
  gt?: string | null | undefined;
  /** At or after this time. */
  gte?: string | null | undefined;
  /** Before this time. */
  lt?: string | null | undefined;
  /** At or before this time. */
  lte?: string | null | undefined;
};

/** The user to delete. */
export type DeleteUserInput = {
  /**
   * The id of the user.
   * @deprecated Use `user`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** The user. Required. */
  user?: UserBy | null | undefined;
};

/** Which sessions to end, in exactly one way. */
export type EndSignInSessionsInput =
  {   /** One session. */
  id: string; user?: never; }
  |  { id?: never;   /** All that have the rights of this user, and its sign-in link. */
  user: UserBy; };

/** Error codes for programs. */
export type ErrorCode =
  /** The input breaks a rule; `issues` says which. */
  | 'BAD_USER_INPUT'
  /** Another change came first, or the current state does not allow it. */
  | 'CONFLICT'
  /** The limit has been reached. */
  | 'LIMIT_REACHED'
  /** The object does not exist. */
  | 'NOT_FOUND';

/** Who could have prevented an end. Classified on each read, from one table. */
export type Fault =
  /** The bot or its infrastructure. */
  | 'BOT'
  /** Nobody: it ended normally. */
  | 'NONE'
  /** The meeting service. */
  | 'PLATFORM'
  /** Unknown: the reason is new, or there is no reason. */
  | 'UNKNOWN'
  /** A person: whoever requested the bot or should have admitted it. */
  | 'USER';

/** Conditions on who could have prevented an end; all must hold. */
export type FaultFilter = {
  /** Equal to this value. */
  eq?: Fault | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<Fault> | null | undefined;
};

/** The rotation to finish. */
export type FinishRotationInput = {
  /**
   * The id of the key.
   * @deprecated Use `token`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** The replaced key or its successor. A key that is both means its own rotation, where it was replaced. A cancelled successor matches no rotation. Without an admin key it must be the key you send, or yours if you are signed in. Required. */
  token?: ApiTokenBy | null | undefined;
};

/** Conditions on an id; all must hold. A text that is not an id of the right type is an error. */
export type IdFilter = {
  /** Equal to this id. */
  eq?: string | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<string> | null | undefined;
};

/** Which meetings: all conditions must hold. */
export type MeetingFilter = {
  /** By the exact reason that the bot gave for the end, such as `left_alone`. */
  completionReason?: string | null | undefined;
  /** By when the bot was requested. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By when the meeting ended; meetings that have not ended never match. */
  endTime?: DateTimeFilter | null | undefined;
  /** By `telematics.outcome.fault`; meetings whose status is not final never match. */
  fault?: FaultFilter | null | undefined;
  /** By id. */
  id?: IdFilter | null | undefined;
  /** By whether the meeting is over: its status is final, or it has an end time. */
  isOver?: boolean | null | undefined;
  /** By the platform's own id of the call. */
  nativeMeetingId?: StringFilter | null | undefined;
  /** By platform. */
  platform?: MeetingPlatformFilter | null | undefined;
  /** By when the bot was admitted; meetings without that time never match. */
  startTime?: DateTimeFilter | null | undefined;
  /** By the bot's status. */
  status?: MeetingStatusFilter | null | undefined;
  /** By the user who requested the bot. */
  user?: UserBy | null | undefined;
  /** By the id of the user who requested the bot. */
  userId?: IdFilter | null | undefined;
};

/** The platform of a meeting. */
export type MeetingPlatform =
  /** A remote browser, not a call. */
  | 'BROWSER_SESSION'
  /** Google Meet. */
  | 'GOOGLE_MEET'
  /** Jitsi Meet. */
  | 'JITSI'
  /** Another platform; see `platformName`. */
  | 'OTHER'
  /** Microsoft Teams. */
  | 'TEAMS'
  /** Zoom. */
  | 'ZOOM';

/** Conditions on a platform; all must hold. */
export type MeetingPlatformFilter = {
  /** Equal to this platform. */
  eq?: MeetingPlatform | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<MeetingPlatform> | null | undefined;
};

/** The status of a bot. */
export type MeetingStatus =
  /** The bot is in the call. */
  | 'ACTIVE'
  /** The bot is waiting to be admitted. */
  | 'AWAITING_ADMISSION'
  /** The meeting ended normally. */
  | 'COMPLETED'
  /** The meeting ended because of an error. */
  | 'FAILED'
  /** The bot is joining the call. */
  | 'JOINING'
  /** The bot is stuck and needs a person's help. */
  | 'NEEDS_HUMAN_HELP'
  /** The bot was requested. */
  | 'REQUESTED'
  /** The bot is leaving. */
  | 'STOPPING'
  /** Another status; see `statusName`. */
  | 'UNKNOWN';

/** Conditions on a status; all must hold. */
export type MeetingStatusFilter = {
  /** Equal to this status. */
  eq?: MeetingStatus | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<MeetingStatus> | null | undefined;
};

/** The key to create. */
export type MintTokenInput = {
  /** When it expires, in place of `expiresIn`; in the future, and within the maximum lifetime of the installation. */
  expiresAt?: string | null | undefined;
  /** The lifetime in seconds, from 1 to 3,153,600,000 (a hundred years). Without it and `expiresAt`: the installation's default, which is until it is revoked unless the operator set one. */
  expiresIn?: number | null | undefined;
  /** The name of the key, at most 255 characters. */
  name?: string | null | undefined;
  /** The scopes of the key; the first one is part of its text. Default: BOT. */
  scopes?: Array<TokenScope> | null | undefined;
  /** The user who will own the key. Required. */
  user?: UserBy | null | undefined;
  /**
   * The id of the user who will own the key.
   * @deprecated Use `user`. Removed after 2027-06-30.
   */
  userId?: string | null | undefined;
};

/** Why a figure is null. */
export type MissingReason =
  /** The meeting is not over; the figure will follow. */
  | 'IN_PROGRESS'
  /** It did not happen in this meeting. */
  | 'NOT_APPLICABLE'
  /** It may have happened but was not recorded. */
  | 'NOT_RECORDED';

/** The direction of a sort order. */
export type OrderDirection =
  /** Smallest or oldest first. */
  | 'ASC'
  /** Largest or newest first. */
  | 'DESC';

/** The user whose webhook to remove. */
export type RemoveWebhookInput = {
  /** The user. Required with an admin key; a user key defaults to its own user. */
  user?: UserBy | null | undefined;
  /**
   * The id of the user.
   * @deprecated Use `user`. Removed after 2027-06-30.
   */
  userId?: string | null | undefined;
};

/** The user whose keys to revoke. */
export type RevokeAllTokensInput = {
  /** The user. Required. */
  user?: UserBy | null | undefined;
  /**
   * The id of the user.
   * @deprecated Use `user`. Removed after 2027-06-30.
   */
  userId?: string | null | undefined;
};

/** The lineage to revoke. */
export type RevokeLineageInput = {
  /**
   * The id of the key.
   * @deprecated Use `token`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** Any key of the lineage; without an admin key it must be the key you send, or yours if you are signed in. Required. */
  token?: ApiTokenBy | null | undefined;
};

/** The key to revoke. */
export type RevokeTokenInput = {
  /**
   * The id of the key.
   * @deprecated Use `token`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** The key; without an admin key it must be the key you send, or yours if you are signed in. Required. */
  token?: ApiTokenBy | null | undefined;
};

/** The admin key to replace. */
export type RotateAdminKeyInput = {
  /** The key. */
  id: string;
  /** How many seconds the old key keeps working alongside the new one, from 0 to 2,592,000 (30 days). Default: 0. */
  overlap?: number | null | undefined;
};

/** The key to replace. */
export type RotateKeyInput = {
  /**
   * The id of the key.
   * @deprecated Use `token`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** How many seconds the old key keeps working alongside the new one, from 0 to 2,592,000 (30 days). Default: 0, the old key is revoked at once. */
  overlap?: number | null | undefined;
  /** The key; without an admin key it must be the key you send, or yours if you are signed in. Required. */
  token?: ApiTokenBy | null | undefined;
};

/** The webhook of a user. Omitted fields stay as they are. */
export type SetWebhookInput = {
  /** The events to send; null: the platform's default. */
  events?: Array<WebhookEventInput> | null | undefined;
  /** The secret that signs events, at most 512 characters; null or blank: none. */
  secret?: string | null | undefined;
  /** An http or https URL on the public internet, without a user name or password. */
  url: string;
  /** The user. Required with an admin key; a user key defaults to its own user. */
  user?: UserBy | null | undefined;
  /**
   * The id of the user.
   * @deprecated Use `user`. Removed after 2027-06-30.
   */
  userId?: string | null | undefined;
};

/** Conditions on text; all must hold. Text is compared by Unicode case folding of its NFC: case and the form of a letter do not matter. */
export type StringFilter = {
  /** Contains this text. No wildcards. */
  contains?: string | null | undefined;
  /** Equal to this text. */
  eq?: string | null | undefined;
  /** One of these texts; an empty list matches nothing. */
  in?: Array<string> | null | undefined;
  /** Starts with this text. No wildcards. */
  startsWith?: string | null | undefined;
};

/** A check that a key must pass to be accepted. */
export type TokenCheck =
  /** The text has the format of a key, and its checksum, if the format has one, is correct; or a key of another format was imported with this text. */
  | 'FORM'
  /** A user's key with this text exists. */
  | 'KNOWN'
  /** The key has not expired. */
  | 'NOT_EXPIRED'
  /** The key was not replaced, or its overlap still lasts. */
  | 'NOT_REPLACED'
  /** The key was not revoked: neither directly, nor with its user, nor by a cancelled rotation. */
  | 'NOT_REVOKED'
  /** The user who owns the key was neither deleted nor suspended. */
  | 'OWNER_ACTIVE'
  /** The key has the requested scope. */
  | 'SCOPE';

/** What a key may be used for on the platform. */
export type TokenScope =
  /** Send and manage bots, read meetings. */
  | 'BOT'
  /** Use browser sessions. */
  | 'BROWSER'
  /** A scope that this version does not support. */
  | 'OTHER'
  /** Read and write transcripts, read meetings. */
  | 'TX';

/** Whether a key works. */
export type TokenStatus =
  /** It works. */
  | 'ACTIVE'
  /** It has expired. */
  | 'EXPIRED'
  /** It was replaced and still works until its overlap ends. */
  | 'RETIRING'
  /** It was revoked. */
  | 'REVOKED';

/** Conditions on whether a key works; all must hold. */
export type TokenStatusFilter = {
  /** Equal to this status. */
  eq?: TokenStatus | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<TokenStatus> | null | undefined;
};

/** The figure by which users are ranked. */
export type TopUsersBy =
  /** How many seconds their completed meetings lasted. */
  | 'DURATION'
  /** How many of their meetings failed. */
  | 'FAILED'
  /** How many meetings they requested. */
  | 'MEETINGS';

/** The changes to an admin key. Omitted fields stay as they are. */
export type UpdateAdminKeyInput = {
  /** Which key. */
  id: string;
  /** Who or what the key is for. At most 255 characters. */
  name?: string | null | undefined;
  /** How many requests per minute the key may send, together with the keys it replaced and its future replacements, from 1; null: the default from the settings. Only an admin key may set it. */
  rateLimit?: number | null | undefined;
};

/** The changes to a key. Omitted fields stay as they are. */
export type UpdateTokenInput = {
  /** When it expires, in place of `expiresIn`; in the future, and within the maximum lifetime of the installation. Null: until it is revoked. */
  expiresAt?: string | null | undefined;
  /** The lifetime in seconds from now; null: until it is revoked. */
  expiresIn?: number | null | undefined;
  /**
   * The id of the key.
   * @deprecated Use `token`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** The name of the key, at most 255 characters; null removes it. */
  name?: string | null | undefined;
  /** How many requests per minute the key may send, together with the keys it replaced and its future replacements, from 1; null: the default from the settings. Only an admin key may set it. */
  rateLimit?: number | null | undefined;
  /** The remaining scopes: some or all of the current ones. */
  scopes?: Array<TokenScope> | null | undefined;
  /** Which key. Required. */
  token?: ApiTokenBy | null | undefined;
};

/** The changes to a user. Omitted fields stay as they are. */
export type UpdateUserInput = {
  /** Merged into the stored data, key by key at the top level; null removes a key. The limits of `createUser` apply to the result. */
  data?: Record<string, unknown> | null | undefined;
  /** A new email address; no other user may have it. */
  email?: string | null | undefined;
  /**
   * The id of the user.
   * @deprecated Use `user`. Removed after 2027-06-30.
   */
  id?: string | null | undefined;
  /** The URL of a picture; null clears it. */
  imageUrl?: string | null | undefined;
  /** False suspends all of the user's keys at once, true restores them. */
  isActive?: boolean | null | undefined;
  /** How many bots may run at once, from 0; null: the installation's default. */
  maxConcurrentBots?: number | null | undefined;
  /** Display name, at most 100 characters; null clears it. */
  name?: string | null | undefined;
  /** The role, in addition to what its keys allow. */
  role?: UserRole | null | undefined;
  /** The user. Required. */
  user?: UserBy | null | undefined;
};

/** Identifies one user, in exactly one way. */
export type UserBy =
  {   /** By the numeric id of the REST API. */
  databaseId: number; email?: never; id?: never; }
  |  { databaseId?: never;   /** By email address, case-insensitively. */
  email: string; id?: never; }
  |  { databaseId?: never; email?: never;   /** By opaque id. */
  id: string; };

/** Which users: all conditions must hold. */
export type UserFilter = {
  /** By creation time. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By email address. */
  email?: StringFilter | null | undefined;
  /** By whether events are sent somewhere. Only an admin may filter by it. */
  hasWebhook?: boolean | null | undefined;
  /** By id. */
  id?: IdFilter | null | undefined;
  /** By whether the user is active, that is, not suspended. */
  isActive?: boolean | null | undefined;
  /** By display name; users without one never match. */
  name?: StringFilter | null | undefined;
  /** By role. */
  role?: UserRoleFilter | null | undefined;
  /** By a part of the email address or of the display name, compared as in `StringFilter`. */
  search?: string | null | undefined;
};

/** The sort order of a list of users. */
export type UserOrder = {
  /** The direction. */
  direction: OrderDirection;
  /** The sort field. */
  field: UserOrderField;
};

/** Sort fields of users. Ties are sorted by id. */
export type UserOrderField =
  /** When they were created. */
  | 'CREATED_AT'
  /** Email address, case-insensitively (Unicode case folding of its NFC), by Unicode code point. */
  | 'EMAIL'
  /** Display name, in the same order as addresses. Users without one come first. */
  | 'NAME'
  /** When they last changed. */
  | 'UPDATED_AT';

/** What a user may do in addition to using its own keys. */
export type UserRole =
  /** Its keys count as admin keys here and on the `/users` routes. */
  | 'ADMIN'
  /** A role that this version does not support. Its keys keep their own permissions. */
  | 'OTHER'
  /** Only what its keys allow. */
  | 'USER';

/** Conditions on a role; all must hold. */
export type UserRoleFilter = {
  /** Equal to this role. */
  eq?: UserRole | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<UserRole> | null | undefined;
};

/** Whether one type of event is sent. */
export type WebhookEventInput = {
  /** Whether it is sent. */
  isWanted: boolean;
  /** An event type, such as `meeting.completed`. */
  name: string;
};

export type OwnUserQueryVariables = Exact<{
  range: DateRange;
}>;


export type OwnUserQuery = { viewer: { user: { id: string, databaseId: number, email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, createdAt: string, updatedAt: string, period: { daily: Array<{ day: string, requests: number, isRemoved: boolean }> }, stats: { totalMeetings: number, activeMeetings: number }, usage: { totalRequests: number, requestsToday: number, lastUsedAt: string | null, lastUsedIp: string | null } } | null } | null };

export type OwnKeysQueryVariables = Exact<{
  filter?: ApiTokenFilter | null | undefined;
  orderBy?: ApiTokenOrder | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type OwnKeysQuery = { viewer: { user: { list: { totalCount: number, edges: Array<{ node: { id: string, hint: string, name: string | null, scopes: Array<TokenScope>, status: TokenStatus, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, generation: number, user: { id: string, email: string } | null } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null } | null };

export type OwnMeetingsQueryVariables = Exact<{
  filter?: MeetingFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type OwnMeetingsQuery = { viewer: { user: { list: { totalCount: number, edges: Array<{ node: { id: string, databaseId: number, nativeMeetingId: string | null, platformName: string, statusName: string, completionReason: string | null, createdAt: string, startTime: string | null, endTime: string | null, user: { id: string, email: string } } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null } | null };

type Failed_ConflictError_Fragment = { message: string, code: ErrorCode };

type Failed_IllegalTransitionError_Fragment = { message: string, code: ErrorCode };

type Failed_InvalidInputError_Fragment = { message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> };

type Failed_LimitReachedError_Fragment = { message: string, code: ErrorCode };

type Failed_NotFoundError_Fragment = { message: string, code: ErrorCode };

export type FailedFragment =
  | Failed_ConflictError_Fragment
  | Failed_IllegalTransitionError_Fragment
  | Failed_InvalidInputError_Fragment
  | Failed_LimitReachedError_Fragment
  | Failed_NotFoundError_Fragment
;

export type AdminKeyRowFragment = { id: string, hint: string, name: string, access: AdminAccess, status: TokenStatus, createdAt: string, expiresAt: string | null, retiresAt: string | null, generation: number, rateLimit: number | null, createdBy: { adminKey: { name: string } | null, user: { email: string } | null } | null, replaces: { id: string, status: TokenStatus } | null, replacedBy: { id: string, status: TokenStatus } | null };

export type AdminKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type AdminKeysQuery = { list: { totalCount: number, edges: Array<{ node: { id: string, hint: string, name: string, access: AdminAccess, status: TokenStatus, createdAt: string, expiresAt: string | null, retiresAt: string | null, generation: number, rateLimit: number | null, createdBy: { adminKey: { name: string } | null, user: { email: string } | null } | null, replaces: { id: string, status: TokenStatus } | null, replacedBy: { id: string, status: TokenStatus } | null } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type CreateAdminKeyMutationVariables = Exact<{
  input: CreateAdminKeyInput;
}>;


export type CreateAdminKeyMutation = { result:
    | { __typename: 'CreateAdminKeySuccess', secret: string, adminKey: { id: string, name: string } }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
   | null };

export type UpdateAdminKeyMutationVariables = Exact<{
  input: UpdateAdminKeyInput;
}>;


export type UpdateAdminKeyMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'UpdateAdminKeySuccess', adminKey: { id: string, name: string } }
   | null };

export type RotateAdminKeyMutationVariables = Exact<{
  input: RotateAdminKeyInput;
}>;


export type RotateAdminKeyMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RotateAdminKeySuccess', secret: string, adminKey: { id: string, name: string } }
   | null };

export type FinishAdminKeyRotationMutationVariables = Exact<{
  input: AdminKeyInput;
}>;


export type FinishAdminKeyRotationMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'FinishAdminKeyRotationSuccess', adminKey: { id: string, name: string } }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type CancelAdminKeyRotationMutationVariables = Exact<{
  input: AdminKeyInput;
}>;


export type CancelAdminKeyRotationMutation = { result:
    | { __typename: 'CancelAdminKeyRotationSuccess', adminKey: { id: string, name: string } }
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type RevokeAdminKeyMutationVariables = Exact<{
  input: AdminKeyInput;
}>;


export type RevokeAdminKeyMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RevokeAdminKeySuccess', adminKey: { id: string, name: string } }
   | null };

export type RevokeAdminKeyLineageMutationVariables = Exact<{
  input: AdminKeyInput;
}>;


export type RevokeAdminKeyLineageMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RevokeAdminKeyLineageSuccess', count: number }
   | null };

export type AuditEventRowFragment = { id: string, at: string, actionName: string, ip: string | null, requestId: string | null, before: Record<string, unknown> | null, after: Record<string, unknown> | null, position: number | null, targetId: string | null, actor: { kind: ActorKind, name: string | null, user: { email: string } | null }, target:
    | { __typename: 'AdminKey', id: string, name: string }
    | { __typename: 'ApiToken', id: string, hint: string, user: { email: string } | null }
    | { __typename: 'AuditEvent' }
    | { __typename: 'LegalHold' }
    | { __typename: 'Meeting' }
    | { __typename: 'MeetingSession' }
    | { __typename: 'SignInSession' }
    | { __typename: 'TranscriptSegment' }
    | { __typename: 'User', id: string, email: string }
   | null };

export type AuditEventsQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type AuditEventsQuery = { list: { totalCount: number, edges: Array<{ node: { id: string, at: string, actionName: string, ip: string | null, requestId: string | null, before: Record<string, unknown> | null, after: Record<string, unknown> | null, position: number | null, targetId: string | null, actor: { kind: ActorKind, name: string | null, user: { email: string } | null }, target:
          | { __typename: 'AdminKey', id: string, name: string }
          | { __typename: 'ApiToken', id: string, hint: string, user: { email: string } | null }
          | { __typename: 'AuditEvent' }
          | { __typename: 'LegalHold' }
          | { __typename: 'Meeting' }
          | { __typename: 'MeetingSession' }
          | { __typename: 'SignInSession' }
          | { __typename: 'TranscriptSegment' }
          | { __typename: 'User', id: string, email: string }
         | null } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ImportsQueryVariables = Exact<{ [key: string]: never; }>;


export type ImportsQuery = { imports: Array<{ name: string, startedAt: string, finishedAt: string | null, progressAt: string | null, isFollowing: boolean, progress: Array<{ table: string, written: number, unchanged: number, skipped: number }>, notes: Array<{ table: string, text: string, count: number, examples: Array<string> }> }> | null };

export type LineageKeyFragment = { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null };

export type KeyDetailFragment = { databaseId: number, name: string | null, scopes: Array<TokenScope>, isImported: boolean, rateLimit: number | null, lastUsedAt: string | null, lastUsedIp: string | null, expiresAt: string | null, id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, user: { id: string, email: string, role: UserRole, isActive: boolean } | null, usage: { totalRequests: number, requestsToday: number, firstUsedAt: string | null }, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string } | null } | null } | null } | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string } | null } | null } | null } | null };

export type KeyDetailQueryVariables = Exact<{
  id: string;
}>;


export type KeyDetailQuery = { list: { nodes: Array<{ databaseId: number, name: string | null, scopes: Array<TokenScope>, isImported: boolean, rateLimit: number | null, lastUsedAt: string | null, lastUsedIp: string | null, expiresAt: string | null, id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, user: { id: string, email: string, role: UserRole, isActive: boolean } | null, usage: { totalRequests: number, requestsToday: number, firstUsedAt: string | null }, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string } | null } | null } | null } | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string } | null } | null } | null } | null }> } | null };

export type OwnKeyDetailQueryVariables = Exact<{
  id: string;
}>;


export type OwnKeyDetailQuery = { viewer: { user: { list: { nodes: Array<{ databaseId: number, name: string | null, scopes: Array<TokenScope>, isImported: boolean, rateLimit: number | null, lastUsedAt: string | null, lastUsedIp: string | null, expiresAt: string | null, id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, user: { id: string, email: string, role: UserRole, isActive: boolean } | null, usage: { totalRequests: number, requestsToday: number, firstUsedAt: string | null }, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replaces: { id: string } | null } | null } | null } | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string, hint: string, generation: number, status: TokenStatus, createdAt: string, retiresAt: string | null, revokedAt: string | null, replacedBy: { id: string } | null } | null } | null } | null }> } | null } | null } | null };

export type MintKeyMutationVariables = Exact<{
  input: MintTokenInput;
}>;


export type MintKeyMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitReachedError', message: string, code: ErrorCode }
    | { __typename: 'MintTokenSuccess', secret: string | null, token: { id: string, hint: string } }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type UpdateKeyMutationVariables = Exact<{
  input: UpdateTokenInput;
}>;


export type UpdateKeyMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'LimitReachedError', message: string, code: ErrorCode }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'UpdateTokenSuccess', token: { id: string, hint: string } }
   | null };

export type RotateKeyMutationVariables = Exact<{
  input: RotateKeyInput;
}>;


export type RotateKeyMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RotateKeySuccess', secret: string | null, token: { id: string, hint: string } }
   | null };

export type FinishRotationMutationVariables = Exact<{
  input: FinishRotationInput;
}>;


export type FinishRotationMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'FinishRotationSuccess', token: { id: string, hint: string } }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type CancelRotationMutationVariables = Exact<{
  input: CancelRotationInput;
}>;


export type CancelRotationMutation = { result:
    | { __typename: 'CancelRotationSuccess', token: { id: string, hint: string } }
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type RevokeKeyMutationVariables = Exact<{
  input: RevokeTokenInput;
}>;


export type RevokeKeyMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RevokeTokenSuccess', token: { id: string, hint: string } }
   | null };

export type RevokeLineageMutationVariables = Exact<{
  input: RevokeLineageInput;
}>;


export type RevokeLineageMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RevokeLineageSuccess', count: number }
   | null };

export type KeyUsageDaysFragment = { id: string, usage: { daily: Array<{ day: string, requests: number, isRemoved: boolean }> } };

export type KeyUsageQueryVariables = Exact<{
  id: string;
  range: DateRange;
}>;


export type KeyUsageQuery = { list: { nodes: Array<{ id: string, usage: { daily: Array<{ day: string, requests: number, isRemoved: boolean }> } }> } | null };

export type OwnKeyUsageQueryVariables = Exact<{
  id: string;
  range: DateRange;
}>;


export type OwnKeyUsageQuery = { viewer: { user: { list: { nodes: Array<{ id: string, usage: { daily: Array<{ day: string, requests: number, isRemoved: boolean }> } }> } | null } | null } | null };

export type VerifyKeyQueryVariables = Exact<{
  token: string;
}>;


export type VerifyKeyQuery = { verifyToken: { valid: boolean, isAdmin: boolean, checks: Array<{ check: TokenCheck, verdict: CheckVerdict }>, token: { id: string, hint: string, user: { email: string } | null } | null } | null };

export type VerifyKeyScopeQueryVariables = Exact<{
  token: string;
  scope: TokenScope;
}>;


export type VerifyKeyScopeQuery = { verifyToken: { valid: boolean, isAdmin: boolean, checks: Array<{ check: TokenCheck, verdict: CheckVerdict }>, token: { id: string, hint: string, user: { email: string } | null } | null } | null };

export type KeyRowFragment = { id: string, hint: string, name: string | null, scopes: Array<TokenScope>, status: TokenStatus, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, generation: number, user: { id: string, email: string } | null };

export type KeysQueryVariables = Exact<{
  filter?: ApiTokenFilter | null | undefined;
  orderBy?: ApiTokenOrder | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type KeysQuery = { list: { totalCount: number, edges: Array<{ node: { id: string, hint: string, name: string | null, scopes: Array<TokenScope>, status: TokenStatus, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, generation: number, user: { id: string, email: string } | null } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type MeetingDetailFragment = { nativeMeetingId: string | null, databaseId: number, platformName: string, statusName: string, createdAt: string, startTime: string | null, endTime: string | null, user: { email: string }, transitions: Array<{ from: string | null, to: string, at: string, source: string | null, reason: string | null }>, telematics: { outcome: { fault: Fault | null, reason: string | null, stage: string | null }, performance: { joinTime: number | null, admissionTime: number | null, activeTime: number | null, totalDuration: number | null, botUptime: number | null, cpuSeconds: number | null, peakMemoryBytes: number | null }, transcription: { speechDuration: number, coverage: number | null, silence: number | null, largestGap: number | null, firstSegmentDelay: number | null, overlap: number, unattributed: number, totalTranscriptions: number, words: number, uniqueSpeakers: number }, missing: Array<{ metric: string, reason: MissingReason }>, speakers: Array<{ speaker: string, talkTime: number, share: number, words: number, wordsPerMinute: number | null, segments: number, longestMonologue: number }>, languages: Array<{ language: string, seconds: number, share: number }> } };

export type MeetingTelematicsQueryVariables = Exact<{
  id: string;
}>;


export type MeetingTelematicsQuery = { list: { nodes: Array<{ nativeMeetingId: string | null, databaseId: number, platformName: string, statusName: string, createdAt: string, startTime: string | null, endTime: string | null, user: { email: string }, transitions: Array<{ from: string | null, to: string, at: string, source: string | null, reason: string | null }>, telematics: { outcome: { fault: Fault | null, reason: string | null, stage: string | null }, performance: { joinTime: number | null, admissionTime: number | null, activeTime: number | null, totalDuration: number | null, botUptime: number | null, cpuSeconds: number | null, peakMemoryBytes: number | null }, transcription: { speechDuration: number, coverage: number | null, silence: number | null, largestGap: number | null, firstSegmentDelay: number | null, overlap: number, unattributed: number, totalTranscriptions: number, words: number, uniqueSpeakers: number }, missing: Array<{ metric: string, reason: MissingReason }>, speakers: Array<{ speaker: string, talkTime: number, share: number, words: number, wordsPerMinute: number | null, segments: number, longestMonologue: number }>, languages: Array<{ language: string, seconds: number, share: number }> } }> } | null };

export type OwnMeetingTelematicsQueryVariables = Exact<{
  id: string;
}>;


export type OwnMeetingTelematicsQuery = { viewer: { user: { list: { nodes: Array<{ nativeMeetingId: string | null, databaseId: number, platformName: string, statusName: string, createdAt: string, startTime: string | null, endTime: string | null, user: { email: string }, transitions: Array<{ from: string | null, to: string, at: string, source: string | null, reason: string | null }>, telematics: { outcome: { fault: Fault | null, reason: string | null, stage: string | null }, performance: { joinTime: number | null, admissionTime: number | null, activeTime: number | null, totalDuration: number | null, botUptime: number | null, cpuSeconds: number | null, peakMemoryBytes: number | null }, transcription: { speechDuration: number, coverage: number | null, silence: number | null, largestGap: number | null, firstSegmentDelay: number | null, overlap: number, unattributed: number, totalTranscriptions: number, words: number, uniqueSpeakers: number }, missing: Array<{ metric: string, reason: MissingReason }>, speakers: Array<{ speaker: string, talkTime: number, share: number, words: number, wordsPerMinute: number | null, segments: number, longestMonologue: number }>, languages: Array<{ language: string, seconds: number, share: number }> } }> } | null } | null } | null };

export type MeetingRowFragment = { id: string, databaseId: number, nativeMeetingId: string | null, platformName: string, statusName: string, completionReason: string | null, createdAt: string, startTime: string | null, endTime: string | null, user: { id: string, email: string } };

export type MeetingsQueryVariables = Exact<{
  filter?: MeetingFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type MeetingsQuery = { list: { totalCount: number, edges: Array<{ node: { id: string, databaseId: number, nativeMeetingId: string | null, platformName: string, statusName: string, completionReason: string | null, createdAt: string, startTime: string | null, endTime: string | null, user: { id: string, email: string } } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type PerformanceFragment = { joinTime: number | null, admissionTime: number | null, activeTime: number | null, totalDuration: number | null, botUptime: number | null, cpuSeconds: number | null, peakMemoryBytes: number | null };

export type TranscriptionFragment = { speechDuration: number, coverage: number | null, silence: number | null, largestGap: number | null, firstSegmentDelay: number | null, overlap: number, unattributed: number, totalTranscriptions: number, words: number, uniqueSpeakers: number };

export type SpeakerFragment = { speaker: string, talkTime: number, share: number, words: number, wordsPerMinute: number | null, segments: number, longestMonologue: number };

export type ConcurrencyQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type ConcurrencyQuery = { analytics: { concurrency: { peak: number, peakAt: string | null, average: number, timeAtLimit: number, usersAtLimit: number, refused: number }, atOnce: Array<{ start: string, value: number }>, refused: Array<{ start: string, value: number }> } | null };

export type MeetingsPerDayQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type MeetingsPerDayQuery = { analytics: { meetings: Array<{ start: string, value: number }>, completed: Array<{ start: string, value: number }>, failed: Array<{ start: string, value: number }> } | null };

export type TimesFragment = { p50: number, p90: number, p95: number };

export type PlatformFragment = { platformName: string, meetings: number, completed: number, failed: number, successRate: number | null, joinTime: { p50: number, p90: number, p95: number } | null, admissionTime: { p50: number, p90: number, p95: number } | null, duration: { p50: number, p90: number, p95: number } | null };

export type PlatformsQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type PlatformsQuery = { analytics: { platforms: Array<{ platformName: string, meetings: number, completed: number, failed: number, successRate: number | null, joinTime: { p50: number, p90: number, p95: number } | null, admissionTime: { p50: number, p90: number, p95: number } | null, duration: { p50: number, p90: number, p95: number } | null }> } | null };

export type OutcomeFragment = { statusName: string, stage: string | null, reason: string | null, fault: Fault, meetings: number };

export type OutcomesQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type OutcomesQuery = { analytics: { outcomes: Array<{ statusName: string, stage: string | null, reason: string | null, fault: Fault, meetings: number }> } | null };

export type RankFragment = { meetings: number, completed: number, failed: number, successRate: number | null, totalDuration: number | null, user: { email: string, name: string | null } };

export type TopUsersQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
  by: TopUsersBy;
}>;


export type TopUsersQuery = { analytics: { topUsers: Array<{ meetings: number, completed: number, failed: number, successRate: number | null, totalDuration: number | null, user: { email: string, name: string | null } }> } | null };

export type TotalsFragment = { meetings: number, completed: number, failed: number, running: number, successRate: number | null, totalDuration: number | null, averageDuration: number | null, activeUsers: number, refused: number };

export type OverviewTotalsQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type OverviewTotalsQuery = { analytics: { totals: { meetings: number, completed: number, failed: number, running: number, successRate: number | null, totalDuration: number | null, averageDuration: number | null, activeUsers: number, refused: number }, previousTotals: { meetings: number, completed: number, failed: number, running: number, successRate: number | null, totalDuration: number | null, averageDuration: number | null, activeUsers: number, refused: number } } | null };

export type MeetingChangesSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type MeetingChangesSubscription = { meetingChanged: { id: string } | null };

export type UserMeetingChangesSubscriptionVariables = Exact<{
  user: UserBy;
}>;


export type UserMeetingChangesSubscription = { meetingChanged: { id: string } | null };

export type DayOfUsageFragment = { day: string, requests: number, isRemoved: boolean };

export type WhoAsksQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAsksQuery = { viewer: { access: Array<Access>, adminKeyName: string | null, scopes: Array<TokenScope>, managesKeys: boolean, mintableScopes: Array<TokenScope>, maxKeyLifetime: number | null, setsRequestLimits: boolean, createsSignInLinks: boolean, user: { id: string, email: string } | null, token: { id: string } | null, login: { subject: string, name: string | null } | null } | null };

export type SessionRowFragment = { id: string, provider: string, subject: string, createdAt: string, lastUsedAt: string, expiresAt: string, isCurrent: boolean, user: { id: string, email: string } | null };

export type SignInSessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInSessionsQuery = { signInSessions: Array<{ id: string, provider: string, subject: string, createdAt: string, lastUsedAt: string, expiresAt: string, isCurrent: boolean, user: { id: string, email: string } | null }> | null };

export type UserSessionsQueryVariables = Exact<{
  id: string;
}>;


export type UserSessionsQuery = { user: { id: string, sessions: Array<{ id: string, provider: string, subject: string, createdAt: string, lastUsedAt: string, expiresAt: string, isCurrent: boolean, user: { id: string, email: string } | null }> | null } | null };

export type EndSignInSessionsMutationVariables = Exact<{
  input: EndSignInSessionsInput;
}>;


export type EndSignInSessionsMutation = { result:
    | { __typename: 'EndSignInSessionsSuccess', count: number }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type SettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsQuery = { settings: Array<{ name: string, description: string, default: string, isSet: boolean, isSecret: boolean, value: string | null }> | null };

export type UserDetailFragment = { id: string, databaseId: number, email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, createdAt: string, updatedAt: string, stats: { totalMeetings: number, activeMeetings: number }, usage: { totalRequests: number, requestsToday: number, lastUsedAt: string | null, lastUsedIp: string | null } };

export type UserDetailQueryVariables = Exact<{
  id: string;
}>;


export type UserDetailQuery = { list: { nodes: Array<{ id: string, databaseId: number, email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, createdAt: string, updatedAt: string, stats: { totalMeetings: number, activeMeetings: number }, usage: { totalRequests: number, requestsToday: number, lastUsedAt: string | null, lastUsedIp: string | null } }> } | null };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { result:
    | { __typename: 'CreateUserSuccess', created: boolean, user: { id: string, email: string } }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
   | null };

export type UpdateUserMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'UpdateUserSuccess', user: { id: string, email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number }, endedAdminKeys: Array<{ id: string, name: string }>, remainingAccess: { adminCount: number, keyCount: number, webhookCount: number } | null }
   | null };

export type DeleteUserMutationVariables = Exact<{
  input: DeleteUserInput;
}>;


export type DeleteUserMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'DeleteUserSuccess', deletedUserId: string, endedAdminKeys: Array<{ id: string, name: string }>, remainingAccess: { adminCount: number, keyCount: number, webhookCount: number } | null }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type RevokeAllKeysMutationVariables = Exact<{
  input: RevokeAllTokensInput;
}>;


export type RevokeAllKeysMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RevokeAllTokensSuccess', count: number }
   | null };

export type SetWebhookMutationVariables = Exact<{
  input: SetWebhookInput;
}>;


export type SetWebhookMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'SetWebhookSuccess', user: { id: string } }
   | null };

export type RemoveWebhookMutationVariables = Exact<{
  input: RemoveWebhookInput;
}>;


export type RemoveWebhookMutation = { result:
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
    | { __typename: 'RemoveWebhookSuccess', user: { id: string } }
   | null };

export type CreateSignInLinkMutationVariables = Exact<{
  input: CreateSignInLinkInput;
}>;


export type CreateSignInLinkMutation = { result:
    | { __typename: 'ConflictError', message: string, code: ErrorCode }
    | { __typename: 'CreateSignInLinkSuccess', url: string, expiresAt: string }
    | { __typename: 'InvalidInputError', message: string, code: ErrorCode, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'NotFoundError', message: string, code: ErrorCode }
   | null };

export type UserUsageQueryVariables = Exact<{
  id: string;
  range: DateRange;
}>;


export type UserUsageQuery = { user: { usage: { daily: Array<{ day: string, requests: number, isRemoved: boolean }> } } | null };

export type UserWebhookQueryVariables = Exact<{
  id: string;
}>;


export type UserWebhookQuery = { user: { id: string, webhook: { url: string | null, hasSecret: boolean, maskedSecret: string | null, events: Array<{ name: string, isWanted: boolean }> | null } | null } | null };

export type UserRowFragment = { id: string, email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, createdAt: string, inRange: { totalMeetings: number, completedMeetings: number, failedMeetings: number, successRate: number | null }, ever: { activeMeetings: number } };

export type UsersQueryVariables = Exact<{
  range: DateRange;
  filter?: UserFilter | null | undefined;
  orderBy?: UserOrder | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type UsersQuery = { list: { totalCount: number, edges: Array<{ node: { id: string, email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, createdAt: string, inRange: { totalMeetings: number, completedMeetings: number, failedMeetings: number, successRate: number | null }, ever: { activeMeetings: number } } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type WebhookRowFragment = { id: string, email: string, isActive: boolean, webhook: { url: string | null, hasSecret: boolean, maskedSecret: string | null, events: Array<{ name: string, isWanted: boolean }> | null } | null };

export type WebhooksQueryVariables = Exact<{
  filter?: UserFilter | null | undefined;
  orderBy?: UserOrder | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}>;


export type WebhooksQuery = { list: { totalCount: number, edges: Array<{ node: { id: string, email: string, isActive: boolean, webhook: { url: string | null, hasSecret: boolean, maskedSecret: string | null, events: Array<{ name: string, isWanted: boolean }> | null } | null } }>, pageInfo: { hasNextPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export const FailedFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<FailedFragment, unknown>;
export const AdminKeyRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AdminKeyRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"access"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<AdminKeyRowFragment, unknown>;
export const AuditEventRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AuditEventRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actionName"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"target"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<AuditEventRowFragment, unknown>;
export const LineageKeyFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LineageKey"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]} as unknown as DocumentNode<LineageKeyFragment, unknown>;
export const KeyDetailFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"isImported"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedIp"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalRequests"}},{"kind":"Field","name":{"kind":"Name","value":"requestsToday"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LineageKey"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]} as unknown as DocumentNode<KeyDetailFragment, unknown>;
export const DayOfUsageFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DayOfUsage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UsageDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"isRemoved"}}]}}]} as unknown as DocumentNode<DayOfUsageFragment, unknown>;
export const KeyUsageDaysFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyUsageDays"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"daily"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DayOfUsage"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DayOfUsage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UsageDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"isRemoved"}}]}}]} as unknown as DocumentNode<KeyUsageDaysFragment, unknown>;
export const KeyRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<KeyRowFragment, unknown>;
export const PerformanceFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Performance"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceMetrics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joinTime"}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"botUptime"}},{"kind":"Field","name":{"kind":"Name","value":"cpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"peakMemoryBytes"}}]}}]} as unknown as DocumentNode<PerformanceFragment, unknown>;
export const TranscriptionFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Transcription"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TranscriptionStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speechDuration"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"silence"}},{"kind":"Field","name":{"kind":"Name","value":"largestGap"}},{"kind":"Field","name":{"kind":"Name","value":"firstSegmentDelay"}},{"kind":"Field","name":{"kind":"Name","value":"overlap"}},{"kind":"Field","name":{"kind":"Name","value":"unattributed"}},{"kind":"Field","name":{"kind":"Name","value":"totalTranscriptions"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"uniqueSpeakers"}}]}}]} as unknown as DocumentNode<TranscriptionFragment, unknown>;
export const SpeakerFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Speaker"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpeakerStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speaker"}},{"kind":"Field","name":{"kind":"Name","value":"talkTime"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"wordsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"segments"}},{"kind":"Field","name":{"kind":"Name","value":"longestMonologue"}}]}}]} as unknown as DocumentNode<SpeakerFragment, unknown>;
export const MeetingDetailFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"telematics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"performance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Performance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transcription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Transcription"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"speakers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Speaker"}}]}},{"kind":"Field","name":{"kind":"Name","value":"languages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Performance"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceMetrics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joinTime"}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"botUptime"}},{"kind":"Field","name":{"kind":"Name","value":"cpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"peakMemoryBytes"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Transcription"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TranscriptionStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speechDuration"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"silence"}},{"kind":"Field","name":{"kind":"Name","value":"largestGap"}},{"kind":"Field","name":{"kind":"Name","value":"firstSegmentDelay"}},{"kind":"Field","name":{"kind":"Name","value":"overlap"}},{"kind":"Field","name":{"kind":"Name","value":"unattributed"}},{"kind":"Field","name":{"kind":"Name","value":"totalTranscriptions"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"uniqueSpeakers"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Speaker"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpeakerStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speaker"}},{"kind":"Field","name":{"kind":"Name","value":"talkTime"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"wordsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"segments"}},{"kind":"Field","name":{"kind":"Name","value":"longestMonologue"}}]}}]} as unknown as DocumentNode<MeetingDetailFragment, unknown>;
export const MeetingRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"completionReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<MeetingRowFragment, unknown>;
export const TimesFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Times"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Percentiles"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"p50"}},{"kind":"Field","name":{"kind":"Name","value":"p90"}},{"kind":"Field","name":{"kind":"Name","value":"p95"}}]}}]} as unknown as DocumentNode<TimesFragment, unknown>;
export const PlatformFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Platform"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlatformStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"joinTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"duration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Times"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Percentiles"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"p50"}},{"kind":"Field","name":{"kind":"Name","value":"p90"}},{"kind":"Field","name":{"kind":"Name","value":"p95"}}]}}]} as unknown as DocumentNode<PlatformFragment, unknown>;
export const OutcomeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeCount"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}}]}}]} as unknown as DocumentNode<OutcomeFragment, unknown>;
export const RankFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Rank"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserRank"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}}]}}]} as unknown as DocumentNode<RankFragment, unknown>;
export const TotalsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Totals"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AnalyticsTotals"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"averageDuration"}},{"kind":"Field","name":{"kind":"Name","value":"activeUsers"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}}]} as unknown as DocumentNode<TotalsFragment, unknown>;
export const SessionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignInSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"isCurrent"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<SessionRowFragment, unknown>;
export const UserDetailFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","alias":{"kind":"Name","value":"stats"},"name":{"kind":"Name","value":"meetingStats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"activeMeetings"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalRequests"}},{"kind":"Field","name":{"kind":"Name","value":"requestsToday"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedIp"}}]}}]}}]} as unknown as DocumentNode<UserDetailFragment, unknown>;
export const UserRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","alias":{"kind":"Name","value":"inRange"},"name":{"kind":"Name","value":"meetingStats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"completedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"failedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"ever"},"name":{"kind":"Name","value":"meetingStats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeMeetings"}}]}}]}}]} as unknown as DocumentNode<UserRowFragment, unknown>;
export const WebhookRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"hasSecret"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isWanted"}}]}}]}}]}}]} as unknown as DocumentNode<WebhookRowFragment, unknown>;
export const OwnUserDocument = {"__meta__":{"hash":"sha256:08857c4233e1b9f044f21b2ae1cf97317dc8c2265c9acfbb226347fc669e1178"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserDetail"}},{"kind":"Field","alias":{"kind":"Name","value":"period"},"name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"daily"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DayOfUsage"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","alias":{"kind":"Name","value":"stats"},"name":{"kind":"Name","value":"meetingStats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"activeMeetings"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalRequests"}},{"kind":"Field","name":{"kind":"Name","value":"requestsToday"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedIp"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DayOfUsage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UsageDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"isRemoved"}}]}}]} as unknown as DocumentNode<OwnUserQuery, OwnUserQueryVariables>;
export const OwnKeysDocument = {"__meta__":{"hash":"sha256:400c8c65d1e5b6baddb36ed482a64bd2591ec7cb6f9e5df208c01d6d82af7f41"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnKeys"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiTokenFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiTokenOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<OwnKeysQuery, OwnKeysQueryVariables>;
export const OwnMeetingsDocument = {"__meta__":{"hash":"sha256:686551eb2e1d982b1cfe229bcd1c101a8e0d8750754f9f696add9bbf0bf5a345"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnMeetings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MeetingFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeetingRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"completionReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<OwnMeetingsQuery, OwnMeetingsQueryVariables>;
export const AdminKeysDocument = {"__meta__":{"hash":"sha256:997581925580eb77073037386067429b37d7823eb4aea4d7b88b102c1f057835"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AdminKeys"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"adminKeys"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AdminKeyRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AdminKeyRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"access"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]} as unknown as DocumentNode<AdminKeysQuery, AdminKeysQueryVariables>;
export const CreateAdminKeyDocument = {"__meta__":{"hash":"sha256:6deb27dadbf3e1f9ad95bf0f7f417dfbe4ed19004225f4eac76965f3bec22332"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateAdminKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateAdminKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"createAdminKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateAdminKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateAdminKeyMutation, CreateAdminKeyMutationVariables>;
export const UpdateAdminKeyDocument = {"__meta__":{"hash":"sha256:803b1f5e14db6f5d61e2238fd330ec49bb26a195e205129b75c93df19f870ba6"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateAdminKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateAdminKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"updateAdminKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateAdminKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateAdminKeyMutation, UpdateAdminKeyMutationVariables>;
export const RotateAdminKeyDocument = {"__meta__":{"hash":"sha256:7efda1d6aa0d7bb86cf6400c4f0279c7f175ac78a0d89f914cb2e22696bffe1d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateAdminKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateAdminKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"rotateAdminKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RotateAdminKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RotateAdminKeyMutation, RotateAdminKeyMutationVariables>;
export const FinishAdminKeyRotationDocument = {"__meta__":{"hash":"sha256:30981c0c01a7871d5fccdd84b6d208260fc91aab86edd80a712b463c15e61cee"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FinishAdminKeyRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"finishAdminKeyRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FinishAdminKeyRotationSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<FinishAdminKeyRotationMutation, FinishAdminKeyRotationMutationVariables>;
export const CancelAdminKeyRotationDocument = {"__meta__":{"hash":"sha256:baa3256f9065117b8315243fdb38953d139d646f2561943dab72876b5e41d8d9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelAdminKeyRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"cancelAdminKeyRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelAdminKeyRotationSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CancelAdminKeyRotationMutation, CancelAdminKeyRotationMutationVariables>;
export const RevokeAdminKeyDocument = {"__meta__":{"hash":"sha256:2bb2ddd74dcf51d75d21ea773ac275d441f3df6627f380e26265a4d7c1664917"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeAdminKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"revokeAdminKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeAdminKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeAdminKeyMutation, RevokeAdminKeyMutationVariables>;
export const RevokeAdminKeyLineageDocument = {"__meta__":{"hash":"sha256:1184433f7f1e8c60535df873689e3cb551fc0574f463a5f6c8865211a306ef76"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeAdminKeyLineage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"revokeAdminKeyLineage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeAdminKeyLineageSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeAdminKeyLineageMutation, RevokeAdminKeyLineageMutationVariables>;
export const AuditEventsDocument = {"__meta__":{"hash":"sha256:12a9202ec670d58cbe8364c989767b43f154faabb851b11df574aea180620b1a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"auditEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AuditEventRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AuditEventRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actionName"}},{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"target"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdminKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<AuditEventsQuery, AuditEventsQueryVariables>;
export const ImportsDocument = {"__meta__":{"hash":"sha256:8cbb3704a3ce4cee629f637928b662b1a96040826847e996df814f6f24e06176"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Imports"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imports"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"progressAt"}},{"kind":"Field","name":{"kind":"Name","value":"isFollowing"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"written"}},{"kind":"Field","name":{"kind":"Name","value":"unchanged"}},{"kind":"Field","name":{"kind":"Name","value":"skipped"}}]}},{"kind":"Field","name":{"kind":"Name","value":"notes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"table"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"examples"}}]}}]}}]}}]} as unknown as DocumentNode<ImportsQuery, ImportsQueryVariables>;
export const KeyDetailDocument = {"__meta__":{"hash":"sha256:888f37578d056f16b2c775fed71aec842df93dffdb09f3dee69574c2f70d67c7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"KeyDetail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyDetail"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LineageKey"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"isImported"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedIp"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalRequests"}},{"kind":"Field","name":{"kind":"Name","value":"requestsToday"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<KeyDetailQuery, KeyDetailQueryVariables>;
export const OwnKeyDetailDocument = {"__meta__":{"hash":"sha256:6e9ce123bbe1fef172ccb83de88c0df87339aaac798fefae65ac883523631f65"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnKeyDetail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyDetail"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LineageKey"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"isImported"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedIp"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalRequests"}},{"kind":"Field","name":{"kind":"Name","value":"requestsToday"}},{"kind":"Field","name":{"kind":"Name","value":"firstUsedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LineageKey"}},{"kind":"Field","name":{"kind":"Name","value":"replacedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<OwnKeyDetailQuery, OwnKeyDetailQueryVariables>;
export const MintKeyDocument = {"__meta__":{"hash":"sha256:1fae33e1660cfcfc8d662a049433167f923fa1002a7aa9665696ff9d65c2f1d1"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"MintKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"MintTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"mintToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"MintTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<MintKeyMutation, MintKeyMutationVariables>;
export const UpdateKeyDocument = {"__meta__":{"hash":"sha256:ade64ebe70fd45fb0b812fb9d0e6d7db54334ca0485697da3c663dce44c21e5e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"updateToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateKeyMutation, UpdateKeyMutationVariables>;
export const RotateKeyDocument = {"__meta__":{"hash":"sha256:70020e524dc6c7c4d7a6d7b248e9cc6364f72ca657277233174dfd0cd18fb02f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"rotateKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RotateKeySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RotateKeyMutation, RotateKeyMutationVariables>;
export const FinishRotationDocument = {"__meta__":{"hash":"sha256:9cacd605865ae148ba6b02aa9f3fd4d488c188695b38b482de3b616d278cb7bc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FinishRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FinishRotationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"finishRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FinishRotationSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<FinishRotationMutation, FinishRotationMutationVariables>;
export const CancelRotationDocument = {"__meta__":{"hash":"sha256:b766ca5df4de4a88c032ac5dd618d7a381cf5c7dda556c9b4c63cd80e483a075"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelRotation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelRotationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"cancelRotation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelRotationSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CancelRotationMutation, CancelRotationMutationVariables>;
export const RevokeKeyDocument = {"__meta__":{"hash":"sha256:49a661156edb896fbf3419fb84c0d319eb3ddfe0a90d01a4faea6da1dabcb9b9"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"revokeToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeKeyMutation, RevokeKeyMutationVariables>;
export const RevokeLineageDocument = {"__meta__":{"hash":"sha256:331443b234184664de4360c43e22df6e6ee9daf419d6e4f0c72c3e5ad47a4d21"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeLineage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeLineageInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"revokeLineage"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeLineageSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeLineageMutation, RevokeLineageMutationVariables>;
export const KeyUsageDocument = {"__meta__":{"hash":"sha256:a003f9579ed74b73bf6a7c70f46b011a666855d891a114ce23b09e2198ea7965"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"KeyUsage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyUsageDays"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DayOfUsage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UsageDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"isRemoved"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyUsageDays"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"daily"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DayOfUsage"}}]}}]}}]}}]} as unknown as DocumentNode<KeyUsageQuery, KeyUsageQueryVariables>;
export const OwnKeyUsageDocument = {"__meta__":{"hash":"sha256:a61fdb5dbdc8099fd785a7c141e23562fb880dca5d1241fb0dbadb25bd3f617e"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnKeyUsage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyUsageDays"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DayOfUsage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UsageDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"isRemoved"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyUsageDays"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"daily"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DayOfUsage"}}]}}]}}]}}]} as unknown as DocumentNode<OwnKeyUsageQuery, OwnKeyUsageQueryVariables>;
export const VerifyKeyDocument = {"__meta__":{"hash":"sha256:b032083ab1ac858b2938364281d2b5582cde99e9009a2aafdc2e1977a1dfcdc2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VerifyKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"token"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"token"},"value":{"kind":"Variable","name":{"kind":"Name","value":"token"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"isAdmin"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"check"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]}}]}}]} as unknown as DocumentNode<VerifyKeyQuery, VerifyKeyQueryVariables>;
export const VerifyKeyScopeDocument = {"__meta__":{"hash":"sha256:d0776bbd5e6ed96af65d027e0a9c69cbc9ddd7f163af3a663b1f81f5361ec796"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VerifyKeyScope"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"token"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"scope"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TokenScope"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"token"},"value":{"kind":"Variable","name":{"kind":"Name","value":"token"}}},{"kind":"Argument","name":{"kind":"Name","value":"scope"},"value":{"kind":"Variable","name":{"kind":"Name","value":"scope"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"isAdmin"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"check"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]}}]}}]} as unknown as DocumentNode<VerifyKeyScopeQuery, VerifyKeyScopeQueryVariables>;
export const KeysDocument = {"__meta__":{"hash":"sha256:f0e8e6090a04a62152712fe1c0daeb0c14beb95238d086849b82da56046c35ca"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Keys"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiTokenFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiTokenOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"generation"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<KeysQuery, KeysQueryVariables>;
export const MeetingTelematicsDocument = {"__meta__":{"hash":"sha256:99c55dd0089f86db7a7baa912255e746a6c477cdbae0ba024aedc03276452c1d"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MeetingTelematics"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeetingDetail"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Performance"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceMetrics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joinTime"}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"botUptime"}},{"kind":"Field","name":{"kind":"Name","value":"cpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"peakMemoryBytes"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Transcription"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TranscriptionStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speechDuration"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"silence"}},{"kind":"Field","name":{"kind":"Name","value":"largestGap"}},{"kind":"Field","name":{"kind":"Name","value":"firstSegmentDelay"}},{"kind":"Field","name":{"kind":"Name","value":"overlap"}},{"kind":"Field","name":{"kind":"Name","value":"unattributed"}},{"kind":"Field","name":{"kind":"Name","value":"totalTranscriptions"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"uniqueSpeakers"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Speaker"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpeakerStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speaker"}},{"kind":"Field","name":{"kind":"Name","value":"talkTime"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"wordsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"segments"}},{"kind":"Field","name":{"kind":"Name","value":"longestMonologue"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"telematics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"performance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Performance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transcription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Transcription"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"speakers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Speaker"}}]}},{"kind":"Field","name":{"kind":"Name","value":"languages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}}]} as unknown as DocumentNode<MeetingTelematicsQuery, MeetingTelematicsQueryVariables>;
export const OwnMeetingTelematicsDocument = {"__meta__":{"hash":"sha256:d6392ba75313a66f36cc02210f346c038f3a153232573d536f86a0005e4f75cc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnMeetingTelematics"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeetingDetail"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Performance"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceMetrics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joinTime"}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"botUptime"}},{"kind":"Field","name":{"kind":"Name","value":"cpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"peakMemoryBytes"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Transcription"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TranscriptionStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speechDuration"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"silence"}},{"kind":"Field","name":{"kind":"Name","value":"largestGap"}},{"kind":"Field","name":{"kind":"Name","value":"firstSegmentDelay"}},{"kind":"Field","name":{"kind":"Name","value":"overlap"}},{"kind":"Field","name":{"kind":"Name","value":"unattributed"}},{"kind":"Field","name":{"kind":"Name","value":"totalTranscriptions"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"uniqueSpeakers"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Speaker"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpeakerStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speaker"}},{"kind":"Field","name":{"kind":"Name","value":"talkTime"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"wordsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"segments"}},{"kind":"Field","name":{"kind":"Name","value":"longestMonologue"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"telematics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"performance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Performance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transcription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Transcription"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"speakers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Speaker"}}]}},{"kind":"Field","name":{"kind":"Name","value":"languages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}}]} as unknown as DocumentNode<OwnMeetingTelematicsQuery, OwnMeetingTelematicsQueryVariables>;
export const MeetingsDocument = {"__meta__":{"hash":"sha256:c9ec5a661c3cdebac7e47f3effe6a6137138500657e0badcaf895dbc41a46685"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Meetings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MeetingFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeetingRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"completionReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<MeetingsQuery, MeetingsQueryVariables>;
export const ConcurrencyDocument = {"__meta__":{"hash":"sha256:579c550345f82d5447225b2b53f1eb2161968652f20c0c9f6dd4c87815044c40"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Concurrency"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"concurrency"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"peak"}},{"kind":"Field","name":{"kind":"Name","value":"peakAt"}},{"kind":"Field","name":{"kind":"Name","value":"average"}},{"kind":"Field","name":{"kind":"Name","value":"timeAtLimit"}},{"kind":"Field","name":{"kind":"Name","value":"usersAtLimit"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"atOnce"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"CONCURRENCY"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"refused"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"REFUSED"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]} as unknown as DocumentNode<ConcurrencyQuery, ConcurrencyQueryVariables>;
export const MeetingsPerDayDocument = {"__meta__":{"hash":"sha256:f9dc36e8b76d4f1fac026edf906b17850e38adfcd88cb0dad9d5ff8378e0fdac"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MeetingsPerDay"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"meetings"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"MEETINGS"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"completed"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"COMPLETED"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"failed"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"FAILED"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]} as unknown as DocumentNode<MeetingsPerDayQuery, MeetingsPerDayQueryVariables>;
export const PlatformsDocument = {"__meta__":{"hash":"sha256:7bdd3bda1017a3fbe0ae2ed74bbcafacf88cea306afaad8e408095d26955b2b2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Platforms"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"platforms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Platform"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Times"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Percentiles"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"p50"}},{"kind":"Field","name":{"kind":"Name","value":"p90"}},{"kind":"Field","name":{"kind":"Name","value":"p95"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Platform"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlatformStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"joinTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"duration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}}]}}]} as unknown as DocumentNode<PlatformsQuery, PlatformsQueryVariables>;
export const OutcomesDocument = {"__meta__":{"hash":"sha256:456efe6d4099b967273e3075aa3added1cc35c95b203d72d5b1bac9af2d2026a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Outcomes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeCount"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}}]}}]} as unknown as DocumentNode<OutcomesQuery, OutcomesQueryVariables>;
export const TopUsersDocument = {"__meta__":{"hash":"sha256:d39f9c777a4cbb09d22cff5ecbff0e5bf4026cd72f210c3ac8aebecce9d79372"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TopUsers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TopUsersBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topUsers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Rank"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Rank"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserRank"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}}]}}]} as unknown as DocumentNode<TopUsersQuery, TopUsersQueryVariables>;
export const OverviewTotalsDocument = {"__meta__":{"hash":"sha256:222317679e5108308d6fd865a6094413f62978ff8ed7a1c8e48bbbcc8600cabc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OverviewTotals"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Totals"}}]}},{"kind":"Field","name":{"kind":"Name","value":"previousTotals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Totals"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Totals"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AnalyticsTotals"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"averageDuration"}},{"kind":"Field","name":{"kind":"Name","value":"activeUsers"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}}]} as unknown as DocumentNode<OverviewTotalsQuery, OverviewTotalsQueryVariables>;
export const MeetingChangesDocument = {"__meta__":{"hash":"sha256:a0448ce36a000614e1519ed156c670d9b37e3bb015a64236859d8063d63961d3"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"MeetingChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetingChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<MeetingChangesSubscription, MeetingChangesSubscriptionVariables>;
export const UserMeetingChangesDocument = {"__meta__":{"hash":"sha256:914113416b7f62c3e8ef7e83fc3b2b05e30be8ce376858349f6fbe5d070f8a24"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"UserMeetingChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"user"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UserBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetingChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"user"},"value":{"kind":"Variable","name":{"kind":"Name","value":"user"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<UserMeetingChangesSubscription, UserMeetingChangesSubscriptionVariables>;
export const WhoAsksDocument = {"__meta__":{"hash":"sha256:d642a68a8c0357292f7638fd798d37e123a76e9679382de671e7a81132e1aea2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAsks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"access"}},{"kind":"Field","name":{"kind":"Name","value":"adminKeyName"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"login"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"managesKeys"}},{"kind":"Field","name":{"kind":"Name","value":"mintableScopes"}},{"kind":"Field","name":{"kind":"Name","value":"maxKeyLifetime"}},{"kind":"Field","name":{"kind":"Name","value":"setsRequestLimits"}},{"kind":"Field","name":{"kind":"Name","value":"createsSignInLinks"}}]}}]}}]} as unknown as DocumentNode<WhoAsksQuery, WhoAsksQueryVariables>;
export const SignInSessionsDocument = {"__meta__":{"hash":"sha256:db68eb73a415207446d5b2e9c3f1332cfe245e43a4f62b48c2afdb466a396245"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SignInSessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signInSessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignInSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"isCurrent"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<SignInSessionsQuery, SignInSessionsQueryVariables>;
export const UserSessionsDocument = {"__meta__":{"hash":"sha256:0dfd78b873d6c31e7f597dfba9b6956bf76c4ffd6c73577379840c9725648469"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UserSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SessionRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SessionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignInSession"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"isCurrent"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<UserSessionsQuery, UserSessionsQueryVariables>;
export const EndSignInSessionsDocument = {"__meta__":{"hash":"sha256:a20289d5c8ffedbf843b220cd1a729cde217417a223b54520aad704da5473d79"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EndSignInSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EndSignInSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"endSignInSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EndSignInSessionsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<EndSignInSessionsMutation, EndSignInSessionsMutationVariables>;
export const SettingsDocument = {"__meta__":{"hash":"sha256:52b7c583313b3c8b6a7f89e2d2457c3c71415d3b9844d9bc92415073b6fa95f2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"default"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}},{"kind":"Field","name":{"kind":"Name","value":"isSecret"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<SettingsQuery, SettingsQueryVariables>;
export const UserDetailDocument = {"__meta__":{"hash":"sha256:578572a2b8d23d3a79991bab66259e918b7952cbe33ee55841ccb40634c26f8c"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UserDetail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserDetail"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","alias":{"kind":"Name","value":"stats"},"name":{"kind":"Name","value":"meetingStats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"activeMeetings"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalRequests"}},{"kind":"Field","name":{"kind":"Name","value":"requestsToday"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedIp"}}]}}]}}]} as unknown as DocumentNode<UserDetailQuery, UserDetailQueryVariables>;
export const CreateUserDocument = {"__meta__":{"hash":"sha256:8a8104037bee302c859f2a01906a455107efb24980d48219316136ff9e842315"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"createUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateUserMutation, CreateUserMutationVariables>;
export const UpdateUserDocument = {"__meta__":{"hash":"sha256:cd1fb3f9c13a753c41341ee59b5a7e81e09d773097101a225fffe39e423c3f6b"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"updateUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}}]}},{"kind":"Field","name":{"kind":"Name","value":"endedAdminKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remainingAccess"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminCount"}},{"kind":"Field","name":{"kind":"Name","value":"keyCount"}},{"kind":"Field","name":{"kind":"Name","value":"webhookCount"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateUserMutation, UpdateUserMutationVariables>;
export const DeleteUserDocument = {"__meta__":{"hash":"sha256:e4dee1562e7e05f9adfe0ad8eb63a3168ca49cf181c1a3b79b643dfa22ac2435"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"deleteUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteUserSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedUserId"}},{"kind":"Field","name":{"kind":"Name","value":"endedAdminKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"remainingAccess"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adminCount"}},{"kind":"Field","name":{"kind":"Name","value":"keyCount"}},{"kind":"Field","name":{"kind":"Name","value":"webhookCount"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteUserMutation, DeleteUserMutationVariables>;
export const RevokeAllKeysDocument = {"__meta__":{"hash":"sha256:b93182a12208d38b80028da3150cd7b2dea0e951efddbc4eb7a9cb499eef4d63"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeAllKeys"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeAllTokensInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"revokeAllTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeAllTokensSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeAllKeysMutation, RevokeAllKeysMutationVariables>;
export const SetWebhookDocument = {"__meta__":{"hash":"sha256:133d45adb7de648ec89a0ffae6921288bc4f9c4f2b2db6d5358a395458370a70"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"setWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetWebhookSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SetWebhookMutation, SetWebhookMutationVariables>;
export const RemoveWebhookDocument = {"__meta__":{"hash":"sha256:5a6afea0f6ee8032730ab71b750dada7ea48df6caa30077e050b69f85feec641"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"removeWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveWebhookSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveWebhookMutation, RemoveWebhookMutationVariables>;
export const CreateSignInLinkDocument = {"__meta__":{"hash":"sha256:ea1563ec23c35d98387fbc2ab08181272589178653355267ce2a7883c964c5ec"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateSignInLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateSignInLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"result"},"name":{"kind":"Name","value":"createSignInLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateSignInLinkSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Failed"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Failed"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateSignInLinkMutation, CreateSignInLinkMutationVariables>;
export const UserUsageDocument = {"__meta__":{"hash":"sha256:f3d9a93c98e8503da5e3731c37f0abd0048add6bb88889ffcd924348476a0b02"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UserUsage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"usage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"daily"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DayOfUsage"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DayOfUsage"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UsageDay"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"day"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"isRemoved"}}]}}]} as unknown as DocumentNode<UserUsageQuery, UserUsageQueryVariables>;
export const UserWebhookDocument = {"__meta__":{"hash":"sha256:a36378963e0057b44654141894d08bdd0ceea7d9f1347f07c6af9bc0f1a86c61"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UserWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"hasSecret"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isWanted"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UserWebhookQuery, UserWebhookQueryVariables>;
export const UsersDocument = {"__meta__":{"hash":"sha256:f02f4ccca4009725769f3eeb1ce03becb89d493270f084bbd5a9f394f1ec04da"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Users"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","alias":{"kind":"Name","value":"inRange"},"name":{"kind":"Name","value":"meetingStats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"completedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"failedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"ever"},"name":{"kind":"Name","value":"meetingStats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeMeetings"}}]}}]}}]} as unknown as DocumentNode<UsersQuery, UsersQueryVariables>;
export const WebhooksDocument = {"__meta__":{"hash":"sha256:3c8655770f1310c28649f14d707509f13a23c5a078b16224f83f52c2a1119021"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Webhooks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"list"},"name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"hasSecret"}},{"kind":"Field","name":{"kind":"Name","value":"maskedSecret"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isWanted"}}]}}]}}]}}]} as unknown as DocumentNode<WebhooksQuery, WebhooksQueryVariables>;
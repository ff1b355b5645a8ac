/** Every action that leaves an event. Names are added, never renamed: stored events hold them. */
export const ACTIONS = {
  USER_CREATED: 'A user was created.',
  USER_UPDATED: 'A user was changed.',
  USER_DELETED: 'A user was deleted, and its keys were revoked.',
  USER_ERASED:
    'A person was erased: the pseudonym in its place, and how many rows of each kind were deleted or emptied.',
  TOKEN_MINTED: "A user's key was minted.",
  TOKEN_UPDATED: "A key's name, scopes, expiry or request limit was changed.",
  TOKEN_ROTATED: 'A key was replaced with a successor.',
  TOKEN_ROTATION_FINISHED: 'The overlap of a replaced key was ended early.',
  TOKEN_ROTATION_CANCELLED:
    'A rotation was cancelled: the successor was revoked, the old key kept.',
  TOKEN_REVOKED: 'A key was revoked.',
  ADMIN_KEY_CREATED: 'An admin key was created.',
  ADMIN_KEY_RECOVERED: 'An admin key was created on the host, without the API.',
  ADMIN_KEY_UPDATED: "An admin key's name or request limit was changed.",
  ADMIN_KEY_ROTATED: 'An admin key was replaced with a successor.',
  ADMIN_KEY_ROTATION_FINISHED: 'The overlap of a replaced admin key was ended early.',
  ADMIN_KEY_ROTATION_CANCELLED: 'A rotation of an admin key was cancelled.',
  ADMIN_KEY_REVOKED: 'An admin key was revoked.',
  LEGAL_HOLD_PLACED: 'A user or a meeting was put under a legal hold.',
  LEGAL_HOLD_RELEASED: 'A legal hold was released.',
  WEBHOOK_SET: "A user's webhook was set or removed.",
  USER_CONFIG_SET:
    "A user's calendars, models, transcription service or git workspace were set or removed: which fields are set.",
  PLATFORM_SETTING_SET:
    "One of the platform's settings was changed by its services: which fields are set.",
  ADMIN_CLAIMED:
    "A user became the first administrator: the platform's login page claimed the role.",
  IMPORTED:
    'Users or keys were imported on the host: how many were created and changed, and the first and the last of them.',
  IMPORT_REFUSED:
    'An import refused users or keys, or changes to them, to protect existing data: why, how many, and the ids of the first ones in the source.',
  IMPORT_DELETED:
    'An import with `--follow-deletions` deleted meetings, or segments of meetings, that were deleted in the source: how many, and the ids of the first meetings.',
  PEPPER_FORGOTTEN: 'Keys under a lost pepper were revoked on the host.',
  TRAIL_ACCEPTED:
    'On the host, the audit log was resumed although its head had been tampered with.',
  RESTORED:
    'On the host, the database was restored from a backup: its time, and how many keys and users were ended because an export of the audit log says so.',
  EVENTS_SET_ASIDE:
    'Events that this service did not write, or that were altered before they were sealed, were set aside: which rows, and how many.',
  EVENTS_MISSING:
    'Events that this service wrote were removed or altered before they were sealed: of how many statements, and which.',
  CHECKPOINT_ALTERED: 'The checkpoint of a process (`audit_writers`) was altered or removed.',
  WRITER_ENDED:
    'A process ended without completing its events (for example, killed): events of its statements after `accountedThrough` may be missing.',
  REFUSALS_DROPPED:
    'Refused requests older than `AUDIT_REFUSALS_DAYS` were dropped: how many, and from which positions of the chain.',
  EVENTS_DROPPED:
    'The beginning of the audit log was dropped under `AUDIT_RETENTION_DAYS`: through which position, its hash, how many events, and which ones stay because of a legal hold.',
  RETENTION_REQUESTED: 'An operator started the deletion of old rows: of which kinds.',
  RETENTION_RUN:
    'Old rows of a kind were deleted by age: how many, and from before when. Rows on legal hold were left.',
  GROUP_CREATED: 'An identity provider created a group: its name, and the ids of its users.',
  GROUP_UPDATED:
    'An identity provider changed a group: its name, and which users were added and removed.',
  GROUP_DELETED: 'An identity provider deleted a group.',
  SIGN_IN_LINK_CREATED:
    'An operator created a link with which a user signs in once: until when it works.',
  SIGNED_IN: 'A person signed in with a browser: at which provider, or with a link.',
  SIGNED_OUT:
    'A session of a browser was ended: whose, and how (by the person, by an operator, by the provider, because the provider renewed it no longer, or because its settings have changed).',
  REQUEST_REFUSED:
    "A request was refused for lack of permission: no valid key, a key that does not allow it, or another user's data; or a request of an identity provider was refused for its content.",
} as const;

export type Action = keyof typeof ACTIONS;

export type TargetType = 'User' | 'ApiToken' | 'AdminKey';

/** Every action that leaves an event. Names are added, never renamed: stored events hold them. */
export const ACTIONS = {
  USER_CREATED: 'A user was created.',
  USER_UPDATED: 'A user was changed.',
  USER_DELETED: 'A user was deleted, and its keys were ended.',
  TOKEN_MINTED: "A user's key was minted.",
  TOKEN_UPDATED: "A key's name, scopes, expiry or request limit was changed.",
  TOKEN_ROTATED: 'A key was replaced by a successor.',
  TOKEN_ROTATION_FINISHED: 'The overlap of a replaced key was ended early.',
  TOKEN_ROTATION_CANCELLED: 'A rotation was taken back: the successor was ended, the old key kept.',
  TOKEN_REVOKED: 'A key was ended.',
  ADMIN_KEY_CREATED: 'An admin key was made.',
  ADMIN_KEY_RECOVERED: 'An admin key was made on the host, without the API.',
  ADMIN_KEY_UPDATED: "An admin key's name or request limit was changed.",
  ADMIN_KEY_ROTATED: 'An admin key was replaced by a successor.',
  ADMIN_KEY_ROTATION_FINISHED: 'The overlap of a replaced admin key was ended early.',
  ADMIN_KEY_ROTATION_CANCELLED: 'A rotation of an admin key was taken back.',
  ADMIN_KEY_REVOKED: 'An admin key was ended.',
  WEBHOOK_SET: "A user's webhook was set or removed.",
  IMPORTED:
    'Users or keys were taken over on the host: how many were created and changed, and the first and the last of them.',
  IMPORT_REFUSED:
    'An import did not take over users or keys, or a change of them, to protect what is here: why, how many, and the first of them by their numbers there.',
  PEPPER_FORGOTTEN: 'Keys under a lost pepper were ended on the host.',
  TRAIL_ACCEPTED:
    'On the host, the audit log was continued although its end had been tampered with.',
  EVENTS_SET_ASIDE:
    'Events that this service had not written, or that were altered before they were sealed, were set aside: which rows, and how many.',
  EVENTS_MISSING:
    'Events that this service had written were removed or altered before they were sealed: of how many of its statements, and which.',
  CHECKPOINT_ALTERED:
    'What a process keeps about its own events in the database (`audit_writers`) was altered or removed.',
  WRITER_ENDED:
    'A process ended without completing its events (it was killed, say): of its statements after `accountedThrough`, events may be missing.',
  REFUSALS_DROPPED:
    'Refused requests that were older than `AUDIT_REFUSALS_DAYS` were dropped: how many, and from which places of the chain.',
  REQUEST_REFUSED:
    'A request was refused because its caller had no right to it: no key that works, a key that allows too little, or something of another user.',
} as const;

export type Action = keyof typeof ACTIONS;

export type TargetType = 'User' | 'ApiToken' | 'AdminKey';

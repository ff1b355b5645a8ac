import { z } from 'zod';
import type { ExportedEvent } from './export-line.ts';

// What must not come back with a backup that is older: keys that were ended since, rights that were taken,
// and users that were suspended or deleted. What was given since is lost with the rest.

type Narrowed = { readonly expiresAt: string | null; readonly scopes: readonly string[] };

export type LaterKeys = {
  readonly ended: Set<number>;
  /** Replaced keys whose rotation was taken back: what came after them in the backup is ended. */
  readonly cancelled: Set<number>;
  readonly narrowed: Map<number, Narrowed>;
};

type LaterErasure = {
  readonly pseudonym: string;
  readonly at: string;
  readonly addresses: readonly string[];
};

/** On a meeting, or else on a user. */
export type LaterHold = {
  readonly user: number;
  readonly meeting: number | null;
  readonly reason: string;
};

export type LaterChanges = {
  readonly tokens: LaterKeys;
  readonly adminKeys: LaterKeys;
  readonly suspended: Set<number>;
  readonly demoted: Set<number>;
  readonly deleted: Set<number>;
  /** They are deleted, too. */
  readonly erased: Map<number, LaterErasure>;
  /** Legal holds that are in force at the end, by their numbers. */
  readonly held: Map<number, LaterHold>;
  /** Keys under any pepper but the current one were given up. */
  hasForgottenPepper: boolean;
};

const KEY = z.object({
  replaces: z.number().int().nullable(),
  expiresAt: z.string().nullable(),
  scopes: z.array(z.string()).default([]),
});
const HOLD = z.object({
  hold: z.number().int(),
  meeting: z.number().int().nullable(),
  reason: z.string(),
});
const ERASURE = z.object({
  pseudonym: z.string(),
  addresses: z.array(z.string().regex(/^[0-9a-f]{1,128}$/)).default([]),
});
const USER = z.object({ role: z.string(), isActive: z.boolean() });

/** @param events in their order */
export function laterChangesOf(events: readonly ExportedEvent[]): LaterChanges {
  const keys = () => ({
    ended: new Set<number>(),
    cancelled: new Set<number>(),
    narrowed: new Map<number, Narrowed>(),
  });
  const changes: LaterChanges = {
    tokens: keys(),
    adminKeys: keys(),
    suspended: new Set(),
    demoted: new Set(),
    deleted: new Set(),
    erased: new Map(),
    held: new Map(),
    hasForgottenPepper: false,
  };
  for (const event of events) apply(changes, event);
  return changes;
}

function apply(changes: LaterChanges, event: ExportedEvent): void {
  const { action, targetId } = event;
  if (action === 'PEPPER_FORGOTTEN') changes.hasForgottenPepper = true;
  if (targetId === null) return;
  if (action.startsWith('TOKEN_')) applyToKey(changes.tokens, action.slice(6), event);
  if (action.startsWith('ADMIN_KEY_')) applyToKey(changes.adminKeys, action.slice(10), event);
  if (action === 'USER_DELETED' || action === 'USER_ERASED') changes.deleted.add(targetId);
  if (action === 'USER_ERASED') applyErasure(changes, targetId, event);
  if (action.startsWith('LEGAL_HOLD_')) applyToHold(changes, targetId, event);
  if (action === 'USER_UPDATED') applyToUser(changes, targetId, event);
}

function applyErasure({ erased }: LaterChanges, id: number, { after, at }: ExportedEvent): void {
  const { pseudonym, addresses } = ERASURE.safeParse(after).data ?? {
    pseudonym: '',
    addresses: [],
  };
  erased.set(id, { pseudonym, addresses, at });
}

function applyToHold({ held }: LaterChanges, user: number, { action, after }: ExportedEvent): void {
  const said = HOLD.safeParse(after).data;
  if (said === undefined) return;
  const { hold, meeting, reason } = said;
  if (action === 'LEGAL_HOLD_PLACED') held.set(hold, { user, meeting, reason });
  else held.delete(hold);
}

function applyToKey(
  { ended, cancelled, narrowed }: LaterKeys,
  what: string,
  event: ExportedEvent,
): void {
  const id = event.targetId ?? 0;
  const key = KEY.safeParse(event.after).data;
  // Its successor is not in the backup, but whoever rotates a key means it to end.
  if (what === 'ROTATED' && key?.replaces) ended.add(key.replaces);
  if (what === 'ROTATION_CANCELLED') {
    ended.delete(id);
    cancelled.add(id);
  }
  if (what === 'ROTATION_FINISHED' || what === 'REVOKED') ended.add(id);
  if (what === 'UPDATED' && key !== undefined) narrowed.set(id, key);
}

/** The last event counts: who was suspended may be active again. */
function applyToUser(changes: LaterChanges, id: number, { after }: ExportedEvent): void {
  const user = USER.safeParse(after).data;
  if (user === undefined) return;
  set(changes.suspended, id, !user.isActive);
  set(changes.demoted, id, user.role !== 'admin');
}

function set(ids: Set<number>, id: number, isIn: boolean): void {
  if (isIn) ids.add(id);
  else ids.delete(id);
}

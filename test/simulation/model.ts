/** What clients were answered, and so what has to be true. Times in ms since 1970. */
export type ModelUser = { readonly id: string; readonly email: string; isActive: boolean };

export type ModelKey = {
  readonly id: string;
  readonly databaseId: string;
  readonly secret: string;
  readonly user: ModelUser;
  /** The key that it replaces. */
  readonly before: ModelKey | null;
  readonly expiresAt: number | null;
  /** Since it was replaced, unless that was cancelled. */
  retiresAt: number | null;
  isRevoked: boolean;
  /** Requests with it that were accepted, and those of which nobody knows. */
  accepted: number;
  unknown: number;
};

export class Model {
  now = Date.parse('2026-11-20T12:00:00.000Z');
  users: ModelUser[] = [];
  keys: ModelKey[] = [];
  /** How many changes of each kind there were, as the audit log counts them. */
  made = { USER_CREATED: 0, USER_DELETED: 0, TOKEN_MINTED: 0, TOKEN_ROTATED: 0 };

  copy(): Model {
    return Object.assign(new Model(), structuredClone({ ...this }));
  }

  user(id: string): ModelUser | undefined {
    return this.users.find((user) => user.id === id);
  }

  /** @throws Error for one that was never made */
  key(id: string): ModelKey {
    const found = this.keys.find((key) => key.id === id);
    if (found === undefined) throw new Error(`there is no key ${id}`);
    return found;
  }

  works(key: ModelKey): boolean {
    return this.hasOwner(key) && key.user.isActive && this.lasts(key);
  }

  hasOwner({ user }: ModelKey): boolean {
    return this.users.includes(user);
  }

  /** Whether it would work if its owner may. */
  lasts({ isRevoked, expiresAt, retiresAt }: ModelKey): boolean {
    return !isRevoked && !this.isOver(expiresAt) && !this.isOver(retiresAt);
  }

  statusOf(key: ModelKey): string {
    if (key.isRevoked) return 'REVOKED';
    if (!this.lasts(key)) return 'EXPIRED';
    return key.retiresAt === null ? 'ACTIVE' : 'RETIRING';
  }

  mayRotate(key: ModelKey, overlap: number): boolean {
    if (!this.lasts(key) || key.retiresAt !== null) return false;
    return overlap === 0 || !earlier(key).some((one) => this.lasts(one));
  }

  /** The replaced key of the rotation in progress that a key names: its own, or that in which it came. */
  rotationOf(key: ModelKey): ModelKey | null {
    const replaced = key.retiresAt === null && this.isLatest(key) ? key.before : key;
    const isInOverlap =
      replaced !== null &&
      replaced.retiresAt !== null &&
      !replaced.isRevoked &&
      !this.isOver(replaced.retiresAt);
    return isInOverlap ? replaced : null;
  }

  add(key: Omit<ModelKey, 'retiresAt' | 'isRevoked' | 'accepted' | 'unknown'>): void {
    this.keys.push({ ...key, retiresAt: null, isRevoked: false, accepted: 0, unknown: 0 });
  }

  replace(key: ModelKey, overlap: number): void {
    key.retiresAt = this.now + overlap * 1_000;
    if (overlap === 0) key.isRevoked = true;
  }

  cancel(key: ModelKey): void {
    key.retiresAt = null;
    for (const one of this.keys) if (earlier(one).includes(key)) one.isRevoked = true;
  }

  lineage(key: ModelKey): readonly ModelKey[] {
    const first = earlier(key).at(-1) ?? key;
    // Those of cancelled rotations belong to it, too.
    return this.keys.filter((one) => one === first || earlier(one).includes(first));
  }

  remove(user: ModelUser): void {
    this.users.splice(this.users.indexOf(user), 1);
    for (const key of this.keys) if (key.user === user) key.isRevoked = true;
  }

  private isOver(date: number | null): boolean {
    return date !== null && date <= this.now;
  }

  private isLatest(key: ModelKey): boolean {
    return this.keys.findLast(({ before }) => before === key.before) === key;
  }
}

function earlier({ before }: ModelKey): readonly ModelKey[] {
  return before === null ? [] : [before, ...earlier(before)];
}

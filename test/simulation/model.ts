/** What clients were told, and so what has to be true. Times in ms since 1970. */
export type ModelUser = { readonly id: string; readonly email: string; isActive: boolean };

export type ModelKey = {
  readonly id: string;
  readonly databaseId: string;
  readonly secret: string;
  readonly user: ModelUser;
  /** The key that it replaces. */
  readonly before: ModelKey | null;
  readonly expiresAt: number | null;
  replacedBy: ModelKey | null;
  retiresAt: number | null;
  isRevoked: boolean;
  /** Requests with it that were accepted, and those of which nobody knows. */
  accepted: number;
  unknown: number;
};

export class Model {
  now = Date.parse('2026-11-20T12:00:00.000Z');
  readonly users: ModelUser[] = [];
  readonly keys: ModelKey[] = [];
  readonly made = { users: 0, keys: 0 };

  works(key: ModelKey): boolean {
    return this.users.includes(key.user) && key.user.isActive && this.lasts(key);
  }

  /** Whether it would work if its owner may. */
  lasts({ isRevoked, expiresAt, retiresAt }: ModelKey): boolean {
    const isOver = (date: number | null) => date !== null && date <= this.now;
    return !isRevoked && !isOver(expiresAt) && !isOver(retiresAt);
  }

  /** Whether it is replaced, and still works. */
  isRetiring(key: ModelKey): boolean {
    return key.replacedBy !== null && key.retiresAt !== null && this.lasts(key);
  }

  mayRotate(key: ModelKey, overlap: number): boolean {
    if (!this.lasts(key) || key.replacedBy !== null) return false;
    return overlap === 0 || !this.earlier(key).some((one) => this.lasts(one));
  }

  add(key: Omit<ModelKey, 'replacedBy' | 'retiresAt' | 'isRevoked' | 'accepted' | 'unknown'>) {
    const added: ModelKey = {
      ...key,
      replacedBy: null,
      retiresAt: null,
      isRevoked: false,
      accepted: 0,
      unknown: 0,
    };
    this.keys.push(added);
    return added;
  }

  replace(key: ModelKey, successor: ModelKey, overlap: number): void {
    key.replacedBy = successor;
    if (overlap === 0) key.isRevoked = true;
    else key.retiresAt = this.now + overlap * 1_000;
  }

  cancel(key: ModelKey): void {
    for (const later of this.later(key)) later.isRevoked = true;
    key.replacedBy = null;
    key.retiresAt = null;
  }

  lineage(key: ModelKey): readonly ModelKey[] {
    const first = this.earlier(key).at(-1) ?? key;
    // Those of cancelled rotations belong to it, too.
    return this.keys.filter((one) => one === first || this.earlier(one).includes(first));
  }

  remove(user: ModelUser): void {
    this.users.splice(this.users.indexOf(user), 1);
    for (const key of this.keys) if (key.user === user) key.isRevoked = true;
  }

  private earlier({ before }: ModelKey): readonly ModelKey[] {
    return before === null ? [] : [before, ...this.earlier(before)];
  }

  private later(key: ModelKey): readonly ModelKey[] {
    const next = key.replacedBy;
    return next === null ? [] : [next, ...this.later(next)];
  }
}

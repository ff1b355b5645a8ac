import type { Logger } from 'pino';
import { onceEach } from '../../core/once-each.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { Vault } from '../../security/vault/data-keys.ts';

// What a user's events are signed with: sealed, and apart from everything else of the user.

/** Opens and seals the secrets of users' webhooks. */
export type UserSecrets = {
  /** What nobody can open any more, because its key is lost, counts as none. */
  readonly open: (userId: bigint, sealed: Uint8Array | null) => string | null;
  readonly seal: (userId: bigint, secret: string) => Uint8Array<ArrayBuffer>;
};

declare module '../../core/app.ts' {
  interface App {
    /** Those that users' events are signed with. */
    readonly secrets: UserSecrets;
  }
}

const UNREADABLE =
  "the secret of this user's webhook cannot be decrypted, so its events are not signed: provide the TOKEN_PEPPER that it was encrypted with, or set the secret again";

export function userSecrets({ box }: Vault, log: Logger): UserSecrets {
  // Their events are requested again and again.
  const warn = onceEach(log, UNREADABLE);

  return {
    open: (userId, sealed) => {
      if (sealed === null) return null;
      try {
        return box.open(sealed, purposeOf(userId));
      } catch (error) {
        warn(String(userId), { userId: String(userId), err: error });
        return null;
      }
    },
    seal: (userId, secret) => box.seal(secret, purposeOf(userId)),
  };
}

/** For this user, and for nothing else. */
function purposeOf(userId: bigint): string {
  return `webhook_secret:${userId}`;
}

/** Blank is none. To be called with the user's row locked. */
export async function keepSecret(
  { app, prisma }: Pick<UnitOfWork, 'app' | 'prisma'>,
  userId: bigint,
  secret: string | null,
): Promise<void> {
  const where = { userId };
  if (secret === null || secret === '') {
    await prisma.webhookSecret.deleteMany({ where });
    return;
  }
  const sealed = app.secrets.seal(userId, secret);
  const create = { userId, sealed };
  await prisma.webhookSecret.upsert({ where, create, update: { sealed } });
}

/** Enough to recognise a secret: its last four characters, if it is long enough to spare them. */
export function maskedSecret(secret: string | null): string | null {
  if (secret === null) return null;
  // By characters: half of one is no text.
  const characters = [...secret];
  return characters.length > 8 ? `********${characters.slice(-4).join('')}` : '********';
}

import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import { type Page, type Slice, toPage } from '../../data/paging/page.ts';
import { prismaPage, type TimeOrder } from '../../data/paging/prisma-page.ts';
import { readNow } from '../../data/sql/now.ts';
import type { AdminAccess } from '../../security/callers/viewer.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { AdminKey } from './rows.ts';

type Reader = Pick<UnitOfWork, 'rows' | 'prisma'>;
type Found = Prisma.AdminKeyGetPayload<{ omit: typeof HIDDEN }>;

/** What proves a key, and what only its rotation looks at. */
const HIDDEN = { digest: true, pepperId: true, livesFrom: true } as const;

/** Many at once. Revoked ones are found, too. */
export async function loadAdminKeys({ db }: App, ids: readonly bigint[]): Promise<AdminKey[]> {
  const where = { id: { in: ids.filter(isStorable) } };
  return await complete(db, await db.prisma.adminKey.findMany({ omit: HIDDEN, where }));
}

/** @throws NotFoundError */
export async function getAdminKey(
  reader: Reader,
  id: bigint,
): Promise<AdminKey & { readonly rootId: bigint }> {
  if (!isStorable(id)) throw new NotFoundError('Admin key');
  const found = await reader.prisma.adminKey.findMany({ omit: HIDDEN, where: { id } });
  const [key] = await complete(reader, found);
  if (key === undefined) throw new NotFoundError('Admin key');
  return key;
}

export const NEWEST_KEYS: TimeOrder<AdminKey> = {
  name: 'CREATED_AT',
  field: 'createdAt',
  direction: 'DESC',
  valueOf: ({ createdAt }) => createdAt.toISOString(),
};

/** There are few: nothing to filter by. */
export async function listAdminKeys({ db }: App, slice: Slice): Promise<Page<AdminKey>> {
  const page = prismaPage(NEWEST_KEYS, slice);
  const found = await db.prisma.adminKey.findMany({ omit: HIDDEN, ...page });
  return toPage(await complete(db, found), slice);
}

/** Adds when they were read, and the request limit of each lineage, which stands at its first key. */
async function complete(
  { rows, prisma }: Reader,
  found: readonly Found[],
): Promise<(AdminKey & { readonly rootId: bigint })[]> {
  if (found.length === 0) return [];
  const readAt = await readNow(rows);
  const rootIds = found.flatMap(({ rootId }) => rootId ?? []);
  const roots =
    rootIds.length === 0
      ? []
      : await prisma.adminKey.findMany({
          select: { id: true, rateLimit: true },
          where: { id: { in: rootIds } },
        });
  const limits = new Map(roots.map(({ id, rateLimit }) => [id, rateLimit]));
  return found.map(({ rootId, ...key }) => ({
    ...key,
    // A check of the table leaves no other.
    access: key.access as AdminAccess,
    rateLimit: rootId === null ? key.rateLimit : (limits.get(rootId) ?? null),
    rootId: rootId ?? key.id,
    readAt,
  }));
}

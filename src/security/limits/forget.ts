import type { PlainDatabase } from '../../data/database.ts';

/** Drops the counts of minutes that are over. */
export async function forgetLimits({ prisma }: Pick<PlainDatabase, 'prisma'>): Promise<void> {
  await prisma.rateLimit.deleteMany({ where: { expire: { lt: Date.now() } } });
}

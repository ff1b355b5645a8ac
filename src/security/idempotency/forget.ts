import type { Clock } from '../../core/clock.ts';
import type { PlainDatabase } from '../../data/database.ts';
import { readNow } from '../../data/sql/now.ts';

/** How long a repetition shows the secret again, and how long it is known as one at all. */
export const SECRET_SECONDS = 60;
export const KNOWN_SECONDS = 86_400;

/** Empties the secrets whose minute is over, and drops what is a day old. */
export async function forgetRequests(
  { rows, prisma }: Pick<PlainDatabase, 'rows' | 'prisma'>,
  clock: Clock,
): Promise<void> {
  const now = clock() ?? (await readNow(rows));
  const older = (seconds: number) => ({ lte: new Date(now.getTime() - seconds * 1_000) });
  await prisma.idempotentRequest.updateMany({
    where: { secret: { not: null }, createdAt: older(SECRET_SECONDS) },
    data: { secret: null },
  });
  await prisma.idempotentRequest.deleteMany({ where: { createdAt: older(KNOWN_SECONDS) } });
}

import sql from 'sql-template-tag';
import type { UnitOfWork } from '../unit-of-work.ts';
import { endSessions } from './sessions.ts';

/**
 * Ends all sessions of a locked user, and before them the link that would begin another.
 * @returns how many sessions
 */
export async function endSessionsOfUser(
  { app, caller, prisma, rows }: UnitOfWork,
  userId: bigint,
  how: string,
): Promise<number> {
  await prisma.signInLink.deleteMany({ where: { userId } });
  return await endSessions(app, caller, { which: sql`s.user_id = ${userId}`, how, rows });
}

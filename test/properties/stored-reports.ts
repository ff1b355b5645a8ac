import type { TestServer } from '../support/server.ts';
import { type Difference, differ } from './play-reports.ts';
import type { Player } from './sent-reports.ts';

/** The rows of one user's meetings, and those that the reference expects. */
export async function compareStored(
  { db }: TestServer,
  { userId, reference, ids }: Player,
): Promise<Difference | null> {
  const rows = await db.prisma.meeting.findMany({
    where: { userId: BigInt(userId) },
    orderBy: { id: 'asc' },
    include: {
      transitions: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
      sessions: { orderBy: { id: 'asc' } },
      segments: { orderBy: { id: 'asc' } },
    },
  });
  const refusals = await db.prisma.botRefusal.aggregate({
    where: { userId: BigInt(userId) },
    _sum: { refused: true },
  });
  const found = rows.map((row) => ({
    id: Number(row.id),
    room: `${row.platform} ${row.nativeMeetingId?.split('-')[0]}`,
    ...{ container: row.botContainerId, status: row.status, data: row.data },
    ...{ reason: row.completionReason, stage: row.failureStage },
    createdAt: +row.createdAt,
    startTime: timeOf(row.startTime),
    endTime: timeOf(row.endTime),
    writtenAt: +row.updatedAt,
    steps: row.transitions.map((step) => ({
      ...{ from: step.fromStatus, to: step.toStatus, source: step.source },
      at: +step.at,
      reportedAt: timeOf(step.reportedAt),
    })),
    sessions: row.sessions.map(({ sessionUid, startedAt }) => ({
      uid: sessionUid,
      at: +startedAt,
    })),
    segments: row.segments.map((segment) => ({
      ...{ id: segment.segmentId, session: segment.sessionUid },
      begins: milliseconds(segment.startOffset),
      length: milliseconds(segment.endOffset) - milliseconds(segment.startOffset),
      ...{ speaker: segment.speaker, text: segment.text },
    })),
  }));
  const expected = reference.meetings.map(({ nth, heardAt: _heard, ...meeting }) => ({
    id: ids[nth],
    ...meeting,
  }));
  const refused = refusals._sum.refused ?? 0;
  return differ({ meetings: expected, refused: reference.refusals }, { meetings: found, refused });
}

const milliseconds = (seconds: number) => Math.round(seconds * 1_000);
const timeOf = (date: Date | null) => (date === null ? null : +date);

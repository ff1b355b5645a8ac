import DataLoader from 'dataloader';

/** One set for each request. */
export function createLoaders(prisma) {
  return {
    user: new DataLoader(async (ids) => {
      const users = await prisma.user.findMany({
        where: { id: { in: [...ids] }, deletedAt: null },
      });
      const byId = new Map(users.map((user) => [user.id, user]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    tokens: children('userId', (ids) =>
      prisma.apiToken.findMany({
        where: { userId: { in: ids } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        omit: { digest: true },
        include: { usage: { select: { lastAt: true } } },
      }),
    ),
    sessions: children('meetingId', (ids) =>
      prisma.meetingSession.findMany({
        where: { meetingId: { in: ids } },
        orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
      }),
    ),
  };
}

function children(parent, find) {
  return new DataLoader(async (ids) => {
    const rows = await find([...ids]);
    const byParent = Map.groupBy(rows, (row) => row[parent]);
    return ids.map((id) => byParent.get(id) ?? []);
  });
}

import { transitionsOf } from '../recording/reports.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { AT, THERE } from './examples.ts';
import { EVENT_SECRET } from './sign.ts';

/** What the meeting of `completed` went through. */
export const STEPS = [
  `joining ${AT(0, 10)}`,
  `needs_human_help ${AT(0, 30)}`,
  `active ${AT(1)}`,
  `completed ${AT(42)}`,
];

export type Receiver = {
  readonly server: TestServer;
  /** The one whose number in Vexa is `THERE`. */
  readonly user: SeededUser;
  readonly sourceId: bigint;
  /** Notes which row here a row of Vexa became. */
  readonly keep: (kind: string, foreignId: number, localId: number | bigint) => Promise<unknown>;
};

/** A service that has imported one user. */
export async function startReceiver(): Promise<Receiver> {
  const server = await startServer({ env: { VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET } });
  const user = await seedUser(server);
  const { id: sourceId } = await server.db.prisma.importSource.create({
    data: { name: 'vexa', schemaForm: '0.12', finishedAt: new Date() },
  });
  const keep: Receiver['keep'] = (kind, foreignId, localId) =>
    server.db.prisma.importedRow.create({
      data: {
        sourceId,
        kind,
        foreignId: BigInt(foreignId),
        localId: BigInt(localId),
        state: new Uint8Array(33),
      },
    });
  await keep('user', THERE, user.databaseId);
  return { server, user, sourceId, keep };
}

export const meetingOf = ({ db }: TestServer, id: number) =>
  db.prisma.meeting.findUniqueOrThrow({ where: { id: BigInt(id) } });

export async function stepsOf(server: TestServer, id: number): Promise<string[]> {
  const steps = await transitionsOf(server, id);
  return steps.map(({ toStatus, at }) => `${toStatus} ${at.toISOString()}`);
}

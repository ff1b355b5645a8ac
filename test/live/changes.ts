import { recordOne } from '../recording/reports.ts';
import { type Events, follow } from '../support/events.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';

export type Changed = {
  readonly databaseId: number;
  readonly statusName: string;
  readonly user: { readonly name: string | null };
};

type As = NonNullable<Parameters<typeof follow>[2]>;

/** Follows what becomes of meetings; as an admin where nothing is said. */
export function followChanges(server: TestServer, args = '', as?: As): Promise<Events> {
  return follow(
    server,
    `subscription { meetingChanged${args} { databaseId statusName user { name } } }`,
    as ?? { admin: server.adminKey },
  );
}

/** The next change, or null when the stream ends without one. */
export async function nextChange(events: Events): Promise<Changed | null> {
  const event = await events.next();
  if (event?.errors) throw new Error(JSON.stringify(event.errors));
  return (event?.data?.['meetingChanged'] as Changed | undefined) ?? null;
}

/** The code with which a subscription is refused. */
export async function refusalOf(events: Events): Promise<string | undefined> {
  return (await events.refusal())?.errors?.[0]?.extensions.code;
}

/**
 * Lets what was reported before arrive, so that whoever follows from now on hears nothing of it. A
 * process is notified in order: what it hears of a meeting that is recorded now comes last.
 */
export async function untilQuiet(server: TestServer): Promise<void> {
  const user = await seedUser(server);
  const { secret } = await seedKey(server, user);
  const events = await followChanges(server, '', { key: secret });
  await recordOne(server, user);
  await nextChange(events);
  events.close();
  await events.ended;
}

/** What a process has sent for the changes that holders of user keys followed: one for each and each reader. */
export function keyChecks({ statements }: TestServer): number {
  return statements.filter((text) => KEY_CHECK.test(text)).length;
}

const KEY_CHECK = /^\s*select t\.id from api_tokens t join users u/;

import { type Events, follow } from '../support/events.ts';
import type { TestServer } from '../support/server.ts';

export type Changed = {
  readonly databaseId: number;
  readonly statusName: string;
  readonly user: { readonly name: string | null };
};

type As = { readonly admin?: string; readonly key?: string };

/** Follows what becomes of meetings; as an admin where nothing is said. */
export function followChanges(server: TestServer, args = '', as?: As): Promise<Events> {
  return follow(
    server,
    `subscription { meetingChanged${args} { databaseId statusName user { name } } }`,
    as ?? { admin: server.adminKey },
  );
}

/** The next change, or null when the stream ends or nothing comes in time. */
export async function nextChange(events: Events, patienceMs?: number): Promise<Changed | null> {
  const event = await events.next(patienceMs);
  if (event?.errors) throw new Error(JSON.stringify(event.errors));
  return (event?.data?.['meetingChanged'] as Changed | undefined) ?? null;
}

/** The code with which a subscription is refused. */
export async function refusalOf(events: Events): Promise<string | undefined> {
  return (await events.next())?.errors?.[0]?.extensions.code;
}

/** Whether something settles in this time. */
export async function settlesWithin(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  const isInTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return isInTime;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Lets what was told before arrive, so that whoever follows from now on hears nothing of it. */
export function untilQuiet(): Promise<void> {
  return pause(100);
}

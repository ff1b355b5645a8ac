import pg from 'pg';
import type { Logger } from 'pino';
import { databaseAway } from '../database/errors.ts';
import { LimitReachedError } from '../errors.ts';
import { CHANNEL, type ChangedMeeting, readPayload } from './notify.ts';

/** Changes of meetings, whichever process made them. */
export type Changes = {
  /**
   * What `read` makes of those from now on: nothing of a change for which it says null, and no more
   * after it says undefined. The stream ends when the service stops or the database goes away: what
   * happened in the meantime could not be told, so that the caller has to look for itself.
   * @throws UnavailableError when the database does not answer
   * @throws LimitReachedError when the subscriber follows too much already
   */
  readonly follow: <Value>(
    subscriber: Subscriber,
    isWanted: (change: ChangedMeeting) => boolean,
    read: (change: ChangedMeeting) => Promise<Value | null | undefined>,
  ) => Promise<AsyncIterableIterator<Value, void, void>>;
  readonly close: () => Promise<void>;
};

export type Subscriber = {
  /** Whose subscriptions are counted together. */
  readonly name: string;
  readonly limit: number;
};

type Follower = {
  readonly name: string;
  readonly isWanted: (change: ChangedMeeting) => boolean;
  readonly queue: ChangedMeeting[];
  wake: () => void;
  isOver: boolean;
};

/** A reader that is so far behind is gone, or will have to read everything anew anyway. */
const MOST_WAITING = 10_000;

type Options = { readonly databaseUrl: string; readonly log: Logger };

/** Opens its one connection when somebody first follows, and shares it. */
export function meetingChanges({ databaseUrl, log }: Options): Changes {
  const followers = new Set<Follower>();
  let listening: Promise<pg.Client> | null = null;

  function endAll(): void {
    listening = null;
    for (const follower of followers) end(follower);
  }

  async function listen(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'latchkey live',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    client.on('error', (error) => log.warn({ err: error }, 'the connection for changes broke'));
    client.on('end', endAll);
    client.on('notification', ({ payload }) => tell(followers, readPayload(payload ?? '')));
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    return client;
  }

  return {
    follow: async (subscriber, isWanted, read) => {
      listening ??= listen();
      const opening = listening;
      await opening.catch((error: unknown) => {
        if (listening === opening) listening = null;
        throw databaseAway(error);
      });
      refuseTooMany(followers, subscriber);
      const { name } = subscriber;
      const follower: Follower = { name, isWanted, queue: [], wake: () => {}, isOver: false };
      followers.add(follower);
      // What goes wrong here is ours to know; to the reader the stream is over, as when we stop.
      const safely = (change: ChangedMeeting) =>
        read(change).catch((error: unknown) => {
          log.error({ err: error }, 'a change could not be told');
          return undefined;
        });
      return streamOf(follower, safely, () => followers.delete(follower));
    },
    close: async () => {
      const client = await listening?.catch(() => null);
      endAll();
      await client?.end();
    },
  };
}

function refuseTooMany(followers: ReadonlySet<Follower>, { name, limit }: Subscriber): void {
  let count = 0;
  for (const follower of followers) if (follower.name === name) count += 1;
  if (count >= limit)
    throw new LimitReachedError(
      `No more than ${limit} subscriptions may be open at once; end some of them first`,
      limit,
    );
}

function end(follower: Follower): void {
  follower.isOver = true;
  follower.wake();
}

function tell(followers: ReadonlySet<Follower>, changes: readonly ChangedMeeting[]): void {
  for (const follower of followers) {
    follower.queue.push(...changes.filter(follower.isWanted));
    if (follower.queue.length > MOST_WAITING) end(follower);
    follower.wake();
  }
}

/**
 * An iterator by hand: a generator that waits for the next change could not be ended before it comes,
 * and clients that went away would be kept in mind.
 */
function streamOf<Value>(
  follower: Follower,
  read: (change: ChangedMeeting) => Promise<Value | null | undefined>,
  leave: () => void,
): AsyncIterableIterator<Value, void, void> {
  const finish = () => {
    end(follower);
    leave();
    return { value: undefined, done: true } as const;
  };
  const stream: AsyncIterableIterator<Value, void, void> = {
    [Symbol.asyncIterator]: () => stream,
    return: () => Promise.resolve(finish()),
    next: async () => {
      while (!follower.isOver) {
        const change = follower.queue.shift();
        const value = change === undefined ? await waited(follower) : await read(change);
        if (value === undefined) break;
        if (value !== null) return { value, done: false };
      }
      return finish();
    },
  };
  return stream;
}

/** Nothing to tell of what was only waited for. */
async function waited(follower: Follower): Promise<null> {
  await new Promise<void>((resolve) => {
    follower.wake = resolve;
  });
  return null;
}

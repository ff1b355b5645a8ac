import pg from 'pg';
import type { Logger } from 'pino';
import { atMostEvery } from '../../core/background-job.ts';
import type { Breaker } from '../../data/connection/breaker.ts';
import { cut } from '../../data/connection/cut.ts';
import { connectionSettings } from '../../data/connection/session-settings.ts';
import { databaseAway } from '../../data/errors.ts';
import {
  createFollower,
  end,
  type Follower,
  refuseTooMany,
  report,
  type Subscriber,
  streamOf,
} from './follower.ts';
import { type ChangedMeeting, readPayload } from './notify.ts';

/** Changes of meetings, whichever process made them. */
export type Changes = {
  /** Where processes tell each other of them: no login without the pepper knows the name. */
  readonly channel: string;
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
  /** How many notifications were ignored, because this program did not write them. */
  readonly ignored: () => number;
  /** How many streams were ended because their readers were too far behind. */
  readonly behind: () => number;
  readonly close: () => Promise<void>;
};

declare module '../../core/app.ts' {
  interface App {
    /** What happens to meetings, in all processes. */
    readonly changes: Changes;
  }
}

type Options = {
  /** Of the server itself: a pooler would not pass on what is notified. */
  readonly databaseUrl: string;
  readonly channel: string;
  readonly log: Logger;
  readonly breaker: Pick<Breaker, 'awayFor' | 'onAway'>;
};

type Listening = { readonly client: pg.Client; readonly ready: Promise<unknown> };

const ANSWER_MS = 2_000;

/** Opens its one connection when somebody first follows, and shares it. */
export function meetingChanges({ databaseUrl, channel, log, breaker }: Options): Changes {
  const followers = new Set<Follower>();
  const complain = atMostEvery(60_000, (ignored: number) =>
    log.warn({ ignored }, 'notifications in an unknown format were ignored'),
  );
  const complainOfReaders = atMostEvery(60_000, (ended: number) =>
    log.warn({ ended }, 'subscriptions were ended: their clients do not read what happens'),
  );
  let listening: Listening | null = null;
  let ignored = 0;
  let behind = 0;

  function hear(payload = ''): void {
    const changes = readPayload(payload);
    if (changes !== null) {
      for (const follower of followers) {
        if (follower.isOver || !report(follower, changes)) continue;
        behind += 1;
        complainOfReaders(behind);
      }
      return;
    }
    ignored += 1;
    complain(ignored);
  }

  function endAll(): void {
    const { client } = listening ?? {};
    listening = null;
    if (client !== undefined) cut(client);
    for (const follower of followers) end(follower);
  }

  function listen(): Listening {
    const client = openClient(databaseUrl);
    const own = { client, ready: openChannel(client, channel) };
    client.on('error', (error) =>
      log.warn({ err: error }, 'the connection for change notifications broke'),
    );
    client.on('end', () => {
      if (listening === own) endAll();
    });
    client.on('notification', ({ payload }) => hear(payload));
    return own;
  }

  async function untilListening(): Promise<void> {
    const reason = listening === null ? await breaker.awayFor() : null;
    if (reason !== null) throw databaseAway(new Error(reason));
    listening ??= listen();
    const own = listening;
    await own.ready.catch((error: unknown) => {
      if (listening === own) endAll();
      throw databaseAway(error);
    });
    if (listening !== own) throw databaseAway(new Error('connection lost'));
  }

  // A connection that only listens would wait for ever on a server that has gone.
  breaker.onAway(endAll);
  return {
    channel,
    follow: async (subscriber, isWanted, read) => {
      await untilListening();
      refuseTooMany(followers, subscriber);
      const follower = createFollower(subscriber.name, isWanted);
      followers.add(follower);
      // What goes wrong here is ours to know; to the reader the stream is over, as when we stop.
      const safely = (change: ChangedMeeting) =>
        read(change).catch((error: unknown) => {
          log.error({ err: error }, 'a change could not be published');
          return undefined;
        });
      return streamOf(follower, safely, () => followers.delete(follower));
    },
    ignored: () => ignored,
    behind: () => behind,
    close: async () => {
      await listening?.ready.catch(() => {});
      endAll();
    },
  };
}

function openClient(url: string): pg.Client {
  return new pg.Client({
    ...connectionSettings(url, 'latchkey live').config,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
  });
}

async function openChannel(client: pg.Client, channel: string): Promise<void> {
  await client.connect();
  await client.query(`listen ${channel}`);
  // `pg_stat_activity` shows the last statement of each connection, and would show the name.
  await client.query('select 1');
}

import type { Logger } from 'pino';
import { ownText } from '../../core/own-text.ts';
import { type Actor, actorKey, actorOf } from '../../security/audit/actor.ts';
import type { Caller } from '../../security/callers/caller.ts';

/** What clients do that will stop working, and what stands in the log of it. */
export const CLIENT_WARNINGS = {
  UNLISTED_DOCUMENT: {
    description:
      'A GraphQL document that is not listed in `TRUSTED_DOCUMENTS`. `subject` is the name of its first operation, or the beginning of its hash.',
    text: 'A client sends a GraphQL document that is not listed in TRUSTED_DOCUMENTS',
  },
  DEPRECATED: {
    description:
      'A deprecated part of an API. `subject` is a field, argument, input field or enum value of the GraphQL schema, or a REST route.',
    text: 'A client uses a deprecated part of an API',
  },
} as const;

export type ClientWarningKind = keyof typeof CLIENT_WARNINGS;

/** What one caller did, how often, and when, in this process. */
export type ClientWarning = Seen & { readonly actor: Actor };

type Warned = { readonly kind: ClientWarningKind; readonly subject: string };
type Seen = Warned & { times: number; readonly firstAt: Date; lastAt: Date };
type Client = { readonly actor: Actor; readonly seen: Map<string, Seen>; loggedAt: number };

declare module '../../core/app.ts' {
  interface App {
    readonly clientWarnings: ClientWarnings;
  }
}

export type ClientWarnings = {
  readonly count: (caller: Caller, warned: Warned) => void;
  /** Most recent first. */
  readonly list: () => readonly ClientWarning[];
};

/** So that memory stays bounded, whatever clients send: the rest of one client is counted as one. */
const MOST_CLIENTS = 200;
/** Keys of one user: whoever rotates its key has a new one each time, and must not push out the others. */
const MOST_PER_USER = 10;
const MOST_PER_CLIENT = 20;
const OTHERS = '(others)';
const LOG_MS = 60_000;

export function clientWarnings({ log }: { readonly log: Logger }): ClientWarnings {
  const clients = new Map<string, Client>();
  return {
    count: (caller, warned) => {
      const client = clientOf(clients, actorOf(caller));
      const seen = add(client, warned);
      if (seen.lastAt.getTime() - client.loggedAt < LOG_MS) return;
      client.loggedAt = seen.lastAt.getTime();
      const { kind, name } = client.actor;
      const { kind: warning, subject } = seen;
      log.warn({ warning, subject, actor: { kind, name } }, CLIENT_WARNINGS[warning].text);
    },
    list: () =>
      [...clients.values()]
        .flatMap(({ actor, seen }) => [...seen.values()].map((one) => ({ ...one, actor })))
        .sort((one, other) => other.lastAt.getTime() - one.lastAt.getTime()),
  };
}

/** In the order of use: the client that was silent longest makes room for another, first of the same user. */
function clientOf(clients: Map<string, Client>, actor: Actor): Client {
  const id = `${actor.kind}:${actorKey(actor)}`;
  const known = clients.get(id) ?? { actor, seen: new Map(), loggedAt: 0 };
  clients.delete(id);
  const ofUser = [...clients].filter(
    ([
      ,
      {
        actor: { userId },
      },
    ]) => userId === actor.userId,
  );
  const isCrowded = actor.userId !== null && ofUser.length >= MOST_PER_USER;
  const [oldest] = isCrowded ? ofUser.map(([name]) => name) : clients.keys();
  if ((isCrowded || clients.size >= MOST_CLIENTS) && oldest !== undefined) clients.delete(oldest);
  clients.set(id, known);
  return known;
}

function add({ seen }: Client, { kind, subject: given }: Warned): Seen {
  const isKnown = seen.has(`${kind}:${given}`);
  const subject = isKnown || seen.size < MOST_PER_CLIENT ? given : OTHERS;
  const now = new Date();
  const entry = seen.get(`${kind}:${subject}`) ?? {
    kind,
    subject: ownText(subject),
    times: 0,
    firstAt: now,
    lastAt: now,
  };
  entry.times += 1;
  entry.lastAt = now;
  seen.set(`${kind}:${entry.subject}`, entry);
  return entry;
}

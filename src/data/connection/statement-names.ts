import { createHash } from 'node:crypto';

/** With a name, PostgreSQL plans a statement once per connection, and keeps it there. */
export type StatementNames = (text: string, caller: string) => string | undefined;

/** So often a text must have been sent before it gets a name: random filters of one caller never do. */
const WORTH_NAME = 5;
const MOST_NAMES = 400;
/** Texts without a name whose uses are counted: those sent last. */
const MOST_COUNTED = 1_000;
/** A name that was not used for as long is free for another text. */
const UNUSED_MS = 60_000;

type Named = { readonly name: string; readonly caller: string; usedAt: number };

/**
 * Callers' filters and selections make any number of texts, each of which takes up to 60 KB on each
 * connection. The service's own come again and again: they get names, and so do a caller's that it repeats.
 *
 * A text that comes while all names are used has none, rather than the name of one that is used: more texts
 * in turn than there are names would take them from each other, and all be planned again each time. One
 * caller gets at most half of them, the next one half of the rest, so that some are left for others. What
 * somebody took who has stopped is free within a minute.
 *
 * A name is made of its text, and never means another one: a connection that still has it is right.
 */
export function statementNames(now: () => number = () => performance.now()): StatementNames {
  const named = new Map<string, Named>();
  const held = new Map<string, number>();
  // A map holds its keys in the order in which they came: the first was sent longest ago.
  const counts = new Map<string, number>();

  function count(text: string): number {
    const times = (counts.get(text) ?? 0) + 1;
    counts.delete(text);
    counts.set(text, times);
    if (counts.size > MOST_COUNTED) deleteOldest();
    return times;
  }

  function deleteOldest(): void {
    const [oldest] = counts.keys();
    if (oldest !== undefined) counts.delete(oldest);
  }

  function hold(caller: string, change: 1 | -1): void {
    const after = (held.get(caller) ?? 0) + change;
    if (after > 0) held.set(caller, after);
    else held.delete(caller);
  }

  function isFreeFor(caller: string): boolean {
    return (held.get(caller) ?? 0) < MOST_NAMES - named.size - 1;
  }

  function freeUnused(): void {
    const since = now() - UNUSED_MS;
    for (const [text, { caller, usedAt }] of named)
      if (usedAt < since) {
        named.delete(text);
        hold(caller, -1);
      }
  }

  return (text, caller) => {
    const known = named.get(text);
    if (known !== undefined) {
      known.usedAt = now();
      return known.name;
    }
    if (count(text) < WORTH_NAME) return undefined;
    if (!isFreeFor(caller)) freeUnused();
    if (!isFreeFor(caller)) return undefined;
    counts.delete(text);
    const name = createHash('sha1').update(text).digest('base64url');
    named.set(text, { name, caller, usedAt: now() });
    hold(caller, 1);
    return name;
  };
}

/** More than there are names at a time. */
const MOST_ON_CONNECTION = MOST_NAMES + 100;

const PREPARED = new WeakMap<object, Set<string>>();

/** Notes that a statement with this name is sent on a connection. */
export function notePrepared(connection: object, name: string): void {
  const names = PREPARED.get(connection) ?? new Set();
  PREPARED.set(connection, names.add(name));
}

/**
 * Whether a connection has so many statements, most of them under names that are not given any more, that
 * a new one is to take its place. That gives their memory back, which `deallocate` does not do for sure.
 */
export function hasTooManyPrepared(connection: object): boolean {
  return (PREPARED.get(connection)?.size ?? 0) > MOST_ON_CONNECTION;
}

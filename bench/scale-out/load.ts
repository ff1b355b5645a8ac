import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_KEY } from '../server.ts';
import { ANSWER_MS } from './bounds.ts';
import type { Counter, Ledger, Phase } from './ledger.ts';

/** Where requests go: to the balancer, or past it to one of the processes. */
type Ways = { readonly balancer: string; readonly processes: readonly string[] };

export type Key = { readonly id: number; readonly secret: string };

type Answer = { readonly since: Phase; readonly status: number; readonly body: string };

const CLIENTS = 8;
const ADMIN = { 'content-type': 'application/json', 'x-admin-api-key': ADMIN_KEY };
/** Of ten turns of a client, the others are checks of keys that work. */
const TURNS = { write: 0, list: 3, revoked: 6, analytics: 9 };

/** Clients that do the next thing once they were answered. @returns how to stop them */
export function startClients(
  ways: Ways,
  keys: readonly Key[],
  ledger: Ledger,
): () => Promise<void> {
  let isOver = false;
  let serial = 0;

  async function send(base: string, path: string, init: RequestInit): Promise<Answer> {
    const since = ledger.phase;
    try {
      const signal = AbortSignal.timeout(ANSWER_MS);
      const response = await fetch(base + path, { ...init, signal });
      const body = await response.text();
      const { status, headers } = response;
      ledger.count(since, { status, isRetryable: headers.has('retry-after') });
      if (status === 503) await pause(50);
      return { since, status, body };
    } catch {
      ledger.count(since, { status: 0, isRetryable: false });
      await pause(50);
      return { since, status: 0, body: '' };
    }
  }
  const check = (base: string, secret: string) =>
    send(base, '/auth/me', { headers: { 'x-api-key': secret } });
  const write = (method: string, path: string, body?: object) =>
    send(ways.balancer, path, {
      method,
      headers: ADMIN,
      ...(body && { body: JSON.stringify(body) }),
    });
  const ask = (base: string, query: string, variables: object) =>
    send(base, '/graphql', {
      method: 'POST',
      headers: ADMIN,
      body: JSON.stringify({ query, variables }),
    });

  async function use({ id, secret }: Key): Promise<void> {
    const counter: Counter = ledger.uses.get(id) ?? { accepted: 0, unclear: 0 };
    ledger.uses.set(id, counter);
    const { since, status } = await check(ways.balancer, secret);
    if (status === 200) counter.accepted += 1;
    else if (status === 401) ledger.stale(since, `key ${id} was refused`);
    else counter.unclear += 1;
  }

  /** A user whom every process lists at once, with a key that they all take; then the key ends, everywhere. */
  async function change(): Promise<void> {
    serial += 1;
    const email = `scale-out-${serial}@example.com`;
    const created = await write('POST', '/admin/users', { email });
    if (created.status !== 201) return;
    ledger.emails.push(email);
    await expectListed(email);
    const { id } = JSON.parse(created.body) as { id: number };
    const minted = await write('POST', `/admin/users/${id}/tokens`, { scopes: ['bot'] });
    if (minted.status !== 201) return;
    const key = JSON.parse(minted.body) as { id: number; token: string };
    await endKey({ id: key.id, secret: key.token });
  }

  async function endKey(key: Key): Promise<void> {
    for (const base of ways.processes) {
      const { since, status } = await check(base, key.secret);
      if (status === 401) ledger.stale(since, `the new key ${key.id} was refused`);
    }
    const ended = await write('DELETE', `/admin/tokens/${key.id}`);
    if (ended.status !== 204) return;
    ledger.revoked.push(key);
    for (const base of ways.processes) await expectRefused(base, key);
  }

  async function expectRefused(base: string, { id, secret }: Key): Promise<void> {
    const { since, status } = await check(base, secret);
    if (status === 200) ledger.stale(since, `the revoked key ${id} was accepted`);
  }

  /** In a list, which the replica may answer, of each process. */
  async function expectListed(email: string): Promise<void> {
    const query =
      'query ($email: String) { users(filter: { email: { eq: $email } }) { nodes { email } } }';
    for (const base of ways.processes) {
      const { since, status, body } = await ask(base, query, { email });
      if (status === 200 && !body.includes(email))
        ledger.stale(since, `${email} was not listed: ${body}`);
    }
  }

  async function analyse(): Promise<void> {
    const end = new Date();
    const range = { start: new Date(end.getTime() - 7 * 86_400_000), end };
    const query =
      'query ($range: DateRange!) { analytics(range: $range) { totals { meetings completed } } }';
    await ask(ways.balancer, query, { range });
  }

  async function turn(client: number, round: number): Promise<void> {
    const revoked = ledger.revoked[(client * 7 + round) % Math.max(1, ledger.revoked.length)];
    const base = ways.processes[round % ways.processes.length] ?? '';
    const key = keys[(client + round) % keys.length];
    const place = round % 10;
    if (place === TURNS.write) await change();
    else if (place === TURNS.list) await ask(base, '{ users(first: 20) { nodes { email } } }', {});
    else if (place === TURNS.revoked && revoked !== undefined) await expectRefused(base, revoked);
    else if (place === TURNS.analytics) await analyse();
    else if (key !== undefined) await use(key);
  }

  async function work(client: number): Promise<void> {
    for (let round = client; !isOver; round += 1) await turn(client, round);
  }

  const all = Array.from({ length: CLIENTS }, (_, client) => work(client));
  return async () => {
    isOver = true;
    await Promise.all(all);
  };
}

/** Keys of one user, whose uses are counted. */
export async function mintKeys(base: string, count: number): Promise<Key[]> {
  const post = async (path: string, body: object) => {
    const response = await fetch(base + path, {
      method: 'POST',
      headers: ADMIN,
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id: number; token: string };
  };
  const { id: userId } = await post('/admin/users', { email: 'counted@example.com' });
  const keys: Key[] = [];
  while (keys.length < count) {
    const { id, token } = await post(`/admin/users/${userId}/tokens`, { scopes: ['bot'] });
    keys.push({ id, secret: token });
  }
  return keys;
}

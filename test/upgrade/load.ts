import { NODES_ADMIN_KEY, type NodeKey } from '../start/nodes.ts';
import type { Running } from '../start/process.ts';

type Target = Pick<Running, 'url'>;

export type Load = {
  /** How many requests were answered as they must be. */
  readonly answered: () => number;
  /** What was answered otherwise, or not at all. */
  readonly failures: readonly string[];
  /** How often each key was accepted, by its number. */
  readonly accepted: ReadonlyMap<number, number>;
  /** The processes that requests go to from now on, in turn: as a load balancer is told. */
  readonly sendTo: (targets: readonly Target[]) => void;
  /** Comes back once this many more were answered. */
  readonly more: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const CLIENTS = 12;

/** Of ten requests, seven come with a user's key, two read a list, one makes a user with a key and ends it. */
export function startLoad(keys: readonly NodeKey[], first: readonly Target[]): Load {
  const accepted = new Map<number, number>();
  const failures: string[] = [];
  let targets = first;
  let turn = 0;
  let answered = 0;
  let isOver = false;

  const next = (): string => {
    const target = targets[turn++ % targets.length];
    return target?.url ?? '';
  };
  async function send(path: string, expected: number, init: RequestInit): Promise<string> {
    const url = next();
    const response = await fetch(url + path, init);
    const text = await response.text();
    if (response.status !== expected)
      failures.push(`${init.method ?? 'GET'} ${path}: ${response.status} ${text}`);
    else answered += 1;
    return response.status === expected ? text : '{}';
  }
  async function check(place: number): Promise<void> {
    const { id, text } = keys[place % keys.length] as NodeKey;
    const { length } = failures;
    await send('/auth/me', 200, { headers: { 'x-api-key': text } });
    if (failures.length === length) accepted.set(id, (accepted.get(id) ?? 0) + 1);
  }
  async function list(): Promise<void> {
    const body = JSON.stringify({
      query:
        '{ users(first: 5) { edges { node { email name apiTokens(first: 2) { edges { node { hint status } } } } } } }',
    });
    await send('/graphql', 200, { method: 'POST', headers: JSON_AS_ADMIN, body });
  }
  async function change(place: string): Promise<void> {
    const admin = (path: string, expected: number, method: string, body?: object) =>
      send(path, expected, {
        method,
        headers: JSON_AS_ADMIN,
        ...(body && { body: JSON.stringify(body) }),
      });
    const user = JSON.parse(
      await admin('/admin/users', 201, 'POST', { email: `${place}@example.com`, name: 'Ada' }),
    ) as { id: number };
    const key = JSON.parse(
      await admin(`/admin/users/${user.id}/tokens`, 201, 'POST', { scopes: ['bot'] }),
    ) as { id: number; token: string };
    await send('/auth/me', 200, { headers: { 'x-api-key': key.token } });
    await admin(`/admin/tokens/${key.id}`, 204, 'DELETE');
    // Whichever process ended it, no process takes it.
    await send('/auth/me', 401, { headers: { 'x-api-key': key.token } });
  }

  async function work(client: number): Promise<void> {
    for (let round = 0; !isOver; round += 1) {
      const kind = round % 20;
      try {
        if (kind === 0) await change(`upgrade-${client}-${round}`);
        else if (kind % 4 === 0) await list();
        else await check(client * 7 + round);
      } catch (error) {
        const { cause } = error as { cause?: unknown };
        failures.push(String(cause ?? error));
      }
    }
  }

  const all = Array.from({ length: CLIENTS }, (_, client) => work(client));
  return {
    answered: () => answered,
    failures,
    accepted,
    sendTo: (others) => {
      targets = others;
    },
    more: async (count) => {
      for (const end = answered + count; answered < end && failures.length < 20; )
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
    stop: async () => {
      isOver = true;
      await Promise.all(all);
    },
  };
}

const JSON_AS_ADMIN = { 'content-type': 'application/json', 'x-admin-api-key': NODES_ADMIN_KEY };

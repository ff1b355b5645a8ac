import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { build, type Running, start } from '../start/process.ts';
import { follow } from '../support/events.ts';
import { lockTables, statementsUnderWay } from '../support/locks.ts';

const ADMIN = 'two-processes-admin-key';
const FOLLOWED = 'subscription { meetingChanged { nativeMeetingId statusName } }';

// Nothing but PostgreSQL between them.
describe('meetingChanged of two processes on one database', () => {
  const name = `live_${process.pid}_${Date.now()}`;
  let databaseUrl: string;
  let nodes: readonly [Running, Running];

  beforeAll(async () => {
    build();
    await onServer(`create database ${name}`);
    const address = new URL(inject('postgres').url);
    address.pathname = `/${name}`;
    databaseUrl = address.href;
    const env = {
      DATABASE_URL: databaseUrl,
      ADMIN_API_TOKEN: ADMIN,
      TOKEN_PEPPER: 'a pepper that both of the processes share',
    };
    nodes = await Promise.all([start({ env }), start({ env })]);
  });
  afterAll(async () => {
    await Promise.all(nodes.map(({ end }) => end('SIGTERM')));
    await onServer(`drop database ${name} with (force)`);
  });

  async function send<Reply>(path: string, key: object, body: object): Promise<Reply> {
    const response = await fetch(`${nodes[0].url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...key },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Reply;
  }

  async function keyOf(email: string): Promise<string> {
    const admin = { 'x-admin-api-key': ADMIN };
    const user = await send<{ id: number }>('/admin/users', admin, { email });
    return (await send<{ token: string }>(`/admin/users/${user.id}/tokens`, admin, {})).token;
  }

  async function statusOf({ url }: Running): Promise<number> {
    const response = await fetch(`${url}/admin/analytics/meetings`, {
      headers: { 'x-admin-api-key': ADMIN },
    });
    return response.status;
  }

  function record(key: string, nativeMeetingId: string): Promise<unknown> {
    const meeting = `{ platform: JITSI, nativeMeetingId: "${nativeMeetingId}", status: ACTIVE }`;
    const query = `mutation { recordMeeting(input: { meetings: [${meeting}] }) { __typename } }`;
    return send('/graphql', { 'x-api-key': key }, { query });
  }

  it('tells on one what happens on the other, and nobody what is not his', async () => {
    const [ada, bob] = [await keyOf('ada@example.com'), await keyOf('bob@example.com')];
    const own = await follow(nodes[1], FOLLOWED, { key: ada });
    const foreign = await follow(nodes[1], FOLLOWED, { key: bob });
    const all = await follow(nodes[1], FOLLOWED, { admin: ADMIN });
    await record(ada, 'of-ada');
    const meetingChanged = { nativeMeetingId: 'of-ada', statusName: 'active' };
    expect((await own.next())?.data).toEqual({ meetingChanged });
    expect((await all.next())?.data).toEqual({ meetingChanged });
    await record(bob, 'of-bob');
    expect((await foreign.next())?.data).toMatchObject({
      meetingChanged: { nativeMeetingId: 'of-bob' },
    });
    expect(foreign.text()).not.toContain('of-ada');
    await record(ada, 'of-ada-again');
    expect((await own.next())?.data).toMatchObject({
      meetingChanged: { nativeMeetingId: 'of-ada-again' },
    });

    // They do not wait for a request that is still under way, nor for what cuts it off.
    const lock = await lockTables({ databaseUrl }, 'meetings');
    const held = statusOf(nodes[1]);
    await until(async () => (await statementsUnderWay({ databaseUrl })) > 0);
    const ended = nodes[1].end('SIGTERM');
    await Promise.all([own.ended, foreign.ended, all.ended]);
    await lock.release();
    expect(await held).toBe(200);
    expect(await ended).toBe(0);
  });
});

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgres').url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

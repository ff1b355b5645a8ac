import pg from 'pg';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPools, type Pools } from '../../src/data/connection/pools.ts';
import { connectionSettings } from '../../src/data/connection/session-settings.ts';
import type { Rows } from '../../src/data/database.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { openSource } from '../../src/domain/vexa-import/source/source.ts';
import { alterSql, CATEGORIES, hostileSettings, LEFT } from '../support/hostile-settings.ts';
import { createScratchDatabase, dropScratchDatabase, query } from './scratch.ts';

type Settings = Readonly<Record<string, string>>;
type Opened = Pools & { readonly close: () => Promise<void> };

const ROLE = 'hostile_settings';

let url: string;
let pools: Opened;
let hostile: ReadonlyMap<string, string>;

beforeAll(async () => {
  const plain = await createScratchDatabase();
  const client = new pg.Client({ connectionString: plain });
  await client.connect();
  const settings = await hostileSettings(client);
  hostile = new Map(settings);
  const name = new URL(plain).pathname.slice(1);
  await client.query(`create role ${ROLE} superuser login password 'p'`);
  await client.query(alterSql(`database ${name}`, settings));
  await client.query(alterSql(`role ${ROLE}`, settings));
  await client.end();
  url = Object.assign(new URL(plain), { username: ROLE, password: 'p' }).href;
  await migrate({ connectionString: url });
  pools = open(url);
});
afterAll(async () => {
  await pools.close();
  await dropScratchDatabase(url);
  await query(inject('postgres').url, `drop role ${ROLE}`);
});

function open(address: string): Opened {
  const log = pino({ level: 'silent' });
  return openPools({ url: address, poolSize: 2, statementTimeoutMs: 7_000, log });
}

const settingsOf = async (rows: Rows): Promise<Settings> => {
  const found = await rows<{ readonly name: string; readonly setting: string }>(
    sql`select lower(name) as name, setting from pg_settings`,
  );
  return Object.fromEntries(found.map(({ name, setting }) => [name, setting]));
};

/** What we declare, as the options of a connection. */
function declared(): ReadonlyMap<string, string> {
  const { options = '' } = connectionSettings(url, 'test').config;
  const pairs = options.match(/(?<=-c )(?:[^\\ ]|\\.)+/g) ?? [];
  return new Map(
    pairs.map((pair): [string, string] => {
      const [name = '', value = ''] = pair.replaceAll('\\', '').split('=');
      return [name, value];
    }),
  );
}

/** The server writes some of them in its own way. */
const written = (value: string) => value.replaceAll(' ', '').replaceAll('"', '').toLowerCase();

const OF_NEWER_SERVERS = { transaction_timeout: '0', restrict_nonsystem_relation_kind: '' };

describe('on a database and for a role whose every setting is turned over', () => {
  it.each<[string, () => Rows]>([
    ['requests', () => pools.db.rows],
    ['heavy reads', () => pools.db.heavyRows],
    ['keys', () => pools.keys.rows],
    ['limits', () => pools.limits.rows],
    ['background work', () => pools.side.rows],
    ['readiness', () => pools.breaker.rows],
    ['transactions', () => (statement) => pools.db.transaction((rows) => rows(statement))],
    [
      'the schema’s own types',
      () =>
        async <Row>({ text }: { readonly text: string }) =>
          (await pools.db.prisma.$queryRawUnsafe(text)) as Row[],
    ],
    [
      'an import',
      () => async (statement) => {
        const source = await openSource(url);
        const rows = await source.snapshot((ask) => ask(statement));
        await source.close();
        return rows as never[];
      },
    ],
  ])('the connections for %s have ours', async (name, rowsOf) => {
    const found = await settingsOf(rowsOf());
    const expected = Object.fromEntries(
      [...declared()].map(([key, value]) => [key, written(value)]),
    );
    const own: Record<string, string> = {
      statement_timeout: name === 'readiness' ? '1000' : name === 'an import' ? '0' : '7000',
      ...(name === 'an import' && { extra_float_digits: '3' }),
    };
    const seen = Object.fromEntries(
      [...declared().keys()].map((key) => [key, written(found[key] ?? '')]),
    );
    expect(seen).toEqual({ ...expected, ...own });
    expect(found).toMatchObject({ lc_messages: name === 'readiness' ? expect.anything() : 'C' });
    const newer = Object.entries(OF_NEWER_SERVERS).filter(([key]) => key in found);
    expect(found).toMatchObject(name === 'readiness' ? {} : Object.fromEntries(newer));
  });

  it('no setting of how values are written or statements are read escapes notice', async () => {
    const found = await query(
      inject('postgres').url,
      `select lower(name) as name from pg_settings where context in ('user', 'superuser')
        and category in (${CATEGORIES.map((category) => `'${category}'`).join(', ')})`,
    );
    const left = new Set([...LEFT].map((name) => name.toLowerCase()));
    const ours = new Set([...declared().keys(), 'lc_messages', ...Object.keys(OF_NEWER_SERVERS)]);
    const unknown = found
      .map(({ name }) => String(name))
      .filter((name) => !left.has(name) && !ours.has(name));
    expect(unknown).toEqual([]);
    const names = [...hostile.keys()].map((name) => name.toLowerCase());
    expect([...declared().keys()].filter((name) => !names.includes(name))).toEqual([]);
  });

  it('the values that are read are those that were written', async () => {
    const [row] = await pools.db.rows<Record<string, unknown>>(sql`
      select ${'2026-03-04T05:06:07.089Z'}::timestamptz as at, 0.1::float8 as number,
        '\\xff00'::bytea as bytes, '{a,null}'::text[] as list, (1 = null) as nothing, now() as now`);
    expect(row).toMatchObject({
      at: new Date('2026-03-04T05:06:07.089Z'),
      number: 0.1,
      bytes: Buffer.from([255, 0]),
      list: ['a', null],
      nothing: null,
    });
  });
});

describe('the options of an address', () => {
  it('are kept, except where they would change what we rely on', async () => {
    const options =
      '-c work_mem=7MB --maintenance-work-mem=9MB -c datestyle=German -cstatement_timeout=1 -c application_name=a\\ b';
    const own = open(`${url}?${new URLSearchParams({ options })}`);
    try {
      expect(await settingsOf(own.db.rows)).toMatchObject({
        work_mem: '7168',
        maintenance_work_mem: '9216',
        datestyle: 'ISO, MDY',
        statement_timeout: '7000',
      });
    } finally {
      await own.close();
    }
  });
});

describe('the schema of an address', () => {
  it('holds all tables, and nothing is in another one', async () => {
    const address = await createScratchDatabase();
    const own = open(`${address}?schema=Own_1`);
    try {
      await migrate({ connectionString: `${address}?schema=Own_1` });
      expect(await migrate({ connectionString: `${address}?schema=Own_1` })).toEqual({
        applied: [],
      });
      await own.db.prisma.user.create({ data: { email: 'a@example.com', maxConcurrentBots: 0 } });
      expect(await own.db.rows(sql`select email from "Own_1".users`)).toEqual([
        { email: 'a@example.com' },
      ]);
      expect(
        await query(address, `select from pg_class where relnamespace = 'public'::regnamespace`),
      ).toEqual([]);
      // Without it, another set of tables would be made beside the one in use.
      await expect(migrate({ connectionString: address })).rejects.toThrow(
        /are in the schema "Own_1".*schema=Own_1/,
      );
      expect((await migrate({ connectionString: `${address}?schema=public` })).applied).not.toEqual(
        [],
      );
    } finally {
      await own.close();
      await dropScratchDatabase(address);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { readUrl, urlProblem } from '../../src/core/config/database-url.ts';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { StartError } from '../../src/core/start-error.ts';
import { openSource } from '../../src/domain/vexa-import/source/source.ts';
import { refusal } from './refusal.ts';

const URL_TEXT = 'postgres://u:canary@h/d';

describe('parameters of DATABASE_URL', () => {
  test.each([
    ['connect_timeout=5', /the parameter connect_timeout, which is not supported; remove it/],
    ['connection_limit=5', /connection_limit, .*set DATABASE_POOL_SIZE/],
    ['statement_timeout=5', /statement_timeout, .*set DATABASE_STATEMENT_TIMEOUT_MS/],
    ['search_path=a', /search_path, .*use schema/],
    ['target_session_attrs=read-write', /target_session_attrs/],
    ['__proto__=1', /__proto__/],
    ['constructor=1', /constructor/],
    ['max=99&sslmode=require', /the parameter max/],
    ['can%20ary=1', /a parameter, which/],
    ['schema=a&schema=b', /the parameter schema twice/],
    ['schema=a,b', /an invalid schema name/],
    ['schema=', /an invalid schema name/],
    ['pgbouncer=yes', /an unknown value for pgbouncer; use one of true, false/],
    ['ssl=false', /an unknown value for ssl/],
    ['sslmode=on', /an unknown value for sslmode/],
    ['options=-c', /invalid options/],
    ['options=-c%20canary', /invalid options/],
    ['options=geqo%3Doff', /invalid options/],
    ['options=-c%20-cgeqo%3Doff', /invalid options/],
    ['options=-d5', /invalid options/],
  ])('%s is refused by name', async (parameters, problem) => {
    const text = refusal({ DATABASE_URL: `${URL_TEXT}?${parameters}` });
    expect(text).toMatch(/^The service cannot start with these settings: DATABASE_URL has /);
    expect(text).toMatch(problem);
    expect(text).not.toContain('canary');
    const opening = openSource(`${URL_TEXT}?${parameters}`);
    await expect(opening).rejects.toThrow(StartError);
    await expect(opening).rejects.toThrow(/^--from has /);
  });

  test.each([
    '',
    '?',
    '?sslmode=verify-full&sslrootcert=/a%20b/c.pem',
    '?host=/run/postgresql&user=u&port=1',
    '?application_name=mine',
  ])('%s is passed on', (parameters) => {
    const { driverUrl, schema, isPooled, settings } = readUrl(URL_TEXT + parameters);
    const given = new URL(URL_TEXT + parameters).searchParams;
    expect([...new URL(driverUrl).searchParams]).toEqual([...given]);
    expect([schema, isPooled, settings]).toEqual([null, false, {}]);
  });

  test('ours are taken out', () => {
    const options = '-c a.b=c\\ d -cx=1 --work-mem=1MB';
    const parameters = new URLSearchParams({ schema: 's', pgbouncer: 'true', options, ssl: '1' });
    expect(urlProblem(`${URL_TEXT}?${parameters}`)).toBeNull();
    expect(readUrl(`${URL_TEXT}?${parameters}`)).toEqual({
      driverUrl: `${URL_TEXT}?ssl=1`,
      schema: 's',
      isPooled: true,
      settings: { 'a.b': 'c d', x: '1', work_mem: '1MB' },
    });
  });
});

describe('DATABASE_REPLICA_URL', () => {
  test('is of a server of its own, in the same schema', () => {
    expect(refusal({ DATABASE_REPLICA_URL: URL_TEXT })).toContain(
      'DATABASE_URL is required with DATABASE_REPLICA_URL',
    );
    expect(
      refusal({ DATABASE_URL: URL_TEXT, DATABASE_REPLICA_URL: `${URL_TEXT}?schema=other` }),
    ).toContain('DATABASE_REPLICA_URL must name the same schema as DATABASE_URL');
    const { database } = parseConfig({ DATABASE_URL: URL_TEXT, DATABASE_REPLICA_URL: URL_TEXT });
    expect(database).toMatchObject({ replicaUrl: URL_TEXT });
  });
});

describe('DATABASE_DIRECT_URL', () => {
  const pooled = `${URL_TEXT}?pgbouncer=true`;

  test('is required behind a pooler, and no pooler itself', () => {
    expect(refusal({ DATABASE_URL: pooled })).toContain('DATABASE_DIRECT_URL is required with');
    expect(refusal({ DATABASE_URL: pooled, DATABASE_DIRECT_URL: pooled })).toMatch(
      /DATABASE_DIRECT_URL must be the address of the database server itself/,
    );
    const { database } = parseConfig({ DATABASE_URL: pooled, DATABASE_DIRECT_URL: URL_TEXT });
    expect(database).toMatchObject({ url: pooled, directUrl: URL_TEXT });
  });

  test('is refused without the address that it goes with', () => {
    expect(refusal({ DATABASE_DIRECT_URL: URL_TEXT })).toContain(
      'DATABASE_URL is required with DATABASE_DIRECT_URL',
    );
  });
});

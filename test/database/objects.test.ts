import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientRows } from '../../src/data/backup/rows.ts';
import {
  missingFrom,
  readObjects,
  workingObjects,
} from '../../src/data/migrations/expected-objects.ts';
import { createHome } from '../key/peppers.ts';
import { dropScratchDatabase } from './scratch.ts';

// Triggers, functions, indexes and constraints that somebody removes or disables beneath the service.

let client: pg.Client;
let url: string;
beforeAll(async () => {
  ({ databaseUrl: url } = await createHome());
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await dropScratchDatabase(url);
});

const rows = () => clientRows(client);
const expected = await readObjects();

it('what is expected is what the migrations made', async () => {
  // After a migration: `vitest run --project embedded test/database/objects.test.ts -u`.
  await expect(`${JSON.stringify(await workingObjects(rows()), null, 2)}\n`).toMatchFileSnapshot(
    '../../prisma/objects.json',
  );
});

type Loss = { readonly object: string; readonly how: string; readonly statement: string };

/** All ways in which an object can lose its effect. */
function lossesOf(object: string): Loss[] {
  const [kind = '', name = '', , table = ''] = object.replace('unique index', 'index').split(' ');
  const function_ = object.slice('function '.length);
  const disabled = `alter table ${table} disable trigger`;
  const statements: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    trigger: {
      dropped: `drop trigger ${name} on ${table}`,
      disabled: `${disabled} ${name}`,
      'disabled with all': `${disabled} user`,
      'of replicas only': `alter table ${table} enable replica trigger ${name}`,
    },
    function: {
      renamed: `alter function ${function_} rename to gone`,
      dropped: `drop function ${function_} cascade`,
    },
    index: {
      dropped: `drop index ${name}`,
      invalid: `update pg_index set indisvalid = false where indexrelid = '${name}'::regclass`,
    },
    constraint: {
      dropped: `alter table ${table} drop constraint ${name} cascade`,
      'not validated': `update pg_constraint set convalidated = false where conname = '${name}'`,
      ...(name.endsWith('_fkey') && { 'without triggers': `${disabled} all` }),
    },
  };
  return Object.entries(statements[kind] ?? {}).map(([how, statement]) => ({
    object,
    how,
    statement,
  }));
}

describe('what is missing is', () => {
  it.each(expected.flatMap(lossesOf))(
    'the $object when it is $how',
    async ({ object, statement }) => {
      await client.query(`begin; ${statement}`);
      try {
        expect(await missingFrom(rows(), expected)).toContain(object);
      } finally {
        await client.query('rollback');
      }
    },
  );

  it('nothing in the end', async () => {
    expect(await missingFrom(rows(), expected)).toEqual([]);
  });
});

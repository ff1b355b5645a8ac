import { expect } from 'vitest';
import type { ModelKey } from './model.ts';
import { eventually } from './patience.ts';
import type { World } from './world.ts';

/** What is in memory is written within a second: nothing is missing, and nothing counts twice. */
export async function everyUseIsCounted({ db, model: { keys } }: World): Promise<void> {
  const counted = async () => {
    const { rows } = await db.query<{ readonly id: string; readonly requests: number }>(
      // Of a key whose days do not add up to its total, none counts.
      `select u.token_id::text as id, u.requests::int from token_usage u
        where u.requests = (select sum(requests) from token_usage_days d where d.token_id = u.token_id)`,
    );
    const requests = new Map(rows.map((row) => [row.id, row.requests]));
    return (key: ModelKey) => requests.get(String(key.databaseId)) ?? 0;
  };
  await eventually(async () => {
    const count = await counted();
    expect(keys.filter((key) => count(key) < key.accepted)).toEqual([]);
  });
  const count = await counted();
  const wrong = keys.filter((key) => count(key) > key.accepted + key.unknown);
  expect(wrong).toEqual([]);
}

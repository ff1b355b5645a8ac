import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Rows } from '../../data/database.ts';
import { checkUser, createUser } from '../../domain/accounts/new-users.ts';
import { mintToken } from '../../domain/api-keys/mint.ts';
import type { MintedToken } from '../../domain/api-keys/service.ts';
import { onHost } from '../../security/callers/caller.ts';
import { byItself } from '../../security/unit-of-work.ts';
import { demoMeetings } from './meetings.ts';
import { addressOf, PEOPLE } from './people.ts';
import { seededRandom } from './random.ts';
import { insertDemoMeetings, insertDemoRefusals } from './rows.ts';

type DemoKey = {
  readonly email: string;
  readonly scopes: readonly string[];
  readonly secret: string;
};
export type Demo = {
  readonly users: number;
  readonly meetings: number;
  readonly keys: readonly DemoKey[];
};

const CALLER = onHost('latchkey demo');

/** Somebody else's lock would have to have this very number. */
const LOCK = 20_261_121;

/**
 * Fills an installation with a believable company. What happened comes in whole or not at all; a
 * second run finds it there and changes nothing.
 */
export async function fillDemo(app: App, now: Date): Promise<Demo | null> {
  if (await isThere(app.db.rows)) return null;
  // One after the other: the numbers are the same in every demo.
  const users: bigint[] = [];
  for (const [place, name] of PEOPLE.entries()) {
    const person = await checkUser(app, personOf(name, place));
    const { user } = await createUser(byItself(app, CALLER), person);
    users.push(user.id);
  }
  const { keys, tokenIds } = await mintKeys(app, users);
  const random = seededRandom(20_261_120);
  const meetings = demoMeetings(random, users.length, now);
  const owners = users.map((userId, place) => ({ userId, tokenId: tokenIds[place] ?? null }));

  const isMine = await app.db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${LOCK})`);
    if (await isThere(rows)) return false;
    await insertDemoMeetings(rows, meetings, { owners, now });
    await insertDemoRefusals(rows, random, { owners, now });
    await rows(sql`update users set is_active = false where id = ${users.at(-1) ?? 0n}`);
    return true;
  });
  return isMine ? { users: users.length, meetings: meetings.length, keys } : null;
}

async function isThere(rows: Rows): Promise<boolean> {
  const [found] = await rows<{ found: boolean }>(sql`
    select exists (select from meetings where data @> '{"demo": true}') as found`);
  return found?.found ?? false;
}

function personOf(name: string, place: number) {
  return {
    email: addressOf(name),
    name,
    role: place === 0 ? ('admin' as const) : ('user' as const),
    maxConcurrentBots: place % 4 === 0 ? null : (place % 5) + 1,
    data: { team: ['sales', 'research', 'support'][place % 3] },
  };
}

/** Every user gets a key; the texts of the first two users' are told. */
async function mintKeys(app: App, userIds: readonly bigint[]) {
  const minted: MintedToken[] = [];
  for (const [place, id] of userIds.entries()) {
    const scopes = place === 0 ? ['bot', 'tx', 'browser'] : ['bot', 'tx'];
    minted.push(await mintToken(byItself(app, CALLER), id, { scopes, name: 'demo' }));
  }
  const keys = minted.slice(0, 2).map(({ token, secret }, place) => ({
    email: addressOf(PEOPLE[place] ?? ''),
    scopes: token.scopes,
    secret,
  }));
  return { keys, tokenIds: minted.map(({ token }) => token.id) };
}

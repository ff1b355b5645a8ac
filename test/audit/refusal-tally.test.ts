import { describe, expect, it } from 'vitest';
import { ANONYMOUS_REFUSALS, KEY_REFUSALS } from '../../src/security/audit/refusal-rules.ts';
import {
  type Refused,
  refusalTally,
  type TallyRule,
} from '../../src/security/audit/refusal-tally.ts';

const MINUTE = 29_000_000;

const HOLDER = { kind: 'USER_KEY', id: 7n, name: 'laptop', userId: 1n } as const;
const NOBODY = { kind: 'NOBODY', id: null, name: null, userId: null } as const;

function refused(fields: Partial<Refused>, minute = MINUTE): Refused {
  return {
    actor: HOLDER,
    ip: '192.0.2.1',
    requestId: 'r',
    what: 'GET /admin/users',
    why: 'no right',
    times: 1,
    at: new Date(minute * 60_000 + 1),
    seenAt: 0,
    ...fields,
  };
}

const timesOf = (all: readonly Refused[]) => all.reduce((sum, { times }) => sum + times, 0);

/** Many kinds of refusals of one caller, and one each of many callers. */
const KINDS: readonly {
  readonly name: string;
  readonly rule: TallyRule;
  /** One that is counted with all others of its owner. */
  readonly ofOne: (turn: number) => Partial<Refused>;
  readonly ofMany: (turn: number) => Partial<Refused>;
}[] = [
  {
    name: 'of one address',
    rule: ANONYMOUS_REFUSALS,
    ofOne: (turn) => ({ actor: NOBODY, what: `field ${turn}` }),
    ofMany: (turn) => ({ actor: NOBODY, ip: `10.0.${turn >> 8}.${turn & 255}` }),
  },
  {
    name: 'of one IPv6 network',
    rule: ANONYMOUS_REFUSALS,
    ofOne: (turn) => ({ actor: NOBODY, ip: `2001:db8::${turn.toString(16)}`, why: `${turn}` }),
    ofMany: (turn) => ({ actor: NOBODY, ip: `2001:db8:${turn.toString(16)}::1` }),
  },
  {
    name: 'of one key',
    rule: KEY_REFUSALS,
    ofOne: (turn) => ({ what: `field ${turn}` }),
    ofMany: (turn) => ({ actor: { ...HOLDER, id: BigInt(turn), userId: BigInt(turn) } }),
  },
  {
    name: 'of one key from many addresses',
    rule: KEY_REFUSALS,
    ofOne: (turn) => ({ ip: `10.0.${turn >> 8}.${turn & 255}` }),
    ofMany: (turn) => ({ actor: { ...HOLDER, userId: BigInt(turn) }, what: `${turn}` }),
  },
  {
    name: 'of many keys of one user',
    rule: KEY_REFUSALS,
    ofOne: (turn) => ({ actor: { ...HOLDER, id: BigInt(turn) } }),
    ofMany: (turn) => ({ actor: { ...HOLDER, id: BigInt(turn), userId: BigInt(turn) } }),
  },
  {
    name: 'of keys and sessions of one user',
    rule: KEY_REFUSALS,
    ofOne: (turn) => ({
      actor:
        turn % 2 === 0
          ? { ...HOLDER, id: BigInt(turn) }
          : { kind: 'PROVIDER_TOKEN', id: null, name: `okta:${turn} Ada`, userId: 1n },
    }),
    ofMany: (turn) => ({
      actor: { kind: 'PROVIDER_TOKEN', id: null, name: `okta:${turn} Ada`, userId: BigInt(turn) },
    }),
  },
  {
    name: 'of one admin key',
    rule: KEY_REFUSALS,
    ofOne: (turn) => ({
      actor: { kind: 'ADMIN_KEY', id: 3n, name: 'ops', userId: null },
      why: `${turn}`,
    }),
    ofMany: (turn) => ({
      actor: { kind: 'ADMIN_KEY', id: BigInt(turn), name: 'ops', userId: null },
    }),
  },
];

describe.each(KINDS)('the tally of what was refused, $name', ({ rule, ofOne, ofMany }) => {
  it('gives the first at once, and the rest in one when the minute is over', () => {
    const tally = refusalTally(rule);
    tally.add(refused({ ...ofOne(0), requestId: 'first' }));
    expect(tally.take(MINUTE, false)).toMatchObject([{ requestId: 'first', times: 1 }]);
    for (let turn = 0; turn < 500; turn += 1)
      tally.add(refused({ ...ofOne(0), requestId: `more ${turn}` }));
    expect(tally.take(MINUTE, false)).toEqual([]);
    expect(tally.waiting()).toBe(500);
    tally.add(refused(ofOne(0), MINUTE + 1));
    expect(tally.take(MINUTE + 1, false)).toMatchObject([
      { requestId: 'more 0', times: 500 },
      { times: 1 },
    ]);
    expect([tally.waiting(), tally.take(MINUTE + 2, true)]).toEqual([0, []]);
  });

  it('gives the rest when all is asked for', () => {
    const tally = refusalTally(rule);
    tally.add(refused(ofOne(0)));
    tally.take(MINUTE, false);
    tally.add(refused(ofOne(0)));
    tally.add(refused(ofOne(0)));
    expect(tally.take(MINUTE, true)).toMatchObject([{ times: 2 }]);
    expect(tally.waiting()).toBe(0);
  });

  it('has few rows a minute of one, and counts all', () => {
    const tally = refusalTally(rule);
    const taken: Refused[] = [];
    for (let turn = 0; turn < 5_000; turn += 1) {
      tally.add(refused(ofOne(turn)));
      if (turn % 100 === 0) taken.push(...tally.take(MINUTE, false));
    }
    // A user's sessions and keys have a row each for what is too much.
    expect(taken.length).toBeLessThanOrEqual(rule.mostPerOwner + 2);
    taken.push(...tally.take(MINUTE + 1, false));
    expect(taken.length).toBeLessThanOrEqual(2 * (rule.mostPerOwner + 2));
    expect(timesOf(taken)).toBe(5_000);
    // Another one is still named.
    tally.add(refused({ ...ofMany(4_000), requestId: 'of another' }, MINUTE + 1));
    expect(tally.take(MINUTE + 1, false)).toMatchObject([{ requestId: 'of another' }]);
  });

  it('has no more than so many rows a minute of all, and counts all', () => {
    const tally = refusalTally(rule);
    const taken: Refused[] = [];
    for (let turn = 0; turn < 5_000; turn += 1) {
      tally.add(refused(ofMany(turn)));
      tally.add(refused(ofOne(turn)));
      if (turn % 100 === 0) taken.push(...tally.take(MINUTE, false));
    }
    const rest = tally.take(MINUTE + 1, false);
    // Each known user has one of its own.
    const mostRows = rule.mostPerMinute + (rule.namesEachOwner ? 1_000 : 0);
    for (const rows of [taken, rest]) expect(rows.length).toBeLessThanOrEqual(mostRows + 2);
    expect(timesOf([...taken, ...rest])).toBe(10_000);
    const rows = [...taken, ...rest].filter(({ what }) => what === rule.others);
    expect(rows.length).toBeGreaterThan(0);
    for (const { actor, ip } of rows)
      expect([actor.id, actor.userId, ip]).toEqual([null, null, null]);
  });

  it('holds no more than so many rows, however long none can be written', () => {
    const tally = refusalTally(rule);
    for (let turn = 0; turn < 20_000; turn += 1) {
      const minute = MINUTE + Math.floor(turn / 200);
      tally.add(refused(turn % 2 === 0 ? ofMany(turn) : ofOne(turn), minute));
      // What could not be written comes back.
      if (turn % 1_000 === 0)
        for (const back of tally.take(minute, turn % 2_000 === 0)) tally.add(back);
    }
    const all = tally.take(MINUTE + 200, true);
    expect(all.length).toBeLessThan(1_010);
    expect(timesOf(all)).toBe(20_000);
    expect(tally.take(MINUTE + 201, true)).toEqual([]);
  });
});

it('of several addresses, a row has what they have in common', () => {
  const ipsOf = (...ips: string[]) => {
    const tally = refusalTally(ANONYMOUS_REFUSALS);
    for (const ip of ips) tally.add(refused({ actor: NOBODY, ip }));
    return tally.take(MINUTE, true).map(({ ip, times }) => [ip, times]);
  };
  expect(ipsOf('192.0.2.1', '192.0.2.1')).toEqual([['192.0.2.1', 2]]);
  expect(ipsOf('2001:db8::1', '2001:db8::2', '2001:db8::1')).toEqual([['2001:db8::', 3]]);
});

it('of what is too much of one user, a row names the user, and the key if it was one', () => {
  const rowsOf = (idOf: (turn: number) => bigint) => {
    const tally = refusalTally(KEY_REFUSALS);
    for (let turn = 0; turn < 100; turn += 1)
      tally.add(refused({ actor: { ...HOLDER, id: idOf(turn) }, what: `field ${turn}` }));
    return tally.take(MINUTE, true).filter(({ what }) => what === 'other requests');
  };
  expect(rowsOf(() => 7n)).toMatchObject([{ actor: HOLDER, times: 90 }]);
  expect(rowsOf(BigInt)).toMatchObject([
    { actor: { kind: 'USER_KEY', id: null, name: null, userId: 1n }, times: 90 },
  ]);
});

import { describe, expect, it } from 'vitest';
import { callStage } from './call-stage.ts';
import { move, receiptsOf, recordOne, someMeeting, statesOf, transitionsOf } from './reports.ts';
import { at, REPORTS } from './same-reports.ts';

const stage = callStage();

describe('the same report again', () => {
  it.each(REPORTS)('is one meeting: %j', async (fields) => {
    const report = someMeeting(fields);
    expect(statesOf(await stage.record(report, report))).toEqual(['CREATED', 'UNCHANGED']);
    stage.now = at(60);
    expect(statesOf(await stage.record(report))).toEqual(['UNCHANGED']);
    const many = await Promise.all(Array.from({ length: 5 }, () => stage.record(report)));
    expect(many.flatMap(statesOf)).toEqual(Array(5).fill('UNCHANGED'));
    const [row, ...rest] = await stage.rows();
    expect(rest).toEqual([]);
    expect(many.flat().map(({ meeting }) => meeting?.databaseId)).toEqual(
      Array(5).fill(Number(row?.id)),
    );
  });

  it.each(REPORTS.filter(({ status }) => /COMPLETED|FAILED/.test(status)))(
    'is one meeting also of ten calls at once: %j',
    async (fields) => {
      const report = someMeeting(fields);
      const all = await Promise.all(Array.from({ length: 10 }, () => stage.record(report)));
      expect(all.flatMap(statesOf).sort()).toEqual(['CREATED', ...Array(9).fill('UNCHANGED')]);
      expect(await stage.rows()).toHaveLength(1);
    },
  );

  it.each(REPORTS.filter((report) => 'botContainerId' in report || 'createdAt' in report))(
    'is the same meeting once that is over: %j',
    async (fields) => {
      const report = someMeeting(fields);
      const [first] = await stage.record(report);
      if (!/COMPLETED|FAILED/.test(fields.status))
        await move(stage.server, first?.meeting?.databaseId ?? 0, { status: 'COMPLETED' });
      stage.now = at(60 * 48);
      const [again] = await stage.record(report);
      expect(again?.state).toBe('UNCHANGED');
      expect(again?.meeting?.databaseId).toBe(first?.meeting?.databaseId);
    },
  );

  it('is another meeting after a day where nothing names it', async () => {
    const report = someMeeting({ status: 'COMPLETED' });
    await stage.record(report);
    stage.now = at(24 * 60);
    expect(statesOf(await stage.record(report))).toEqual(['CREATED']);
  });
});

describe('another report of a room', () => {
  it('is another meeting where container or creation differ, in any order and repeated', async () => {
    const over = { status: 'COMPLETED', nativeMeetingId: 'reused' };
    const reports = [
      someMeeting({ ...over, createdAt: at(-300), endTime: at(-270) }),
      someMeeting({ ...over, createdAt: at(-200), endTime: at(-170) }),
      someMeeting({ ...over, createdAt: at(-100), endTime: at(-70), botContainerId: 'one' }),
      someMeeting({ ...over, createdAt: at(-100), endTime: at(-70), botContainerId: 'two' }),
      someMeeting({ ...over, createdAt: at(-60), endTime: at(-50), botContainerId: 'two' }),
    ];
    const order = [3, 0, 4, 1, 2, 0, 1, 2, 3, 4].map((place) => reports[place] ?? {});
    const states = [...Array(5).fill('CREATED'), ...Array(5).fill('UNCHANGED')];
    expect(statesOf(await stage.record(...order))).toEqual(states);
    expect(await stage.rows()).toHaveLength(5);
  });

  it.each([
    ['another container', { botContainerId: 'new' }],
    ['a newer creation', { botContainerId: 'old', createdAt: at(-5) }],
    ['a newer creation and no container', { createdAt: at(-5) }],
    ['a newer one that is over', { botContainerId: 'new', status: 'FAILED' }],
  ])('with %s ends the one whose bot died', async (_what, fields) => {
    stage.now = at(-7 * 24 * 60);
    const old = someMeeting({
      botContainerId: 'old',
      nativeMeetingId: `dead-${stage.user.databaseId}`,
    });
    const [dead] = await stage.record(old);
    stage.now = at(0);
    const fresh = { ...old, ...fields };
    const [living] = await stage.record(fresh);
    expect(living?.state).toBe('CREATED');
    const begun = 'createdAt' in fields ? fields.createdAt : stage.now;
    const [first, second] = await stage.rows();
    expect(first).toMatchObject({
      status: 'failed',
      completionReason: 'superseded',
      endTime: at(-7 * 24 * 60),
    });
    expect(second).toMatchObject({ createdAt: begun });
    expect(
      (await transitionsOf(stage.server, dead?.meeting?.databaseId ?? 0)).at(-1),
    ).toMatchObject({
      ...{ fromStatus: 'active', toStatus: 'failed', at: at(-7 * 24 * 60), source: 'latchkey' },
    });
    expect(statesOf(await stage.record(fresh, old))).toEqual(['UNCHANGED', 'UNCHANGED']);
    expect(await stage.rows()).toHaveLength(2);
    const { data } = await stage.server.graphql<{ meeting: object }>(
      `query ($id: BigInt!) { meeting(by: {databaseId: $id}) { completionReason
        telematics { outcome { stage reason fault } performance { activeTime } } } }`,
      { admin: stage.server.adminKey, variables: { id: dead?.meeting?.databaseId } },
    );
    expect(data.meeting).toEqual({
      completionReason: 'superseded',
      telematics: {
        outcome: { stage: 'active', reason: 'superseded', fault: 'BOT' },
        // Not the week in which nobody heard of it.
        performance: { activeTime: 0 },
      },
    });
  });

  const SEGMENT = { segmentId: 's', startOffset: 1, endOffset: 2 };
  it.each([
    ['a corrected segment', 'recordSegments', { segments: [{ ...SEGMENT, text: 'hello' }] }],
    ['a session', 'recordSessions', { sessions: [{ sessionUid: 'two', startedAt: at(-20) }] }],
  ] as const)('ends the one whose bot died with %s', async (_what, mutation, report) => {
    stage.now = at(-30);
    const one = someMeeting({ botContainerId: 'one' });
    const [{ meeting } = {}] = await stage.record(one);
    const named = { meeting: { databaseId: meeting?.databaseId } };
    const segments = [{ ...SEGMENT, text: 'helo' }];
    await receiptsOf(stage.server, 'recordSegments', { ...named, segments });
    stage.now = at(-20);
    await receiptsOf(stage.server, mutation, { ...named, ...report });
    stage.now = at(0);
    await stage.record({ ...one, botContainerId: 'two' });
    expect((await stage.rows())[0]).toMatchObject({ status: 'failed', endTime: at(-20) });
  });

  it('is named by its id although one that it replaced is newer by another clock', async () => {
    const one = someMeeting({
      nativeMeetingId: 'newer',
      botContainerId: 'one',
      createdAt: at(-10),
    });
    await stage.record(one);
    const createdAt = new Date(+at(-10) - 59_000);
    const [{ meeting } = {}] = await stage.record({ ...one, botContainerId: 'two', createdAt });
    const native = { platform: 'ZOOM', nativeMeetingId: 'newer' };
    const changes = [{ meeting: { native }, status: 'STOPPING' }];
    expect(await receiptsOf(stage.server, 'updateMeetingStatus', { changes })).toMatchObject([
      { state: 'UPDATED', meeting: { databaseId: meeting?.databaseId } },
    ]);
  });

  it('takes the slot of the dead one, and no other', async () => {
    await stage.record(
      someMeeting({ nativeMeetingId: 'slot', botContainerId: 'dead' }),
      someMeeting(),
    );
    const again = someMeeting({
      nativeMeetingId: 'slot',
      botContainerId: 'new',
      status: 'REQUESTED',
    });
    expect(statesOf(await stage.record(again, someMeeting({ status: 'REQUESTED' })))).toEqual([
      'CREATED',
      'REFUSED',
    ]);
    expect((await stage.rows()).map(({ status }) => status)).toEqual([
      'failed',
      'active',
      'requested',
    ]);
  });

  it('ends nothing where the limit refuses it', async () => {
    await stage.record(
      someMeeting({ nativeMeetingId: 'kept', botContainerId: 'one' }),
      someMeeting(),
      someMeeting(),
    );
    const again = someMeeting({
      nativeMeetingId: 'kept',
      botContainerId: 'two',
      status: 'REQUESTED',
    });
    expect(statesOf(await stage.record(again))).toEqual(['REFUSED']);
    expect((await stage.rows()).map(({ status }) => status)).toEqual(Array(3).fill('active'));
  });

  it('is over at once where it began before the one that goes on', async () => {
    const one = someMeeting({ nativeMeetingId: 'late', botContainerId: 'one', createdAt: at(-10) });
    const two = { ...one, botContainerId: 'two', createdAt: at(-20) };
    expect(statesOf(await stage.record(one, two, two))).toEqual([
      'CREATED',
      'CREATED',
      'UNCHANGED',
    ]);
    expect(await stage.rows()).toMatchObject([
      { status: 'active', botContainerId: 'one' },
      { status: 'failed', botContainerId: 'two', completionReason: 'superseded', endTime: at(-10) },
    ]);
  });

  it('counts in the order of arrival where clocks may differ', async () => {
    const one = someMeeting({
      nativeMeetingId: 'close',
      botContainerId: 'one',
      createdAt: at(-10),
    });
    const two = { ...one, botContainerId: 'two', createdAt: new Date(+at(-10) - 59_000) };
    await stage.record(one);
    await stage.record(two);
    expect((await stage.rows()).map(({ status }) => status)).toEqual(['failed', 'active']);
  });

  it('is the meeting that a scheduler asked for, by the clock of its bot', async () => {
    const asked = someMeeting({ status: 'REQUESTED' });
    const [first] = await stage.record(asked);
    for (const seconds of [-3, 0, 3, 60])
      expect(
        await stage.record({
          ...asked,
          status: 'JOINING',
          botContainerId: 'box',
          createdAt: new Date(+stage.now + seconds * 1_000),
        }),
      ).toMatchObject([{ state: 'UNCHANGED', meeting: first?.meeting ?? {} }]);
  });

  it('keeps an earlier meeting that is reported while a newer one goes on', async () => {
    await recordOne(stage.server, stage.user, { nativeMeetingId: 'past', createdAt: at(-10) });
    const past = someMeeting({
      ...{ nativeMeetingId: 'past', status: 'COMPLETED' },
      ...{ createdAt: at(-90), startTime: at(-89), endTime: at(-40) },
    });
    expect(statesOf(await stage.record(past, past))).toEqual(['CREATED', 'UNCHANGED']);
    expect((await stage.rows()).map(({ status }) => status)).toEqual(['active', 'completed']);
  });
});

import { describe, expect, it } from 'vitest';
import { callStage } from './call-stage.ts';
import { move, someMeeting, statesOf } from './reports.ts';
import { at } from './same-reports.ts';

const stage = callStage();

describe('an end that is reported as a meeting', () => {
  const ENDS = ['COMPLETED', 'FAILED'] as const;
  const OPEN = ['REQUESTED', 'JOINING', 'AWAITING_ADMISSION', 'ACTIVE', 'STOPPING'] as const;
  const NAMED: readonly object[] = [
    {},
    { botContainerId: 'box-1' },
    { createdAt: at(-5).toISOString() },
  ];

  it.each(OPEN.flatMap((open) => NAMED.map((named) => [open, named] as const)))(
    'is not lost, but refused with the remedy: %s, %j',
    async (open, named) => {
      const begun = someMeeting({ status: open, ...named });
      expect(statesOf(await stage.record(begun))).toEqual(['CREATED']);
      for (const status of ENDS) {
        const [receipt] = await stage.record({ ...begun, status, endTime: at(0).toISOString() });
        expect(receipt).toMatchObject({
          state: 'REFUSED',
          error: { __typename: 'InvalidInputError' },
        });
        expect(receipt?.error?.issues).toEqual([
          {
            path: ['meetings', '0', 'status'],
            message: expect.stringContaining('updateMeetingStatus'),
          },
        ]);
      }
      const [row] = await stage.rows();
      const id = Number(row?.id);
      expect(await move(stage.server, id, { status: 'COMPLETED' })).toMatchObject({
        state: 'UPDATED',
      });
      // From now on it is a repetition.
      const ended = await stage.record({
        ...begun,
        status: 'COMPLETED',
        ...(Object.keys(named).length === 0 && { endTime: null }),
      });
      expect(statesOf(ended)).toEqual(['UNCHANGED']);
      expect(await stage.rows()).toHaveLength(1);
    },
  );
});

import sql from 'sql-template-tag';
import { type Id, inIdRange, type Reader } from '../source/batches.ts';
import { column, hasInvalidDate, stateOf, timestampColumn } from '../source/shape.ts';
import { readTransitions, type Transitions } from '../source/transition-entries.ts';

export type ForeignMeeting = {
  readonly id: Id;
  readonly userId: Id;
  readonly platform: string;
  readonly nativeMeetingId: string | null;
  readonly status: string;
  readonly completionReason: string | null;
  readonly failureStage: string | null;
  readonly botContainerId: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** JSON, without the changes of status. */
  readonly data: string;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly hasOddDate: boolean;
  readonly state: string;
};

export type MeetingBatch = {
  readonly meetings: readonly ForeignMeeting[];
  readonly transitions: Transitions;
};

const FIELDS = [
  'user_id',
  'platform',
  'platform_specific_id',
  'status',
  'bot_container_id',
  'start_time',
  'end_time',
  'data',
  'created_at',
  'updated_at',
];
const DATES = ['start_time', 'end_time', 'created_at', 'updated_at'];

export const readMeetings: Reader<MeetingBatch> = async (ask, shape, range) => {
  const date = (name: string) => timestampColumn(shape, 'meetings', name);
  const data = sql`t.data::jsonb`;
  const meetings = await ask<ForeignMeeting>(sql`
    select t.id::text as id, t.user_id::text as "userId", coalesce(t.platform, 'unknown') as platform,
      t.platform_specific_id as "nativeMeetingId", coalesce(t.status, 'unknown') as status,
      case when jsonb_typeof(${data} -> 'completion_reason') = 'string' then ${data} ->> 'completion_reason' end as "completionReason",
      case when jsonb_typeof(${data} -> 'failure_stage') = 'string' then ${data} ->> 'failure_stage' end as "failureStage",
      ${column(shape, 'meetings', 'bot_container_id')} as "botContainerId",
      ${date('start_time')} as "startTime", ${date('end_time')} as "endTime",
      (case jsonb_typeof(${data}) when 'object' then ${data} - 'status_transition' when 'null' then '{}'
        else coalesce(jsonb_build_object('imported_data', ${data}), '{}') end)::text as data,
      ${date('created_at')} as "createdAt", ${date('updated_at')} as "updatedAt",
      ${hasInvalidDate(shape, 'meetings', DATES)} as "hasOddDate",
      ${stateOf(shape, 'meetings', FIELDS)} as state
    from meetings t where ${inIdRange(range)} order by t.id`);
  return { meetings, transitions: await readTransitions(ask, range) };
};

import { builder } from '../../kit/graphql/builder.ts';
import { columnSelection, reads } from '../../kit/graphql/column-selection.ts';
import { childConnection, readSlice } from '../../kit/graphql/connection.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { TRANSCRIPTS } from './access.ts';
import { MeetingRef } from './graphql.ts';
import type { Meeting } from './rows.ts';
import { AS_SPOKEN, SEGMENTS, type Segment } from './segments.ts';

export const SegmentRef = builder.objectRef<Segment>('TranscriptSegment').implement({
  description: 'One segment of a transcript.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      ...reads<Segment>('id'),
      resolve: ({ id }) => encodeId('TranscriptSegment', id),
    }),
    segmentId: t.exposeString('segmentId', {
      nullable: true,
      description: "The bot's own id for the segment, unique within the meeting; null if imported.",
    }),
    sessionUid: t.exposeString('sessionUid', {
      nullable: true,
      description: 'The session that the offsets count from; null: the start of the meeting.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When the segment begins.' }),
    startOffset: t.exposeFloat('startOffset', {
      description: 'Seconds from the start of the session to the start of the segment.',
    }),
    endOffset: t.exposeFloat('endOffset', {
      description: 'Seconds from the start of the session to the end of the segment.',
    }),
    text: t.exposeString('text', { description: 'The spoken text.' }),
    speaker: t.exposeString('speaker', {
      nullable: true,
      description: 'The speaker; null if unknown.',
    }),
    language: t.exposeString('language', {
      nullable: true,
      description: 'The language code as recorded; null if unknown.',
    }),
  }),
});

builder.objectField(MeetingRef, 'segments', (t) =>
  t.connection(
    {
      type: SegmentRef,
      access: TRANSCRIPTS,
      description: 'The transcript, in the order of the times at which its segments begin.',
      ...reads<Meeting>('id', 'userId'),
      resolve: ({ id }, page, context, info) =>
        childConnection(context, SEGMENTS, {
          wanted: columnSelection(context, info),
          parentId: id,
          slice: readSlice(page),
          filter: null,
          order: AS_SPOKEN,
        }),
    },
    { name: 'SegmentConnection', description: 'A page of a transcript.' },
    { name: 'SegmentEdge' },
  ),
);

import './graphql-queries.ts';
import './graphql-segments.ts';
import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { nodeKind } from '../../kit/graphql/node-queries.ts';
import { ifThere, rowsBelow } from '../../kit/graphql/row-loaders.ts';
import { OWN_MEETINGS } from '../users/access.ts';
import { TRANSCRIPTS } from './access.ts';
import { MeetingRef } from './graphql.ts';
import { SessionRef } from './graphql-parts.ts';
import { SegmentRef } from './graphql-segments.ts';
import { listSessions, listTransitions, loadSessions } from './history.ts';
import { meetingRoutes } from './rest.ts';
import { loadSegments } from './segments.ts';
import { loadMeetings } from './service.ts';

const loaders = {
  meeting: ifThere(loadMeetings),
  session: ifThere(loadSessions),
  segment: ifThere(loadSegments),
  sessions: rowsBelow(listSessions),
  transitions: rowsBelow(listTransitions),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

declare module '../../kit/graphql/ids.ts' {
  interface NodeTypes {
    readonly Meeting: true;
    readonly MeetingSession: true;
    readonly TranscriptSegment: true;
  }
}

export const meetings: Domain = {
  name: 'meetings',
  loaders,
  nodes: [
    nodeKind({
      type: 'Meeting',
      ref: MeetingRef,
      load: ({ meeting }, id) => meeting.load(id),
      seenBy: 'ANALYTICS',
      ownerOf: ({ userId }) => userId,
      ownRule: OWN_MEETINGS,
    }),
    nodeKind({
      type: 'MeetingSession',
      ref: SessionRef,
      load: ({ session }, id) => session.load(id),
      seenBy: 'ANALYTICS',
      ownerOf: ({ userId }) => userId,
      ownRule: OWN_MEETINGS,
    }),
    nodeKind({
      type: 'TranscriptSegment',
      ref: SegmentRef,
      load: ({ segment }, id) => segment.load(id),
      seenBy: 'ADMIN',
      ownerOf: ({ userId }) => userId,
      ownRule: { requires: TRANSCRIPTS.requires, scopes: TRANSCRIPTS.scopes },
    }),
  ],
  routes: meetingRoutes,
};

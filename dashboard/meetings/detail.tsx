import { useQuery } from '@urql/preact';
import { share, words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { MeetingDetailFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { type FoundQuery, foundIn } from '../parts/connection.ts';
import { Email } from '../parts/email.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { faultName } from '../parts/faults.ts';
import { Panel } from '../parts/panel.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { useTitle } from '../parts/title.ts';
import { useSession } from '../session/context.ts';
import { Measured } from './measured.tsx';
import { Speakers } from './speakers.tsx';
import { Timeline } from './timeline.tsx';

graphql(`
  fragment MeetingDetail on Meeting {
    nativeMeetingId databaseId platformName statusName createdAt startTime endTime
    user { email }
    transitions { from to at source reason }
    telematics {
      outcome { fault reason stage }
      performance { ...Performance }
      transcription { ...Transcription }
      missing { metric reason }
      speakers { ...Speaker }
      languages { language seconds share }
    }
  }
`);

const MEETING = graphql(`
  query MeetingTelematics($id: ID!) {
    list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } }
  }
`);

const OWN_MEETING = graphql(`
  query OwnMeetingTelematics($id: ID!) {
    viewer {
      user { list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } } }
    }
  }
`);

/** One meeting, and what can be measured of it. */
export function MeetingDetail({ id }: { readonly id: string }) {
  const query: FoundQuery<MeetingDetailFragment, { id: string }> =
    useSession().rights === 'USER' ? OWN_MEETING : MEETING;
  const [read] = useQuery({ query, variables: { id } });
  const result = useRemembered(read);
  const meeting = result.data && foundIn(result.data)[0];
  useTitle(meeting ? `Meeting ${meeting.nativeMeetingId ?? meeting.databaseId}` : 'Meeting');
  return (
    <>
      <p>
        <a href={addressOf('meetings')}>← All meetings</a>
      </p>
      <Panel
        title="Meeting"
        result={result}
        empty={(data) => (foundIn(data).length > 0 ? null : 'No such meeting.')}
      >
        {(data) => foundIn(data).map((node) => <Detail key={id} meeting={node} />)}
      </Panel>
    </>
  );
}

function Detail({ meeting }: { readonly meeting: MeetingDetailFragment }) {
  const { telematics, transitions } = meeting;
  return (
    <>
      <Facts facts={factsOf(meeting)} />
      <h3>Timeline</h3>
      <Timeline transitions={transitions} requestedAt={meeting.createdAt} />
      <h3>Talk share</h3>
      <Speakers speakers={telematics.speakers} />
      <h3>Figures</h3>
      <Measured {...telematics} />
    </>
  );
}

function factsOf(meeting: MeetingDetailFragment): Fact[] {
  const { outcome, languages } = meeting.telematics;
  const day = meeting.createdAt;
  const spoken = languages.map((one) => `${one.language} ${share(one.share)}`).join(', ');
  return [
    { name: 'Call', value: meeting.nativeMeetingId ?? `No. ${meeting.databaseId}` },
    { name: 'Platform', value: words(meeting.platformName) },
    { name: 'Status', value: <Tag word={meeting.statusName} /> },
    { name: 'User', value: <Email address={meeting.user.email} /> },
    { name: 'Requested', value: <Timestamp at={day} /> },
    { name: 'Admitted', value: <Timestamp at={meeting.startTime} to="second" day={day} /> },
    { name: 'Over', value: <Timestamp at={meeting.endTime} to="second" day={day} /> },
    ...(outcome.reason ? [{ name: 'Reason', value: words(outcome.reason) }] : []),
    ...(outcome.stage ? [{ name: 'Failed in', value: words(outcome.stage) }] : []),
    ...(outcome.fault ? [{ name: 'Fault', value: faultName(outcome.fault) }] : []),
    ...(spoken === '' ? [] : [{ name: 'Languages', value: spoken }]),
  ];
}

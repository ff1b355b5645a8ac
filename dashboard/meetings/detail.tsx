import { useQuery } from '@urql/preact';
import { share, words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { MeetingDetailFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { Email } from '../parts/email.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { faultName } from '../parts/faults.ts';
import { Moment } from '../parts/moment.tsx';
import { Panel } from '../parts/panel.tsx';
import { Tag } from '../parts/tag.tsx';
import { useTitle } from '../parts/title.ts';
import { Measured } from './measured.tsx';
import { Speakers } from './speakers.tsx';
import { Timeline } from './timeline.tsx';

graphql(`
  fragment MeetingDetail on Meeting {
    nativeMeetingId databaseId platformName statusName createdAt startTime endTime url
    user { email }
    transitions { from to at source reason }
    telematics {
      outcome { fault reason stage isOver }
      performance { ...Performance }
      transcription { ...Transcription }
      missing { metric reason }
      speakers { ...Speaker }
      languages { language seconds share }
    }
  }
`);

// A list of one: with an analytics key the API gives single meetings only as lists.
const MEETING = graphql(`
  query MeetingTelematics($id: ID!) {
    meetings(first: 1, filter: { id: { eq: $id } }) { edges { node { ...MeetingDetail } } }
  }
`);

/** One meeting, and what can be measured of it. */
export function MeetingDetail({ id }: { readonly id: string }) {
  const [result] = useQuery({ query: MEETING, variables: { id } });
  return (
    <>
      <p>
        <a href={addressOf('meetings')}>← All meetings</a>
      </p>
      <Panel
        title="Meeting"
        result={result}
        empty={({ meetings }) => (meetings.edges.length > 0 ? null : 'No such meeting.')}
      >
        {({ meetings }) => meetings.edges.map(({ node }) => <Detail key={id} meeting={node} />)}
      </Panel>
    </>
  );
}

function Detail({ meeting }: { readonly meeting: MeetingDetailFragment }) {
  const { telematics, transitions } = meeting;
  useTitle(`Meeting ${meeting.nativeMeetingId ?? meeting.databaseId}`);
  return (
    <>
      <Facts facts={factsOf(meeting)} />
      <h3>Timeline</h3>
      <Timeline transitions={transitions} />
      <h3>Talk share</h3>
      <Speakers speakers={telematics.speakers} />
      <h3>Figures</h3>
      <Measured {...telematics} />
    </>
  );
}

function factsOf(meeting: MeetingDetailFragment): Fact[] {
  const { outcome, languages } = meeting.telematics;
  const spoken = languages.map((one) => `${one.language} ${share(one.share)}`).join(', ');
  return [
    { name: 'Call', value: meeting.nativeMeetingId ?? `No. ${meeting.databaseId}` },
    { name: 'Platform', value: words(meeting.platformName) },
    { name: 'Status', value: <Tag word={meeting.statusName} /> },
    { name: 'User', value: <Email address={meeting.user.email} /> },
    { name: 'Requested', value: <Moment at={meeting.createdAt} /> },
    { name: 'Admitted', value: <Moment at={meeting.startTime} to="second" /> },
    { name: 'Over', value: <Moment at={meeting.endTime} to="second" /> },
    ...(outcome.reason ? [{ name: 'Reason', value: words(outcome.reason) }] : []),
    ...(outcome.stage ? [{ name: 'Failed in', value: words(outcome.stage) }] : []),
    ...(outcome.fault ? [{ name: 'Fault', value: faultName(outcome.fault) }] : []),
    ...(spoken === '' ? [] : [{ name: 'Languages', value: spoken }]),
  ];
}

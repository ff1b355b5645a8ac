import { useState } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import { MintKey } from '../key/mint.tsx';
import { KeyList } from '../keys/list.tsx';
import { MeetingList } from '../meetings/list.tsx';
import type { Period } from '../range.ts';
import { useSession } from '../session/context.ts';

const OWN_KEYS = graphql(`
  query OwnKeys(
    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder
    $first: Int, $last: Int, $after: String, $before: String
  ) {
    viewer {
      user {
        list: apiTokens(
          first: $first, last: $last, after: $after, before: $before
          filter: $filter, orderBy: $orderBy
        ) {
          totalCount
          edges { node { ...KeyRow } }
          pageInfo { hasNextPage startCursor endCursor }
        }
      }
    }
  }
`);

const OWN_MEETINGS = graphql(`
  query OwnMeetings(
    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String
  ) {
    viewer {
      user {
        list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
          totalCount
          edges { node { ...MeetingRow } }
          pageInfo { hasNextPage startCursor endCursor }
        }
      }
    }
  }
`);

/** The caller's own keys, and one more, if it may mint. */
export function OwnKeys() {
  const { user, mintableScopes } = useSession();
  const [isMinting, setMinting] = useState(false);
  const mayMint = user !== null && mintableScopes.length > 0;
  const actions = mayMint && (
    <button type="button" class="primary" onClick={() => setMinting(true)}>
      Mint key
    </button>
  );
  return (
    <>
      <KeyList
        own={OWN_KEYS}
        actions={actions}
        empty={
          mayMint ? 'No key yet. Mint the first one.' : 'No key yet. An operator can mint one.'
        }
      />
      {isMinting && user && <MintKey user={user} onClose={() => setMinting(false)} />}
    </>
  );
}

/** The caller's own meetings. */
export function OwnMeetings({ period }: { readonly period: Period }) {
  return <MeetingList own={OWN_MEETINGS} period={period} isLive />;
}

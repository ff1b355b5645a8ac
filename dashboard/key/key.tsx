import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { AuditList } from '../audit/list.tsx';
import type { KeyDetailFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { type FoundQuery, foundIn } from '../parts/connection.ts';
import { Panel } from '../parts/panel.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { useTitle } from '../parts/title.ts';
import { useSession } from '../session/context.ts';
import { KeyActions } from './actions.tsx';
import { KEY, OWN_KEY } from './documents.ts';
import { KeyFacts, Rights } from './facts.tsx';
import { Lineage } from './lineage.tsx';
import { KeyUsage } from './usage.tsx';
import { VerifyDialog } from './verify.tsx';

const TYPES = { additionalTypenames: ['ApiToken', 'User'] };

type Props = { readonly id: string };

/** One key: what it may do, what it was used for, and what was done to it. */
export function KeyPage({ id }: Props) {
  const isOwn = useSession().rights === 'USER';
  const query: FoundQuery<KeyDetailFragment, { id: string }> = isOwn ? OWN_KEY : KEY;
  const [read] = useQuery({ query, variables: { id }, context: TYPES });
  const result = useRemembered(read);
  const token = result.data && foundIn(result.data)[0];
  useTitle(token ? `Key ${token.hint}` : 'Key');
  return (
    <>
      <p>
        <a href={addressOf('keys')}>← All keys</a>
      </p>
      <Panel
        title="Key"
        result={result}
        controls={token && <KeyActions token={token} />}
        lines={8}
        empty={(data) => (foundIn(data).length > 0 ? null : 'No such key.')}
      >
        {(data) => foundIn(data).map((node) => <Detail key={node.id} token={node} isOwn={isOwn} />)}
      </Panel>
      {token && <KeyUsage id={id} />}
      {token && !isOwn && <AuditList tokenId={id} />}
    </>
  );
}

type DetailProps = { readonly token: KeyDetailFragment; readonly isOwn: boolean };

function Detail({ token, isOwn }: DetailProps) {
  const [isChecking, setChecking] = useState(false);
  return (
    <>
      <KeyFacts token={token} />
      <h3>What it may do</h3>
      <Rights token={token} />
      {!isOwn && (
        <p class="retry">
          <button type="button" onClick={() => setChecking(true)}>
            Check the text of a key
          </button>
        </p>
      )}
      <h3>Lineage</h3>
      <Lineage token={token} />
      {isChecking && <VerifyDialog onClose={() => setChecking(false)} />}
    </>
  );
}

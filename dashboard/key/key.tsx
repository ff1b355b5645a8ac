import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { AuditList } from '../audit/list.tsx';
import { addressOf } from '../parts/address.ts';
import { Panel } from '../parts/panel.tsx';
import { KeyActions } from './actions.tsx';
import { KEY } from './documents.ts';
import { KeyFacts, Rights } from './facts.tsx';
import { Lineage } from './lineage.tsx';
import { KeyUsage } from './usage.tsx';
import { VerifyDialog } from './verify.tsx';

const TYPES = { additionalTypenames: ['ApiToken', 'User'] };

/** One key: what it may do, what it was used for, and what was done to it. */
export function KeyPage({ id }: { readonly id: string }) {
  const [isChecking, setChecking] = useState(false);
  const [result] = useQuery({ query: KEY, variables: { id }, context: TYPES });
  const token = result.data?.list?.nodes[0];
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
        empty={({ list }) => (list.nodes.length > 0 ? null : 'No such key.')}
      >
        {({ list }) =>
          list.nodes.map((node) => (
            <div key={node.id}>
              <KeyFacts token={node} />
              <h3>What it may do</h3>
              <Rights token={node} />
              <p class="retry">
                <button type="button" onClick={() => setChecking(true)}>
                  Check the text of a key
                </button>
              </p>
              <h3>Lineage</h3>
              <Lineage token={node} />
            </div>
          ))
        }
      </Panel>
      {token && <KeyUsage id={id} />}
      {token && <AuditList targetId={id} />}
      {isChecking && <VerifyDialog onClose={() => setChecking(false)} />}
    </>
  );
}

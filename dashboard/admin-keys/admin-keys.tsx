import { useState } from 'preact/hooks';
import { words } from '../format.ts';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import type { Column } from '../parts/column.ts';
import { List } from '../parts/list.tsx';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { AllSessions } from '../sessions/sessions.tsx';
import { AdminKeyActions } from './actions.tsx';
import { CreateAdminKey } from './create.tsx';
import { ADMIN_KEYS } from './documents.ts';

const COLUMNS: readonly Column<AdminKeyRowFragment>[] = [
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Key', cell: ({ hint }) => <code>{hint}</code>, text: ({ hint }) => hint },
  { name: 'Access', cell: ({ access }) => words(access) },
  {
    name: 'Status',
    cell: ({ status }) => <Tag word={status} />,
    text: ({ status }) => words(status),
  },
  { name: 'Created by', cell: creatorOf },
  {
    name: 'Created',
    cell: ({ createdAt }) => <Timestamp at={createdAt} />,
    text: ({ createdAt }) => createdAt,
  },
  {
    name: 'Expires',
    cell: ({ expiresAt }) => <Timestamp at={expiresAt} none="Never" />,
    text: ({ expiresAt }) => expiresAt,
  },
  {
    name: 'Overlap ends',
    cell: ({ retiresAt }) => <Timestamp at={retiresAt} />,
    text: ({ retiresAt }) => retiresAt,
  },
];

const SHOWN: readonly Column<AdminKeyRowFragment>[] = [
  ...COLUMNS,
  { name: 'Actions', cell: (adminKey) => <AdminKeyActions adminKey={adminKey} /> },
];

/** The named keys of operators; those from the settings stand in the settings alone. */
export function AdminKeys() {
  const [isCreating, setCreating] = useState(false);
  const controls = (
    <button type="button" class="primary" onClick={() => setCreating(true)}>
      Create admin key
    </button>
  );
  return (
    <>
      <List
        title="Admin keys"
        note="Named keys of operators. Keys from the settings are not listed."
        controls={controls}
        columns={SHOWN}
        inFile={COLUMNS}
        query={ADMIN_KEYS}
        variables={{}}
        types={['AdminKey']}
        empty="No admin key yet. Create one for each operator, so that the audit log names them."
      />
      <AllSessions />
      {isCreating && <CreateAdminKey onClose={() => setCreating(false)} />}
    </>
  );
}

function creatorOf({ createdBy }: AdminKeyRowFragment): string {
  return createdBy?.user?.email ?? createdBy?.adminKey?.name ?? 'Settings or host';
}

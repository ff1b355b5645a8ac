import type { KeyDetailFragment, LineageKeyFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import type { Column } from '../parts/column.ts';
import { SaveRows } from '../parts/save-rows.tsx';
import { Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';

type Member = LineageKeyFragment & { readonly isShown: boolean };

const COLUMNS: readonly Column<Member>[] = [
  { name: 'Generation', cell: ({ generation }) => generation },
  {
    name: 'Key',
    cell: ({ id, hint, isShown }) =>
      isShown ? (
        <>
          <code>{hint}</code> (this key)
        </>
      ) : (
        <a href={addressOf('keys', id)}>
          <code>{hint}</code>
        </a>
      ),
    text: ({ hint }) => hint,
  },
  { name: 'Status', cell: ({ status }) => <Tag word={status} />, text: ({ status }) => status },
  {
    name: 'Created',
    cell: ({ createdAt }) => <Timestamp at={createdAt} />,
    text: ({ createdAt }) => createdAt,
  },
  {
    name: 'Overlap ends',
    cell: ({ retiresAt }) => <Timestamp at={retiresAt} />,
    text: ({ retiresAt }) => retiresAt,
  },
  {
    name: 'Revoked',
    cell: ({ revokedAt }) => <Timestamp at={revokedAt} />,
    text: ({ revokedAt }) => revokedAt,
  },
];

/** The keys that this one replaced and those that replaced it, as far as three rotations away. */
export function Lineage({ token }: { readonly token: KeyDetailFragment }) {
  const { members, hasMore } = lineageOf(token);
  return (
    <>
      <Table label="Lineage" columns={COLUMNS} rows={members} />
      <SaveRows title="Lineage" columns={COLUMNS} rows={members} />
      {hasMore && <p class="muted small note">Open the first or the last key to see more.</p>}
    </>
  );
}

type Linked = Partial<LineageKeyFragment> & {
  readonly replaces?: Linked | null;
  readonly replacedBy?: Linked | null;
};

function lineageOf(token: KeyDetailFragment) {
  const before = chain(token, ({ replaces }) => replaces);
  const after = chain(token, ({ replacedBy }) => replacedBy);
  const members: Member[] = [
    ...before.keys.reverse().map((key) => ({ ...key, isShown: false })),
    { ...token, isShown: true },
    ...after.keys.map((key) => ({ ...key, isShown: false })),
  ];
  return { members, hasMore: before.hasMore || after.hasMore };
}

function chain(from: Linked, next: (key: Linked) => Linked | null | undefined) {
  const keys: LineageKeyFragment[] = [];
  let key = next(from);
  while (key && isWhole(key)) {
    keys.push(key);
    key = next(key);
  }
  return { keys, hasMore: key != null };
}

/** The last one that was requested has its id alone. */
function isWhole(key: Linked): key is Linked & LineageKeyFragment {
  return key.hint !== undefined;
}

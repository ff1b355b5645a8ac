import { useState } from 'preact/hooks';
import type { KeyDetailFragment } from '../generated/graphql.ts';
import { EditKey } from './edit.tsx';
import { CancelRotation, FinishRotation, RevokeKey, RevokeLineage } from './end.tsx';
import { RotateKey } from './rotate.tsx';

const ACTIONS = {
  edit: { name: 'Edit', Shown: EditKey },
  rotate: { name: 'Rotate', Shown: RotateKey },
  finish: { name: 'Finish rotation', Shown: FinishRotation },
  cancel: { name: 'Cancel rotation', Shown: CancelRotation },
  revoke: { name: 'Revoke', Shown: RevokeKey },
  lineage: { name: 'Revoke lineage', Shown: RevokeLineage },
} as const;
type Name = keyof typeof ACTIONS;

const DANGEROUS: ReadonlySet<Name> = new Set(['revoke', 'lineage']);

/** What can be done to a key as it is now. */
export function KeyActions({ token }: { readonly token: KeyDetailFragment }) {
  const [open, setOpen] = useState<Name | null>(null);
  const Shown = open === null ? null : ACTIONS[open].Shown;
  return (
    <>
      {possible(token).map((name) => (
        <button
          key={name}
          type="button"
          class={DANGEROUS.has(name) ? 'danger' : undefined}
          onClick={() => setOpen(name)}
        >
          {ACTIONS[name].name}
        </button>
      ))}
      {Shown && <Shown token={token} onClose={() => setOpen(null)} />}
    </>
  );
}

function possible({ status, replaces, replacedBy }: KeyDetailFragment): Name[] {
  const isWorking = status === 'ACTIVE' || status === 'RETIRING';
  const isInRotation = status === 'RETIRING' || (isWorking && replaces?.status === 'RETIRING');
  const hasLineage = [replaces, replacedBy].some((key) => key != null && key.status !== 'REVOKED');
  return [
    ...(isWorking || (status === 'EXPIRED' && !replacedBy) ? (['edit'] as const) : []),
    ...(status === 'ACTIVE' ? (['rotate'] as const) : []),
    ...(isInRotation ? (['finish', 'cancel'] as const) : []),
    ...(isWorking ? (['revoke'] as const) : []),
    ...(hasLineage ? (['lineage'] as const) : []),
  ];
}

import { useState } from 'preact/hooks';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { EditAdminKey } from './edit.tsx';
import { CancelRotation, FinishRotation, RevokeAdminKey, RevokeLineage } from './end.tsx';
import { RotateAdminKey } from './rotate.tsx';

const ACTIONS = {
  edit: { name: 'Edit', Shown: EditAdminKey },
  rotate: { name: 'Rotate', Shown: RotateAdminKey },
  finish: { name: 'Finish rotation', Shown: FinishRotation },
  cancel: { name: 'Cancel rotation', Shown: CancelRotation },
  revoke: { name: 'Revoke', Shown: RevokeAdminKey },
  lineage: { name: 'Revoke lineage', Shown: RevokeLineage },
} as const;
type Name = keyof typeof ACTIONS;

type Props = { readonly adminKey: AdminKeyRowFragment };

/** What can be done to an admin key as it is now. */
export function AdminKeyActions({ adminKey }: Props) {
  const [open, setOpen] = useState<Name | null>(null);
  const Shown = open === null ? null : ACTIONS[open].Shown;
  return (
    <div class="row-actions">
      {possible(adminKey).map((name) => (
        <button key={name} type="button" onClick={() => setOpen(name)}>
          {ACTIONS[name].name}
          <span class="hidden"> {adminKey.name}</span>
        </button>
      ))}
      {Shown && <Shown adminKey={adminKey} onClose={() => setOpen(null)} />}
    </div>
  );
}

function possible({ status, replaces, replacedBy }: AdminKeyRowFragment): Name[] {
  const isWorking = status === 'ACTIVE' || status === 'RETIRING';
  const isInRotation = status === 'RETIRING' || (isWorking && replaces?.status === 'RETIRING');
  const hasLineage = [replaces, replacedBy].some((key) => key != null && key.status !== 'REVOKED');
  return [
    ...(isWorking ? (['edit'] as const) : []),
    ...(status === 'ACTIVE' ? (['rotate'] as const) : []),
    ...(isInRotation ? (['finish', 'cancel'] as const) : []),
    ...(isWorking ? (['revoke'] as const) : []),
    ...(hasLineage ? (['lineage'] as const) : []),
  ];
}

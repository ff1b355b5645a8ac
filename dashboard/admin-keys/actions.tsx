import { useState } from 'preact/hooks';
import { STEP_NAMES, type Step, stepsOf } from '../actions/steps.ts';
import type { AdminKeyRowFragment } from '../generated/graphql.ts';
import { EditAdminKey } from './edit.tsx';
import { CancelRotation, FinishRotation, RevokeAdminKey, RevokeLineage } from './end.tsx';
import { RotateAdminKey } from './rotate.tsx';

const DIALOGS: Readonly<Record<Step, typeof EditAdminKey>> = {
  edit: EditAdminKey,
  rotate: RotateAdminKey,
  finish: FinishRotation,
  cancel: CancelRotation,
  revoke: RevokeAdminKey,
  lineage: RevokeLineage,
};

type Props = { readonly adminKey: AdminKeyRowFragment };

/** What can be done to an admin key as it is now. */
export function AdminKeyActions({ adminKey }: Props) {
  const [open, setOpen] = useState<Step | null>(null);
  const Shown = open === null ? null : DIALOGS[open];
  return (
    <div class="row-actions">
      {stepsOf(adminKey).map((step) => (
        <button key={step} type="button" onClick={() => setOpen(step)}>
          {STEP_NAMES[step]}
          <span class="hidden"> {adminKey.name}</span>
        </button>
      ))}
      {Shown && <Shown adminKey={adminKey} onClose={() => setOpen(null)} />}
    </div>
  );
}

import { useState } from 'preact/hooks';
import { STEP_NAMES, type Step, stepsOf } from '../actions/steps.ts';
import type { KeyDetailFragment } from '../generated/graphql.ts';
import { EditKey } from './edit.tsx';
import { CancelRotation, FinishRotation, RevokeKey, RevokeLineage } from './end.tsx';
import { RotateKey } from './rotate.tsx';

const DIALOGS: Readonly<Record<Step, typeof EditKey>> = {
  edit: EditKey,
  rotate: RotateKey,
  finish: FinishRotation,
  cancel: CancelRotation,
  revoke: RevokeKey,
  lineage: RevokeLineage,
};

const DANGEROUS: ReadonlySet<Step> = new Set(['revoke', 'lineage']);

/** What can be done to a key as it is now. */
export function KeyActions({ token }: { readonly token: KeyDetailFragment }) {
  const [open, setOpen] = useState<Step | null>(null);
  const Shown = open === null ? null : DIALOGS[open];
  return (
    <>
      {possible(token).map((step) => (
        <button
          key={step}
          type="button"
          class={DANGEROUS.has(step) ? 'danger' : undefined}
          onClick={() => setOpen(step)}
        >
          {STEP_NAMES[step]}
        </button>
      ))}
      {Shown && <Shown token={token} onClose={() => setOpen(null)} />}
    </>
  );
}

function possible(token: KeyDetailFragment): Step[] {
  // A key that expired, and that nothing replaced, works again with a later end.
  const isExtensible = token.status === 'EXPIRED' && !token.replacedBy;
  return [...(isExtensible ? (['edit'] as const) : []), ...stepsOf(token)];
}

import { useState } from 'preact/hooks';
import { STEP_NAMES, type Step, stepsOf } from '../actions/steps.ts';
import type { KeyDetailFragment } from '../generated/graphql.ts';
import { useSession } from '../session/context.ts';
import type { Session } from '../session/session.ts';
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

/** What the caller can do to a key as it is now. */
export function KeyActions({ token }: { readonly token: KeyDetailFragment }) {
  const session = useSession();
  const [open, setOpen] = useState<Step | null>(null);
  const Shown = open === null ? null : DIALOGS[open];
  return (
    <>
      {possible(token, session).map((step) => (
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

function possible(token: KeyDetailFragment, session: Session): Step[] {
  // A key that expired, and that nothing replaced, works again with a later end.
  const isExtensible = token.status === 'EXPIRED' && !token.replacedBy;
  const steps = [...(isExtensible ? (['edit'] as const) : []), ...stepsOf(token)];
  return steps.filter((step) => isAllowed(step, token, session));
}

/** What a key may do to itself. */
const OF_ITSELF: ReadonlySet<Step> = new Set(['rotate', 'finish', 'revoke', 'lineage']);

function isAllowed(step: Step, { id, scopes }: KeyDetailFragment, session: Session): boolean {
  if (session.rights === 'ADMIN') return true;
  if (id === session.tokenId && OF_ITSELF.has(step)) return true;
  // A rotation that an operator began is not the user's to cancel, and nothing says who began it.
  if (session.rights !== 'USER' || session.key !== null || step === 'edit' || step === 'cancel')
    return false;
  // Whoever is signed in ends its own keys; making new ones may be left to operators.
  if (step !== 'rotate') return true;
  return session.managesKeys && scopes.every((scope) => session.scopes.includes(scope));
}

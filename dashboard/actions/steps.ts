type Key = {
  readonly status: string;
  readonly replaces?: { readonly status: string } | null;
  readonly replacedBy?: { readonly status: string } | null;
};

/** What can be done to a key or an admin key. */
export type Step = 'edit' | 'rotate' | 'finish' | 'cancel' | 'revoke' | 'lineage';

export const STEP_NAMES: Readonly<Record<Step, string>> = {
  edit: 'Edit',
  rotate: 'Rotate',
  finish: 'Finish rotation',
  cancel: 'Cancel rotation',
  revoke: 'Revoke',
  lineage: 'Revoke lineage',
};

/** The steps that make sense for a key as it is now. */
export function stepsOf({ status, replaces, replacedBy }: Key): Step[] {
  const isWorking = status === 'ACTIVE' || status === 'RETIRING';
  const isInRotation = status === 'RETIRING' || (isWorking && replaces?.status === 'RETIRING');
  const hasLineage = [replaces, replacedBy].some((key) => key != null && key.status !== 'REVOKED');
  const steps: Record<Step, boolean> = {
    edit: isWorking,
    rotate: status === 'ACTIVE',
    finish: isInRotation,
    cancel: isInRotation,
    revoke: isWorking,
    lineage: hasLineage,
  };
  return (Object.keys(steps) as Step[]).filter((step) => steps[step]);
}

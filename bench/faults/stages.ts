import { hasPgBouncer } from '../../test/support/pgbouncer.ts';
import { debianBinDir } from '../../test/support/postgres.ts';
import { canMount } from '../../test/support/small-disk.ts';
import type { Fault } from './faults.ts';
import { openStage, type Stage, type StageKind } from './stage.ts';

/** Stages of each kind, opened when the first fault needs one. */
export type Stages = {
  /** A stage for the next round. */
  readonly for: (fault: Fault) => () => Promise<Stage>;
  readonly close: () => Promise<void>;
};

const programs = debianBinDir();

/** Whether this machine has what the fault needs. */
export function canRun({ on }: Fault): boolean {
  if (on === 'replica') return programs !== null;
  if (on === 'pooler') return hasPgBouncer();
  return on !== 'small disk' || canMount;
}

export function openStages(): Stages {
  const open = new Map<StageKind, Stage>();
  const close = async (kind: StageKind) => {
    const stage = open.get(kind);
    open.delete(kind);
    await stage?.close();
  };
  return {
    for:
      ({ on, isFinal }) =>
      async () => {
        if (isFinal) await close(on);
        const known = open.get(on) ?? (await openStage(on, programs));
        open.set(on, known);
        return known;
      },
    close: async () => {
      for (const kind of [...open.keys()]) await close(kind);
    },
  };
}

/** What may follow what. A status that nobody knows may become anything. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  requested: ['joining', 'stopping', 'completed', 'failed'],
  joining: ['awaiting_admission', 'active', 'needs_human_help', 'stopping', 'completed', 'failed'],
  awaiting_admission: ['active', 'needs_human_help', 'stopping', 'completed', 'failed'],
  needs_human_help: ['active', 'stopping', 'completed', 'failed'],
  active: ['stopping', 'completed', 'failed'],
  stopping: ['completed', 'failed'],
  completed: [],
  failed: [],
};

/** What a meeting in this status may become; null means anything. */
export function nextOf(status: string): readonly string[] | null {
  return Object.hasOwn(NEXT, status) ? (NEXT[status] ?? null) : null;
}

export function isFinal(status: string): boolean {
  return nextOf(status)?.length === 0;
}

/**
 * So many turns in a millisecond on average; after a pause, at most `mostAtOnce` follow each other.
 * @returns whether it is somebody's turn, which is used up then
 */
export function createPace(perMs: number, mostAtOnce: number): () => boolean {
  let since = performance.now();
  let turns = 0;
  return () => {
    const now = performance.now();
    turns = Math.min(turns + (now - since) * perMs, mostAtOnce);
    since = now;
    if (turns < 1) return false;
    turns -= 1;
    return true;
  };
}

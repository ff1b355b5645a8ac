import type { Client } from '../http/client.ts';
import { atNextTick, notAtNextTick } from './soon.ts';

/** What is watched: whether it is over, and how many milliseconds are left until it is. */
export type Watched = { readonly isOver: () => boolean; readonly left: () => number };

/**
 * Tells all who wait that a request is over, by one timer and one listener on its client. These are
 * taken up at the next tick: most requests are answered before that.
 */
export class OverEvent {
  readonly #watched: Watched;
  readonly #client: Client;
  readonly #listeners = new Set<() => void>();
  readonly #check = () => this.look();
  #isPlanned = false;
  #timer: NodeJS.Timeout | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(watched: Watched, client: Client) {
    this.#watched = watched;
    this.#client = client;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#timer === null && !this.#isPlanned) {
      this.#isPlanned = true;
      atNextTick(this.#check);
    }
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    if (this.#isPlanned) notAtNextTick(this.#check);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#unsubscribe?.();
    this.#isPlanned = false;
    this.#timer = null;
    this.#unsubscribe = null;
  }

  /** To be called when less time is left than before. */
  look(): void {
    this.stop();
    if (this.#watched.isOver()) this.#tell();
    // It has time left, or was given more since.
    else if (this.#listeners.size > 0) this.#start();
  }

  #start(): void {
    // Whole milliseconds: timers of the same length share a list.
    this.#timer = setTimeout(this.#check, Math.max(0, Math.ceil(this.#watched.left())));
    this.#unsubscribe = this.#client.onGone(this.#check);
  }

  #tell(): void {
    const waiting = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of waiting) listener();
  }
}

/** Decides which of several things that are due at one instant comes first. */
export interface TieBreaker {
  /** An index below `count`, which is 2 or more; 0 is what comes first by itself. */
  pick(count: number): number;
  /** Are all further picks 0? */
  readonly isSpent: boolean;
}

/** Picks as a list says: at each tie the next number, counted round; none left is 0. */
export class ListedPicks implements TieBreaker {
  readonly #picks: readonly number[];
  #next = 0;

  constructor(picks: readonly number[]) {
    this.#picks = picks;
  }

  get isSpent(): boolean {
    return this.#next >= this.#picks.length;
  }

  pick(count: number): number {
    return (this.#picks[this.#next++] ?? 0) % count;
  }
}

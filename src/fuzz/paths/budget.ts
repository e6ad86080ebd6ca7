/** How much may be searched, in steps: the same on every computer. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Takes steps off; `false` when there are none left. */
  spend(steps: number): boolean {
    if (this.isSpent) return false;
    this.#left -= steps;
    return true;
  }
}

/** What an expression may do before it is stopped; counted, so that it is the same on every machine. */
const STEP_LIMIT = 1_000_000;
/** Open evaluations: those that recursion waits for, and those side by side in an object or array. */
const OPEN_LIMIT = 50_000;
/** Items of an array, or characters of a text: far more than the 256 KiB that a state may pass on. */
const SIZE_LIMIT = 10_000_000;
const ITEM_LIMIT = 1_000_000;
/** Many small arrays are as large as a big one. */
const ITEMS_PER_STEP = 16;

/** What one evaluation may still do; each compiled copy of an expression has its own. */
export class Budget {
  #steps = 0;
  #open = 0;

  reset(): void {
    this.#steps = 0;
    this.#open = 0;
  }

  /** Ends an evaluation that failed: parts of it that still run stop at their next step. */
  exhaust(): void {
    this.#steps = Number.POSITIVE_INFINITY;
  }

  get isUnused(): boolean {
    return this.#steps === 0;
  }

  enter(): void {
    if (++this.#open > OPEN_LIMIT) throw refusal(`It nests more than ${OPEN_LIMIT} evaluations, as recursion without an end does.`);
    this.spend(1);
  }

  leave(result: unknown): void {
    this.#open--;
    if (typeof result === "string") this.claimText(result.length);
    else if (Array.isArray(result)) this.claimItems(result.length);
  }

  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > STEP_LIMIT) throw refusal(`It takes more than ${STEP_LIMIT} steps.`);
  }

  /** To be asked before an array of so many items is made. */
  claimItems(items: number): void {
    if (items > ITEM_LIMIT) throw refusal(`It makes an array of ${items} items; at most ${ITEM_LIMIT} are allowed.`);
    if (items > ITEMS_PER_STEP) this.spend(items / ITEMS_PER_STEP);
  }

  claimText(characters: number): void {
    if (characters > SIZE_LIMIT) throw refusal(`It makes a text of ${characters} characters; at most ${SIZE_LIMIT} are allowed.`);
  }
}

/** A failure of our own, to be thrown through the package, which adds members to what is thrown. */
export function refusal(message: string): { readonly message: string } {
  return { message };
}

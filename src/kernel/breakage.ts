import { UsageError } from "../base/errors.ts";

/** What was thrown where nobody waits for it: the world stands still from then on. */
export class Breakage {
  readonly thrown: unknown;
  readonly #who: string;
  #isTold = false;

  /** `who` has thrown it. */
  constructor(thrown: unknown, who: string) {
    this.thrown = thrown;
    this.#who = who;
  }

  /** Throws it, to those who drove the world when it happened. */
  tell(): never {
    this.#isTold = true;
    throw this.thrown;
  }

  /** Throws a UsageError to those who drive the world later; they need not have seen the other. */
  remind(): void {
    if (!this.#isTold) return;
    const { name, message } = this.thrown instanceof Error ? this.thrown : new Error(String(this.thrown));
    throw new UsageError(`Nothing runs in this world any more: ${this.#who} was broken off.\n\n  ${name}: ${message.split("\n", 1)[0]}`, {
      code: "WORLD_BROKEN",
      hint: "Mend that, and begin anew with `aws.reset()`, or with a world of its own for each test.",
    });
  }
}

import type { Latch } from "./latch.ts";
import { newLatch } from "./latch.ts";
import { watch } from "./watchdog.ts";

/** Code outside every execution, such as an application under test: it holds time once it has been answered, until it asks again. */
export class Outside {
  #thinks = false;
  /** Reads that were answered and are likely to be repeated. */
  readonly #polls = new Set<string>();
  #change: Latch = newLatch();

  get holdsTime(): boolean {
    return this.#thinks || this.#polls.size > 0;
  }

  asks(): void {
    this.#thinks = false;
    this.#changed();
  }

  /** It has repeated a read. */
  hasAsked(key: string): void {
    this.#polls.delete(key);
  }

  isAnswered(key: string, isRead: boolean): void {
    if (isRead) this.#polls.add(key);
    else this.#thinks = true;
  }

  /** It waits for something else than an answer. */
  hush(): void {
    this.#thinks = false;
    this.#polls.clear();
    this.#changed();
  }

  /** Waits until it asks; silent for so many real seconds, it is taken to wait for something else. */
  async listen(patience: number): Promise<void> {
    await watch(this.#change.settled, patience, () => this.hush());
  }

  /** Waits until it asks, this many real seconds at most; has it asked? */
  async asksWithin(seconds: number): Promise<boolean> {
    return await watch(
      this.#change.settled.then(() => true),
      seconds,
      () => false,
    );
  }

  #changed(): void {
    this.#change.settle();
    this.#change = newLatch();
  }
}

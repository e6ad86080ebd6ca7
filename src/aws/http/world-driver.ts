import { instant } from "../../base/brand.ts";
import { DeadlockError } from "../../base/errors.ts";
import type { Callers, Patience } from "../../kernel/callers.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { LONGEST_MS, REAL_SECONDS, stuckMock } from "../drive.ts";

/** How long a world in which nothing is left to happen waits for somebody to do something. */
const LAST_CHANCE_SECONDS = 1;

/** Moves a world's time while code outside waits for its answers, or for an execution that it started, and nobody else moves it. */
export class WorldDriver {
  readonly callers: Callers;
  readonly #kernel: Kernel;
  #isDriving = false;

  constructor(kernel: Kernel, patience: Patience) {
    this.#kernel = kernel;
    this.callers = kernel.listen(patience, () => void this.#drive());
  }

  get #isNeeded(): boolean {
    return this.callers.needDriver && !this.callers.isDriven;
  }

  async #drive(): Promise<void> {
    if (this.#isDriving) return;
    this.#isDriving = true;
    try {
      while (this.#isNeeded) await this.#advance();
    } catch (thrown) {
      this.callers.refuseOutside(thrown);
    } finally {
      this.#isDriving = false;
    }
  }

  async #advance(): Promise<void> {
    const stop = await this.#kernel.drive({
      horizon: instant(this.#kernel.now() + LONGEST_MS),
      realSeconds: REAL_SECONDS,
      stuck: stuckMock,
      mayStep: () => this.#isNeeded,
    });
    if (stop !== "idle" || !this.#isNeeded || this.callers.tellOutside()) return;
    if (await this.callers.outside.asksWithin(LAST_CHANCE_SECONDS)) return;
    if (this.#isNeeded) this.callers.refuseOutside(deadlock(this.callers.waits));
  }
}

function deadlock(waits: readonly string[]): DeadlockError {
  return new DeadlockError(`The application waits for what nobody will do:\n\n${waits.map((wait) => `  ${wait}`).join("\n")}`, {
    code: "DEADLOCK",
    hint: "A mock that hangs() never answers; an execution that waits for a task token needs somebody to send it.",
  });
}

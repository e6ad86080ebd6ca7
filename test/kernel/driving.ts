import type { Instant } from "../../src/base/brand.ts";
import { instant } from "../../src/base/brand.ts";
import type { Step } from "../../src/kernel/effect.ts";
import { sleepUntil } from "../../src/kernel/effect.ts";
import type { ExternalHandle, Landed } from "../../src/kernel/external.ts";
import type { Root } from "../../src/kernel/fiber.ts";
import type { Goal, Stop } from "../../src/kernel/goal.ts";
import { Kernel } from "../../src/kernel/kernel.ts";

/** A kernel whose clock begins at 0, and what happened in it. */
export class Bench {
  readonly kernel: Kernel = new Kernel(instant(0));
  readonly log: string[] = [];

  /** Notes what happened, with its virtual second. */
  note(what: string): void {
    this.log.push(`${this.kernel.now() / 1_000}s ${what}`);
  }

  /** Runs one body to its end and answers what it returned; throws what it threw. */
  async run<T>(body: Step<T>, goal: Partial<Goal> = {}): Promise<T> {
    const root = this.kernel.start("root", body);
    await this.drive(root, goal);
    const { outcome } = root;
    if (outcome === undefined) throw new Error("not over");
    if ("thrown" in outcome) throw outcome.thrown;
    return outcome.value as T;
  }

  async drive(root: Root | undefined, goal: Partial<Goal> = {}): Promise<Stop> {
    return await this.kernel.drive({ ...(root !== undefined && { root }), horizon: instant(1e12), realSeconds: 2, stuck, ...goal });
  }

  *sleeper(name: string, seconds: number): Step<string> {
    yield* sleepUntil(seconds === 0 ? this.kernel.now() : instant(this.kernel.now() + seconds * 1_000));
    this.note(name);
    return name;
  }

  /** Asks outside; notes when the answer is seen. */
  *asker(name: string, start: (handle: ExternalHandle) => Landed<string> | Promise<Landed<string>>, deadline?: Instant): Step<unknown> {
    const answer = yield* ask(name, start, deadline);
    this.note(`${name} ${String(answer)}`);
    return answer;
  }
}

/** Asks outside and answers what landed. */
export function* ask(name: string, start: (handle: ExternalHandle) => Landed | Promise<Landed>, deadline?: Instant): Step<unknown> {
  return yield { kind: "external", label: () => name, deadline, start };
}

export const seconds = (value: number): Instant => instant(value * 1_000);
export const landed = (value: string, latencySeconds = 0): Landed<string> => ({ value, latencyMs: latencySeconds * 1_000 });
/** Settles after this many real turns of the event loop. */
export const realTurns = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
};

function stuck(labels: readonly string[]): Error {
  return new Error(`stuck: ${labels.join(", ")}`);
}

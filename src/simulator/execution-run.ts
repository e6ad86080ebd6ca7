import type { Instant } from "../base/brand.ts";
import { errorDetails } from "../base/states-failure.ts";
import type { Environment } from "../interpreter/environment.ts";
import type { Outcome, Program } from "../interpreter/execute.ts";
import { endOutside, execute, timedOut } from "../interpreter/execute.ts";
import { redrive } from "../interpreter/redrive.ts";
import type { Step } from "../kernel/effect.ts";
import type { Root, RootWatcher } from "../kernel/fiber.ts";
import type { Facts } from "./result.ts";
import { EndedExecution } from "./result.ts";

/** How an execution ended, by itself or stopped. */
export type Ending = Outcome | { readonly status: "ABORTED"; readonly error: string | undefined; readonly cause: string | undefined };

interface Ended {
  readonly ending: Ending;
  readonly at: Instant;
}

/** An execution in its world from its start to its end, whoever started it. */
export class ExecutionRun implements RootWatcher {
  readonly facts: Facts;
  readonly environment: Environment;
  /** Executions that its states started, in order. */
  readonly children: ExecutionRun[] = [];
  /** When it was redriven. */
  readonly redrives: Instant[] = [];
  readonly #program: Program;
  readonly #listeners: (() => void)[] = [];
  #root: Root;
  #isLeftToWorld = false;
  #stopped: Ended | undefined;

  constructor(facts: Facts, environment: Environment, program: Program) {
    this.facts = facts;
    this.environment = environment;
    this.#program = program;
    this.#root = this.#started(execute(program, environment, facts.input));
  }

  /** What its fibers belong to. */
  get root(): Root {
    return this.#root;
  }

  /** How and when it ended, also when the time was moved for another execution of its world. */
  get ended(): Ended | undefined {
    const { outcome } = this.#root;
    return outcome !== undefined && "value" in outcome ? { ending: outcome.value as Outcome, at: outcome.at } : this.#stopped;
  }

  get status(): Ending["status"] | "RUNNING" {
    return this.ended?.ending.status ?? "RUNNING";
  }

  /** Is told once when it has ended; not when it was broken off by a misuse. */
  whenEnded(listener: () => void): void {
    if (this.ended === undefined) this.#listeners.push(listener);
    else listener();
  }

  /** Nobody drives it for its own sake: what breaks it off is thrown to whoever drives the world. */
  leaveToWorld(): void {
    this.#isLeftToWorld = true;
  }

  /** @internal */
  rootOver(): void {
    const { outcome } = this.#root;
    const isBroken = outcome !== undefined && "thrown" in outcome;
    if (this.#isLeftToWorld && isBroken) this.environment.kernel.break(outcome.thrown);
    else this.#tellEnd();
  }

  /** StopExecution; does nothing when it has ended. */
  stop(error?: string, cause?: string): void {
    this.#end(() => {
      endOutside(this.environment.journal, "ExecutionAborted", errorDetails({ error, cause }));
      return { status: "ABORTED", error, cause };
    });
  }

  /** AWS ends an execution that has run for a year. */
  timeOut(): void {
    this.#end(() => timedOut(this.environment));
  }

  #end(ending: () => Ending): void {
    if (this.ended !== undefined) return;
    const { kernel } = this.environment;
    kernel.stop(this.#root);
    this.#stopped = { ending: ending(), at: kernel.now() };
    this.#tellEnd();
  }

  /** RedriveExecution: goes on at the state that it did not get beyond. */
  redrive(): void {
    const { kernel } = this.environment;
    this.redrives.push(kernel.now());
    this.#stopped = undefined;
    this.#root = this.#started(redrive(this.#program, this.environment, this.facts.input, this.redrives.length));
    this.leaveToWorld();
  }

  #started(body: Step<Outcome>): Root {
    const root = this.environment.kernel.start(this.facts.name, body);
    root.watcher = this;
    return root;
  }

  #tellEnd(): void {
    if (this.ended !== undefined) for (const listener of this.#listeners.splice(0)) listener();
  }

  /** What is told of it when it has ended. */
  execution(): EndedExecution {
    const { ending, at } = this.ended as Ended;
    return new EndedExecution(this.facts, this.environment, ending, at, this.children);
  }
}

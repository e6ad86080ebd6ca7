import type { Instant } from "../base/brand.ts";
import { errorDetails } from "../base/states-failure.ts";
import type { Environment } from "../interpreter/environment.ts";
import type { Outcome, Program } from "../interpreter/execute.ts";
import { endOutside, execute, timedOut } from "../interpreter/execute.ts";
import { redrive } from "../interpreter/redrive.ts";
import type { Step } from "../kernel/effect.ts";
import type { Root, RootWatcher } from "../kernel/fiber.ts";
import type { MapRun } from "./map-run/map-run.ts";
import type { Facts } from "./result.ts";
import { EndedExecution } from "./result.ts";

/** How an execution ended, by itself or stopped. */
export type Ending = Outcome | { readonly status: "ABORTED"; readonly error: string | undefined; readonly cause: string | undefined };

interface Ended {
  readonly ending: Ending;
  readonly at: Instant;
}

/** Is told how a child execution ends. */
export interface ChildKeeper {
  /** What the child's fibers are driven with. */
  readonly within: Root;
  childEnded(child: ExecutionRun): void;
  /** A misuse broke it off. */
  childBroke(child: ExecutionRun, thrown: unknown): void;
}

/** Is told of Map Runs and their children, in a world that somebody can ask about them. */
export interface MapRunRegister {
  mapRunStarted(mapRun: MapRun): void;
  childStarted(child: ExecutionRun): void;
  childEnded(child: ExecutionRun): void;
}

/** An execution in its world from its start to its end, whoever started it. */
export class ExecutionRun implements RootWatcher {
  readonly facts: Facts;
  readonly environment: Environment;
  /** Executions that its states started, in order. */
  readonly children: ExecutionRun[] = [];
  /** The runs of its distributed Maps, in order. */
  readonly mapRuns: MapRun[] = [];
  /** Of its world, if anybody can ask for its Map Runs. */
  register: MapRunRegister | undefined;
  readonly #program: Program;
  readonly #keeper: ChildKeeper | undefined;
  #listeners: (() => void)[] | undefined;
  #root: Root;
  #isLeftToWorld = false;
  #stopped: Ended | undefined;

  constructor(facts: Facts, program: Program, environmentOf: (run: ExecutionRun) => Environment, keeper?: ChildKeeper) {
    this.facts = facts;
    this.environment = environmentOf(this);
    this.#program = program;
    this.#keeper = keeper;
    this.#root = this.#started(execute(program, this.environment));
  }

  /** When it was redriven. */
  get redrives(): readonly Instant[] {
    return this.environment.redrives;
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
    if (this.ended !== undefined) return listener();
    this.#listeners ??= [];
    this.#listeners.push(listener);
  }

  /** Nobody drives it for its own sake: what breaks it off is thrown to whoever drives the world. */
  leaveToWorld(): void {
    this.#isLeftToWorld = true;
  }

  /** @internal */
  rootOver(): void {
    const { outcome } = this.#root;
    const isBroken = outcome !== undefined && "thrown" in outcome;
    if (!isBroken) this.#tellEnd();
    else if (this.#isLeftToWorld) this.environment.kernel.break(outcome.thrown, `the execution ${this.facts.executionArn}`);
    else this.#keeper?.childBroke(this, outcome.thrown);
  }

  /** StopExecution; does nothing when it has ended. */
  stop(error?: string, cause?: string): void {
    this.#end(() => {
      endOutside(this.environment, "ExecutionAborted", errorDetails({ error, cause }));
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

  /** RedriveExecution: goes on in the states that it did not get beyond. */
  redrive(): void {
    this.#stopped = undefined;
    this.#root = this.#started(redrive(this.#program, this.environment));
    if (this.#keeper === undefined) this.leaveToWorld();
  }

  #started(body: Step<Outcome>): Root {
    const root = this.environment.kernel.start("execution", body, this.#keeper?.within);
    root.watcher = this;
    return root;
  }

  #tellEnd(): void {
    if (this.ended === undefined) return;
    this.#keeper?.childEnded(this);
    const listeners = this.#listeners;
    this.#listeners = undefined;
    for (const listener of listeners ?? []) listener();
  }

  /** What is told of it when it has ended. */
  execution(): EndedExecution {
    const { ending, at } = this.ended as Ended;
    return new EndedExecution(this.facts, this.environment, ending, at, this.children, this.mapRuns);
  }
}

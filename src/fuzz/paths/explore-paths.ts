import { atLeast, checkOptions, optionSet } from "../../base/check-options.ts";
import type { Json } from "../../base/json.ts";
import { ROOT } from "../../base/pointer.ts";
import type { Execution, ExecutionStatus } from "../../simulator/execution.ts";
import type { StateMachine, StateMachineSource } from "../../simulator/state-machine.ts";
import { loadStateMachine } from "../../simulator/state-machine.ts";
import { Budget } from "./budget.ts";
import type { Drive } from "./drive-route.ts";
import { driveRoute } from "./drive-route.ts";
import type { PlannedMocks } from "./planned-mocks.ts";
import type { Attempt, Route } from "./route.ts";
import { keyOfRoute } from "./route.ts";
import type { Goal } from "./routes.ts";
import { Routes } from "./routes.ts";
import { toldExit } from "./told-exit.ts";
import type { Unreachable } from "./unreachable.ts";
import { unreachableIn } from "./unreachable.ts";

/** How far {@link explorePaths} looks. */
export interface ExploreOptions {
  /** The most paths to list; 100. */
  readonly maxPaths?: number;
  /** How often a state may be entered again on one path; 1. */
  readonly loops?: number;
  /** How much is tried in search of ways and data, in steps: a value, a state entered; a run is many. 200000. */
  readonly maxSteps?: number;
}

/** A failure on a path, that its mocks bring about. */
export interface PathFault {
  readonly state: string;
  readonly kind: "fails" | "hangs";
  readonly error?: string;
  /** In how many calls. */
  readonly calls: number;
}

/** One way through a state machine. */
export interface Path {
  /** Readable, and given to one path only: `ProcessPayment fails with PaymentDeclined → SendPaymentFailed`. */
  readonly name: string;
  /** Top-level states in order of entry. */
  readonly states: readonly string[];
  readonly input: Json;
  /** What the state's mocks answer, as data; `mocksOf(path)` makes mocks of it. */
  readonly mocks: PlannedMocks;
  /** What Amazon S3 answers its distributed Maps, by operation: the files made for an ItemReader. */
  readonly objects?: PlannedMocks;
  readonly faults: readonly PathFault[];
  /** How the execution ends. */
  readonly status: Extract<ExecutionStatus, "SUCCEEDED" | "FAILED">;
  /** What it fails with, where that is known. */
  readonly error?: string;
  /** Do `input` and `mocks` lead along the path? They were run when it says so. */
  readonly solved: boolean;
  /** Why not. */
  readonly why?: string;
  /** The execution that showed it. */
  readonly execution?: Execution;
}

/** What {@link explorePaths} found. */
export interface Exploration {
  readonly paths: readonly Path[];
  readonly unreachable: readonly Unreachable[];
  /** Is each way of leaving each state on one of the paths, and was nothing left out by a bound? */
  readonly complete: boolean;
  /** What was left out, one sentence each. */
  readonly left: readonly string[];
}

const OPTIONS = optionSet<ExploreOptions>("explorePaths", "", {
  maxPaths: atLeast(1, "a number from 1 on"),
  loops: atLeast(0, "a number, 0 or more"),
  maxSteps: atLeast(1, "a number from 1 on"),
});

/**
 * Lists the paths through a state machine: success, each choice rule, each catcher, retries that recover or are used up, timeouts, failing
 * branches, and Maps of no, one and two items, each on at least one path; then further acyclic paths up to `maxPaths`. Every path that
 * is `solved` has been run with its input and mocks. Rejects with the error of loading, where a machine cannot be loaded.
 *
 * @example
 * const { paths, unreachable } = await explorePaths("order.asl.json");
 * expect(paths.map(({ name }) => name)).toContain("ProcessPayment fails with PaymentDeclined 4 times → SendPaymentFailed");
 * expect(unreachable).toEqual([]);
 */
export async function explorePaths(source: StateMachineSource, options: ExploreOptions = {}): Promise<Exploration> {
  checkOptions(options, OPTIONS);
  const machine = await loadStateMachine(source);
  return new Explorer(machine, options).explore();
}

class Explorer {
  readonly #machine: StateMachine;
  readonly #maxPaths: number;
  readonly #budget: Budget;
  readonly #routes: Routes;
  readonly #found = new Map<string, readonly [Route, Drive]>();
  readonly #tried = new Map<string, Drive>();
  readonly #left: string[] = [];

  constructor(machine: StateMachine, { maxPaths = 100, loops = 1, maxSteps = 200_000 }: ExploreOptions) {
    this.#machine = machine;
    this.#maxPaths = maxPaths;
    this.#budget = new Budget(maxSteps);
    this.#routes = new Routes(machine.definition, ROOT, loops, this.#budget);
  }

  async explore(): Promise<Exploration> {
    const unreachable = unreachableIn(this.#machine.definition, this.#budget);
    const lost = new Set(unreachable.map(({ pointer }) => pointer));
    const goals = this.#routes.goals.filter(({ exit }) => !exit.covers.some((pointer) => lost.has(pointer)));
    for (const [index, goal] of goals.entries()) {
      if (this.#budget.isSpent) {
        this.#leave(`${STOPPED} ${goals.length - index} ways of leaving a state, the first: ${told(goal)}.`);
        break;
      }
      if (this.#found.size >= this.#maxPaths) this.#leave(`${this.#maxPaths} paths are listed; there are more.`);
      else if (!this.#isCovered(goal)) await this.#reach(goal);
    }
    await this.#addOthers();
    if (this.#routes.isCut) this.#leave("There are more ways through the machine than could be looked at.");
    return { paths: named([...this.#found.values()]), unreachable, complete: this.#left.length === 0, left: this.#left };
  }

  #leave(sentence: string): void {
    if (!this.#left.includes(sentence)) this.#left.push(sentence);
  }

  #isCovered({ name, exit }: Goal): boolean {
    return [...this.#found.values()].some(
      ([route, { why }]) =>
        why === undefined && route.steps.some((step) => step.name === name && step.exit.key === exit.key && step.exit.next === exit.next),
    );
  }

  /** The first route through the goal that can be driven; else the plainest that is not impossible. */
  async #reach(goal: Goal): Promise<void> {
    let spare: readonly [Route, Drive] | undefined;
    let isKnown = false;
    let failed = 0;
    for (const route of this.#routes.through(goal)) {
      const drive = await this.#drive(route);
      if (drive.why === undefined) return void this.#found.set(keyOfRoute(route), [route, drive]);
      if (!drive.isImpossible) spare ??= [route, drive];
      if (!drive.isImpossible && ++failed >= MOST_TRIES) break;
      isKnown = true;
    }
    if (spare !== undefined) this.#found.set(keyOfRoute(spare[0]), spare);
    else
      this.#leave(
        `${told(goal)}: ${isKnown ? "no data leads there on the ways that were looked at" : "no way of so few loops leads there and on to an end"}.`,
      );
  }

  /** Acyclic routes beside those that were needed. */
  async #addOthers(): Promise<void> {
    for (const route of this.#routes.all()) {
      if (this.#budget.isSpent) return this.#leave(`${STOPPED} further ways.`);
      const isAcyclic = new Set(route.steps.map(({ name }) => name)).size === route.steps.length;
      if (!isAcyclic || this.#found.has(keyOfRoute(route))) continue;
      if (this.#found.size >= this.#maxPaths) return this.#leave(`${this.#maxPaths} paths are listed; there are more.`);
      const drive = await this.#drive(route);
      if (!drive.isImpossible) this.#found.set(keyOfRoute(route), [route, drive]);
    }
  }

  async #drive(route: Route): Promise<Drive> {
    const key = keyOfRoute(route);
    const drive = this.#tried.get(key) ?? (await driveRoute(this.#machine, route, this.#budget));
    this.#tried.set(key, drive);
    return drive;
  }
}

/** Routes through one goal that are not borne out by runs. */
const MOST_TRIES = 3;

const STOPPED = "The search was stopped by `maxSteps` before";

const told = ({ name, exit }: Goal): string => `${name} ${toldExit(exit)}`;

function named(found: readonly (readonly [Route, Drive])[]): readonly Path[] {
  const counts = new Map<string, number>();
  return found.map(([route, drive]) => {
    const name = nameOf(route);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return pathOf(count === 1 ? name : `${name} (${count})`, route, drive);
  });
}

/** What is out of the ordinary on the way, or else the way itself. */
function nameOf({ steps }: Route): string {
  const told = steps.flatMap(({ name, exit }) => (exit.words === undefined ? [] : [`${name} ${toldExit(exit)}`]));
  return told.length > 0 ? told.join(", ") : steps.map(({ name }) => name).join(" → ");
}

function pathOf(name: string, route: Route, { input, mocks, objects, execution, why }: Drive): Path {
  const error = execution?.error ?? route.failure?.error;
  return {
    name,
    states: route.steps.map((step) => step.name),
    input,
    mocks,
    ...(objects !== undefined && { objects }),
    faults: route.steps.flatMap((step) => step.exit.attempts.flatMap((attempt) => faultsOf(step.name, attempt))).reduce(merged, []),
    status: route.failure === undefined ? "SUCCEEDED" : "FAILED",
    ...(route.failure !== undefined && error !== undefined && { error }),
    solved: why === undefined,
    ...(why !== undefined && { why }),
    ...(why === undefined && execution !== undefined && { execution }),
  };
}

function faultsOf(state: string, attempt: Attempt): readonly PathFault[] {
  if (attempt.kind === "fails") return [{ state, kind: "fails", error: attempt.error, calls: 1 }];
  if (attempt.kind === "hangs") return [{ state, kind: "hangs", calls: 1 }];
  if (attempt.kind === "runs" && attempt.fault !== undefined) return [{ state, kind: "fails", error: attempt.fault.error, calls: 1 }];
  const inner = attempt.kind === "runs" ? attempt.lines.flatMap(({ route }) => route.steps) : [];
  return inner.flatMap((step) => step.exit.attempts.flatMap((below) => faultsOf(step.name, below)));
}

function merged(faults: readonly PathFault[], fault: PathFault): readonly PathFault[] {
  const last = faults.at(-1);
  const isSame = last?.state === fault.state && last.kind === fault.kind && last.error === fault.error;
  return isSame ? [...faults.slice(0, -1), { ...last, calls: last.calls + 1 }] : [...faults, fault];
}

import type { EventId, Instant } from "../../base/brand.ts";
import type { Json } from "../../base/json.ts";
import type { StatesFailure } from "../../base/states-failure.ts";
import type { Pen } from "../../history/journal.ts";
import type { StateRef } from "../../history/state-ref.ts";
import { exceedsTolerated, toleratedFailuresExceeded } from "../../interpreter/distributed-map/tolerated-failures.ts";
import type { Program } from "../../interpreter/execute.ts";
import type {
  ChildInputs,
  ChildMachine,
  ChildResult,
  MapRunControl,
  MapRunPort,
  MapRunRequest,
  TaskLine,
  ToleratedFailures,
} from "../../interpreter/ports.ts";
import type { Step } from "../../kernel/effect.ts";
import { signalled } from "../../kernel/effect.ts";
import type { Root } from "../../kernel/fiber.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { Signal } from "../../kernel/signal.ts";
import { withTimeQuota } from "../execution-quotas.ts";
import type { ChildKeeper } from "../execution-run.ts";
import { ExecutionRun } from "../execution-run.ts";
import { whyNotRedrivable } from "../redrivable.ts";
import { ChildEnvironment, ChildFacts } from "./map-run-child.ts";
import type { ChildStatus, MapRunCounts } from "./map-run-counts.ts";
import { MapRunTally } from "./map-run-counts.ts";
import { MapRunNames } from "./map-run-names.ts";
import { MapRunResult } from "./map-run-result.ts";

/** Starts the Map Runs of an execution. */
export class MapRuns implements MapRunPort {
  readonly #execution: ExecutionRun;

  constructor(execution: ExecutionRun) {
    this.#execution = execution;
  }

  start(request: MapRunRequest, line: TaskLine): MapRun {
    const mapRun = new MapRun(this.#execution, request, line);
    this.#execution.mapRuns.push(mapRun);
    this.#execution.register?.mapRunStarted(mapRun);
    return mapRun;
  }

  redrive(entered: EventId, readsItems: boolean): MapRun | undefined {
    const mapRun = this.#execution.mapRuns.findLast((run) => run.entered === entered);
    if (mapRun?.goesOn !== true || !(mapRun.hasInputs || readsItems)) return undefined;
    mapRun.redrive();
    return mapRun;
  }
}

/** Why no more children begin: all are over, too many failed, or a misuse broke one off. */
type Over = { readonly failure: StatesFailure | undefined } | { readonly thrown: unknown };

/** AWS "Map Run": the child executions of one run of a distributed Map, and what they are held to. */
export class MapRun implements MapRunControl, ChildKeeper {
  readonly names: MapRunNames;
  readonly machine: ChildMachine;
  /** The execution of the Map. */
  readonly execution: ExecutionRun;
  /** The line of the Map, and its state. */
  readonly place: { readonly pen: Pen; readonly state: StateRef };
  /** The event with which the state was entered. */
  readonly entered: EventId;
  /** Which visits and attempts of its state, and of those around, it is of. */
  readonly repeats: string;
  readonly startedAt: Instant;
  stoppedAt: Instant | undefined;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED" = "RUNNING";
  /** 0: as many as possible. */
  maxConcurrency: number;
  tolerated: ToleratedFailures;
  /** When it was redriven. */
  readonly redrives: Instant[] = [];
  /** Indices of children that wait to be redriven. */
  readonly pendingRedrives: Set<number> = new Set();
  /** Those that have begun, in the order of the items. */
  readonly children: ExecutionRun[] = [];
  /** Of each child its beginning and its end, counted among those of all. */
  readonly begun: number[] = [];
  readonly ended: number[] = [];
  readonly #program: Program;
  readonly #kernel: Kernel;
  readonly #tally = new MapRunTally();
  #over: Signal<Over>;
  #inputs: ChildInputs | undefined;
  #turns = 0;
  /** Where the child that was started anew last has its place among all that the execution started; others follow. */
  #replaced = 0;
  #isClosed = false;
  /** What it failed with last. */
  #failure: StatesFailure | undefined;

  constructor(execution: ExecutionRun, request: MapRunRequest, line: TaskLine) {
    const { state, entered, machine, maxConcurrency, tolerated } = request;
    const { facts, environment } = execution;
    this.execution = execution;
    this.place = { pen: line.pen, state };
    this.entered = entered;
    this.repeats = line.repeats;
    this.machine = machine;
    this.maxConcurrency = maxConcurrency;
    this.tolerated = tolerated;
    this.names = new MapRunNames(facts, machine, state, line);
    this.startedAt = environment.kernel.now();
    this.#kernel = environment.kernel;
    this.#program = withTimeQuota(machine.program, machine.type, facts.limits);
    this.#over = new Signal(() => this.#waits());
  }

  get arn(): string {
    return this.names.arn;
  }

  // — running them —

  get hasInputs(): boolean {
    return this.#inputs !== undefined;
  }

  get redriveCount(): number {
    return this.redrives.length;
  }

  get #values(): readonly Json[] {
    return this.#inputs?.values ?? [];
  }

  *run(inputs: ChildInputs | undefined = this.#inputs): Step<StatesFailure | undefined> {
    if (this.#inputs === undefined) this.#receive(inputs);
    if (this.#isFailing) return toleratedFailuresExceeded();
    this.#fill();
    if (!this.#isRunning) return undefined;
    const over = (yield* signalled(this.#over)) as Over;
    if ("thrown" in over) throw over.thrown;
    return over.failure;
  }

  #receive(inputs: ChildInputs | undefined): void {
    this.#inputs = inputs;
    const { length } = this.#values;
    this.#tally.add(length, inputs?.sizes?.reduce((sum, size) => sum + size, 0) ?? length);
  }

  get #isRunning(): boolean {
    return this.#tally.executions.RUNNING > 0;
  }

  get #isFailing(): boolean {
    return exceedsTolerated(this.tolerated, this.#tally.failedItems, this.#tally.totalItems);
  }

  /** Begins as many children as may run. */
  #fill(): void {
    const { distributedMapConcurrency } = this.execution.facts.limits;
    const width = Math.min(this.maxConcurrency === 0 ? Number.POSITIVE_INFINITY : this.maxConcurrency, distributedMapConcurrency);
    let started = 0;
    while (this.#tally.executions.RUNNING < width && this.#startNext()) started++;
    this.#kernel.startedTogether(started);
  }

  /** Redrives the next child that waits for that, or else begins the next one. */
  #startNext(): boolean {
    const [waiting] = this.pendingRedrives;
    const index = this.children.length;
    if (waiting !== undefined) this.#redriveChild(waiting);
    else if (index < this.#values.length) {
      const child = this.#newChild(index);
      this.children.push(child);
      this.execution.children.push(child);
      this.#started(child, index, "PENDING");
    } else return false;
    return true;
  }

  #newChild(index: number): ExecutionRun {
    const facts = new ChildFacts(this, index, this.#values[index] as Json, this.#kernel.now());
    const child = new ExecutionRun(facts, this.#program, (run) => new ChildEnvironment(facts, new MapRuns(run)), this);
    child.register = this.execution.register;
    return child;
  }

  /** AWS counts the start of a child as a transition of its parent. */
  #started(child: ExecutionRun, index: number, before: ChildStatus): void {
    const { execution } = this;
    this.begun[index] = this.#turns++;
    execution.environment.transitions++;
    this.#tally.move(before, "RUNNING", this.itemsIn(index));
    execution.register?.childStarted(child);
  }

  get within(): Root {
    return this.execution.root;
  }

  childEnded(child: ExecutionRun): void {
    const { index } = child.facts as ChildFacts;
    this.#tally.move("RUNNING", this.#endOf(index), this.itemsIn(index));
    this.ended[index] = this.#turns++;
    this.execution.register?.childEnded(child);
    if (!this.#isClosed) this.#goOn();
  }

  /** Ends the run when too many items have failed, or all children are over; else begins what may begin. */
  #goOn(): void {
    if (this.#isFailing) return this.#close({ failure: toleratedFailuresExceeded() });
    this.#fill();
    if (!this.#isRunning) this.#close({ failure: undefined });
  }

  /** UpdateMapRun, while it runs: what is not given stays as it was. */
  update(maxConcurrency: number | undefined, { count, percentage }: ToleratedFailures): void {
    this.maxConcurrency = maxConcurrency ?? this.maxConcurrency;
    this.tolerated = { count: count ?? this.tolerated.count, percentage: percentage ?? this.tolerated.percentage };
    if (this.#isRunning) this.#goOn();
  }

  // — running them again —

  /** Does a redrive go on with it? After a failure of the Map's data a new Map Run is started. */
  get goesOn(): boolean {
    const isUnsuccessful = this.status === "FAILED" || this.status === "ABORTED";
    return isUnsuccessful && !DATA_ERRORS.has(this.#failure?.error);
  }

  /** AWS "Redriving Map Runs": lets the children that did not succeed go on where they ended, and those begin that never did. */
  redrive(): void {
    this.redrives.push(this.#kernel.now());
    this.status = "RUNNING";
    this.stoppedAt = undefined;
    this.#over = new Signal(() => this.#waits());
    this.#isClosed = false;
    this.#replaced = 0;
    for (const [index, child] of this.children.entries()) {
      if (whyNotRedrivable(child) !== undefined) continue;
      this.pendingRedrives.add(index);
      this.#tally.move(child.status, "PENDING_REDRIVE", this.itemsIn(index));
    }
  }

  /** A Standard child goes on; an Express child is started anew, and what it did before is forgotten. */
  #redriveChild(index: number): void {
    this.pendingRedrives.delete(index);
    const before = this.children[index] as ExecutionRun;
    const child = this.machine.type === "STANDARD" ? before : this.#newChild(index);
    if (child === before) child.redrive();
    else this.#replace(index, before, child);
    this.#started(child, index, "PENDING_REDRIVE");
  }

  #replace(index: number, before: ExecutionRun, child: ExecutionRun): void {
    const { children } = this.execution;
    this.children[index] = child;
    this.#replaced = children.indexOf(before, this.#replaced);
    children[this.#replaced] = child;
  }

  childBroke(child: ExecutionRun, thrown: unknown): void {
    this.#tally.move("RUNNING", "ABORTED", this.itemCountOf(child));
    this.#close({ thrown });
  }

  #close(over: Over): void {
    this.#stopRunning();
    this.#kernel.signal(this.#over, over);
  }

  #stopRunning(): void {
    this.#isClosed = true;
    if (!this.#isRunning) return;
    for (const child of this.children) if (child.root.outcome === undefined) child.stop();
  }

  /** Those that still wait stay what they were. */
  #forgetRedrives(): void {
    for (const index of this.pendingRedrives) this.#tally.move("PENDING_REDRIVE", this.#endOf(index), this.itemsIn(index));
    this.pendingRedrives.clear();
  }

  #endOf(index: number): ChildStatus {
    return this.children[index]?.status ?? "PENDING";
  }

  end(status: "SUCCEEDED" | "FAILED" | "ABORTED", failure?: StatesFailure): void {
    this.#stopRunning();
    this.#failure = failure;
    this.#forgetRedrives();
    this.status = status;
    this.stoppedAt = this.#kernel.now();
  }

  /** Of a state that waits for children of which none goes on, in words. */
  #waits(): string {
    const running = this.children.filter(({ ended }) => ended === undefined);
    const first = running[0] === undefined ? [] : this.#kernel.waits(running[0].root);
    return `"${this.place.state.name}" waits for ${running.length} of its child executions; in the first of them ${first.join("; ")}`;
  }

  // — what became of them —

  /** How many items the child with this index has. */
  itemsIn(index: number): number {
    return this.#inputs?.sizes?.[index] ?? 1;
  }

  itemCountOf({ facts }: ExecutionRun): number {
    return this.itemsIn((facts as ChildFacts).index);
  }

  /** Of its child executions, or of the items in them. */
  counts(of: "executions" | "items"): MapRunCounts {
    return this.#tally.counts(of, this.stoppedAt !== undefined);
  }

  results(): readonly ChildResult[] {
    return this.#values.map((input, index) => new MapRunResult(this, index, input));
  }
}

/** Of the Map's own data, not of its children. */
const DATA_ERRORS: ReadonlySet<string | undefined> = new Set(["States.DataLimitExceeded", "States.Runtime"]);

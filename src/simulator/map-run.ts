import type { Instant } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { Pen } from "../history/journal.ts";
import type { StateRef } from "../history/state-ref.ts";
import type { Program } from "../interpreter/execute.ts";
import type {
  ChildInputs,
  ChildMachine,
  ChildResult,
  MapRunControl,
  MapRunPort,
  MapRunRequest,
  TaskLine,
  ToleratedFailures,
} from "../interpreter/ports.ts";
import { exceedsTolerated, toleratedFailuresExceeded } from "../interpreter/tolerated-failures.ts";
import type { Step } from "../kernel/effect.ts";
import { signalled } from "../kernel/effect.ts";
import type { Root } from "../kernel/fiber.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { drawUuid } from "../kernel/random.ts";
import { Signal } from "../kernel/signal.ts";
import { withTimeQuota } from "./execution-quotas.ts";
import type { ChildKeeper } from "./execution-run.ts";
import { ExecutionRun } from "./execution-run.ts";
import { ChildEnvironment, ChildFacts } from "./map-run-child.ts";
import type { ChildStatus, MapRunCounts } from "./map-run-counts.ts";
import { countsOf } from "./map-run-counts.ts";
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
}

/** Why no more children begin: all are over, too many failed, or a misuse broke one off. */
type Over = { readonly failure: StatesFailure | undefined } | { readonly thrown: unknown };

/** AWS "Map Run": the child executions of one run of a distributed Map, and what they are held to. */
export class MapRun implements MapRunControl, ChildKeeper {
  readonly arn: string;
  readonly label: string;
  readonly machine: ChildMachine;
  /** The execution of the Map. */
  readonly execution: ExecutionRun;
  /** The line of the Map, and its state. */
  readonly place: { readonly pen: Pen; readonly state: StateRef };
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
  /** Without the label, where the execution is a child itself. */
  readonly #machineName: string;
  /** What ARNs begin with. */
  readonly #base: string;
  readonly #program: Program;
  readonly #kernel: Kernel;
  readonly #over: Signal<Over>;
  #inputs: ChildInputs = { values: [] };
  #items = 0;
  #failedItems = 0;
  #running = 0;
  #isClosed = false;

  constructor(execution: ExecutionRun, { state, machine, maxConcurrency, tolerated }: MapRunRequest, line: TaskLine) {
    const { facts, environment } = execution;
    this.execution = execution;
    this.place = { pen: line.pen, state };
    this.machine = machine;
    this.maxConcurrency = maxConcurrency;
    this.tolerated = tolerated;
    const [arn, aws, states, region, account, _kind, name = ""] = facts.stateMachineArn.split(":");
    this.#base = [arn, aws, states, region, account].join(":");
    this.#machineName = name.split("/")[0] ?? "";
    this.label = machine.label ?? drawUuid(facts.seed, `map label|${this.#machineName}|${state.pointer}`);
    this.arn = `${this.#base}:mapRun:${this.#machineName}/${this.label}:${drawUuid(facts.seed, `${facts.executionArn}|${this.#drawOf(line)}`)}`;
    this.startedAt = environment.kernel.now();
    this.#kernel = environment.kernel;
    this.#program = withTimeQuota(machine.program, machine.type, facts.limits);
    this.#over = new Signal(() => this.#waits());
  }

  /** A state around that is tried again, or entered once more, leads to the same place. */
  #drawOf(line: TaskLine): string {
    const { pen, state } = this.place;
    const place = JSON.stringify([pen.branch, state.pointer]);
    const before = this.execution.mapRuns.filter((run) => JSON.stringify([run.place.pen.branch, run.place.state.pointer]) === place);
    return `${line.uuid()}|${before.length}`;
  }

  // — how its children are called —

  /** Of the first child 0, and so on. */
  childName(index: number): string {
    return drawUuid(this.execution.facts.seed, `${this.arn}|${index}`);
  }

  childArn(index: number): string {
    const name = this.childName(index);
    const machine = `${this.#machineName}/${this.label}`;
    if (this.machine.type === "STANDARD") return `${this.#base}:execution:${machine}:${name}`;
    return `${this.#base}:express:${machine}:${name}:${drawUuid(this.execution.facts.seed, `${this.arn}|${index}|express`)}`;
  }

  get childMachineArn(): string {
    return `${this.#base}:stateMachine:${this.#machineName}/${this.label}`;
  }

  // — running them —

  *run(inputs: ChildInputs): Step<StatesFailure | undefined> {
    this.#inputs = inputs;
    this.#items = inputs.sizes?.reduce((sum, size) => sum + size, 0) ?? inputs.values.length;
    this.#fill();
    if (this.#running === 0) return undefined;
    const over = (yield* signalled(this.#over)) as Over;
    if ("thrown" in over) throw over.thrown;
    return over.failure;
  }

  /** Begins as many children as may run. */
  #fill(): void {
    const { values } = this.#inputs;
    const { distributedMapConcurrency } = this.execution.environment.quotas;
    const width = Math.min(this.maxConcurrency === 0 ? Number.POSITIVE_INFINITY : this.maxConcurrency, distributedMapConcurrency);
    while (this.#running < width && this.children.length < values.length) this.#begin(values[this.children.length] as Json);
  }

  /** AWS counts the start of a child as a transition of its parent. */
  #begin(input: Json): void {
    const { execution } = this;
    const facts = new ChildFacts(this, this.children.length, input, this.#kernel.now());
    const child = new ExecutionRun(facts, this.#program, (run) => new ChildEnvironment(facts, new MapRuns(run)), this);
    child.register = execution.register;
    this.children.push(child);
    execution.children.push(child);
    execution.environment.transitions++;
    this.#running++;
    execution.register?.childStarted(child);
  }

  get within(): Root {
    return this.execution.root;
  }

  childEnded(child: ExecutionRun): void {
    this.#running--;
    this.execution.register?.childEnded(child);
    if (this.#isClosed) return;
    const { index } = child.facts as ChildFacts;
    if (hasFailed(child)) this.#failedItems += this.itemsIn(index);
    this.#goOn();
  }

  /** Ends the run when too many items have failed, or all children are over; else begins what may begin. */
  #goOn(): void {
    if (exceedsTolerated(this.tolerated, this.#failedItems, this.#items)) return this.#close({ failure: toleratedFailuresExceeded() });
    this.#fill();
    if (this.#running === 0) this.#close({ failure: undefined });
  }

  /** UpdateMapRun, while it runs: what is not given stays as it was. */
  update(maxConcurrency: number | undefined, { count, percentage }: ToleratedFailures): void {
    this.maxConcurrency = maxConcurrency ?? this.maxConcurrency;
    this.tolerated = { count: count ?? this.tolerated.count, percentage: percentage ?? this.tolerated.percentage };
    if (this.#running > 0) this.#goOn();
  }

  childBroke(thrown: unknown): void {
    this.#running--;
    this.#close({ thrown });
  }

  #close(over: Over): void {
    this.#stopRunning();
    this.#kernel.signal(this.#over, over);
  }

  #stopRunning(): void {
    this.#isClosed = true;
    if (this.#running > 0) for (const child of this.children) child.stop();
  }

  end(status: "SUCCEEDED" | "FAILED" | "ABORTED"): void {
    this.#stopRunning();
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
    return this.#inputs.sizes?.[index] ?? 1;
  }

  itemCountOf({ facts }: ExecutionRun): number {
    return this.itemsIn((facts as ChildFacts).index);
  }

  /** Of its child executions, or of the items in them. */
  counts(of: "executions" | "items"): MapRunCounts {
    const statuses = this.#inputs.values.map((_, index) => this.#statusOf(index));
    return countsOf(statuses, (index) => (of === "items" ? this.itemsIn(index) : 1), this.stoppedAt !== undefined);
  }

  #statusOf(index: number): ChildStatus {
    return this.pendingRedrives.has(index) ? "PENDING_REDRIVE" : (this.children[index]?.status ?? "PENDING");
  }

  results(): readonly ChildResult[] {
    return this.#inputs.values.map((input, index) => new MapRunResult(this, index, input));
  }
}

function hasFailed({ status }: ExecutionRun): boolean {
  return status === "FAILED" || status === "TIMED_OUT";
}

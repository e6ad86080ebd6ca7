import type { Catcher } from "../../asl/model.ts";
import type { Attempt } from "./attempt.ts";
import type { Decision } from "./decide.ts";
import { RetriesUsed } from "./decide.ts";
import type { SomeFailure } from "./failure.ts";
import type { MapRun } from "./map-run.ts";
import type { GraphPlan, StatePlan } from "./plan.ts";
import type { Rule } from "./violation.ts";

/** When something has to happen: virtual milliseconds, both ends included. */
export interface Due {
  readonly least: number;
  readonly most: number;
  readonly rule: Rule;
  /** What the definition says, as a clause. */
  readonly why: string;
}

/** A line of states: the execution's own, that of a branch, or that of an iteration. */
export class Line {
  readonly graph: GraphPlan;
  readonly fork: Fork | undefined;
  /** Of the branch or iteration. */
  readonly index: number;
  /** Id of the event that the next one hangs on, and when that was, in virtual milliseconds. */
  last: number;
  at = 0;
  visit: Visit | undefined;
  /** The states it may enter next. */
  next: readonly string[];
  /** What the next state gets, as JSON text; `undefined` where that cannot be told. */
  data: string | undefined;
  due: Due | undefined;
  /** Set when its failure has left its last state. */
  failure: SomeFailure | undefined;
  state: "open" | "ended" | "stopped" = "open";

  constructor(graph: GraphPlan, last: number, data: string | undefined, fork?: Fork, index = 0) {
    this.graph = graph;
    this.fork = fork;
    this.index = index;
    this.last = last;
    this.next = [graph.startAt];
    this.data = data;
  }
}

/** How far a visit of a state has come. */
export type Phase = "entered" | "working" | "done" | "failed";

/** One stay of a line in a state, with all its attempts. */
export class Visit {
  readonly plan: StatePlan;
  readonly entered: number;
  /** The event that the `…StateEntered` hangs on. */
  readonly before: number;
  /** Raw input as JSON text. */
  readonly input: string | undefined;
  readonly used: RetriesUsed = new RetriesUsed();
  phase: Phase = "entered";
  /** JSON text of the last attempt's result. */
  result: string | undefined;
  /** What is to be done about the last failure. */
  decision: Decision | undefined;
  failure: SomeFailure | undefined;
  attempt: Attempt | undefined;
  fork: Fork | undefined;
  /** Of a distributed Map, from the beginning of its run until the state has succeeded. */
  mapRun: MapRun | undefined;
  /** How many items a distributed Map began with; `undefined` where an ItemReader finds them. */
  items: number | undefined;
  /** A Parallel or Map of which `…StateFailed` was recorded. */
  isClosed = false;

  constructor(plan: StatePlan, entered: number, before: number, input: string | undefined) {
    this.plan = plan;
    this.entered = entered;
    this.before = before;
    this.input = input;
  }

  /** The catcher that has to be taken. */
  get catcher(): Catcher | undefined {
    return this.decision?.kind === "catch" ? this.decision.catcher : undefined;
  }
}

/** One attempt of a Parallel or Map: its branches or iterations. */
export class Fork {
  readonly owner: Line;
  readonly plan: StatePlan;
  readonly started: number;
  readonly startedAt: number;
  /** Branches of a Parallel; of a Map the iterations that began, in order of their index. */
  readonly lines: Line[] = [];
  /** How many iterations there are; of a Parallel, branches. */
  readonly length: number;
  /** How many may run at once, and whether that many have to. */
  readonly width: { readonly most: number; readonly isExact: boolean };
  /** The items as JSON texts, where they can be told. */
  readonly items: readonly string[] | undefined;
  succeeded = 0;
  isOver = false;
  stopping: Stopping | undefined;

  constructor(owner: Line, plan: StatePlan, started: { readonly id: number; readonly at: number }, size: ForkSize) {
    this.owner = owner;
    this.plan = plan;
    this.started = started.id;
    this.startedAt = started.at;
    this.length = size.length;
    this.width = size.width;
    this.items = size.items;
  }

  get isMap(): boolean {
    return this.plan.state.Type === "Map";
  }

  /** Iterations that run. */
  get open(): number {
    return this.lines.length - this.succeeded;
  }

  get mayBegin(): boolean {
    return this.lines.length < this.length && this.open < this.width.most;
  }
}

export type ForkSize = Pick<Fork, "length" | "width" | "items">;

/** What has to be recorded of the lines of a fork in which one failed. */
export interface Stopping {
  /** The event that failed: all that is recorded hangs on it. */
  readonly event: number;
  /** How many of each are still to come: an event type, with name and index for iterations. */
  readonly expected: Map<string, number>;
}

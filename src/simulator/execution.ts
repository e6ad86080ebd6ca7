import type { HistoryEvent } from "../history/history-event.ts";
import type { LogEvent } from "../history/log-event.ts";
import type { BranchStep, Visit } from "../history/visit.ts";

/** How an execution ended, as DescribeExecution tells it. */
export type ExecutionStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
/** The type of a state machine: Standard or Express workflow. */
export type ExecutionType = "STANDARD" | "EXPRESS";

/** One call that left the machine. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** The API parameters; for a function the payload. */
  readonly input: unknown;
  /** The state that called, and where. */
  readonly state: string;
  readonly branch: readonly BranchStep[];
  readonly attempt: number;
  readonly at: Date;
  /** What was answered; `undefined` while nothing was, or ever. */
  readonly reply: CallReply | undefined;
  /** Whether an API model was found to check the call against. */
  readonly checked: boolean;
  /** What AWS would let pass in the result, although the API does not know it; absent where there is nothing of that kind. */
  readonly warnings?: readonly string[];
}

/** What a call was answered: a value as the Task saw it, or an error with its cause. */
export type CallReply = { readonly value: unknown } | { readonly error: string; readonly cause?: string };

/** What AWS would charge for. */
export interface Billing {
  /** Standard: state transitions, retries and the start included. */
  readonly stateTransitions: number;
}

/** Enough to run the same execution again. */
export interface Replay {
  readonly seed: number;
  /** ISO 8601. */
  readonly startTime: string;
  /** Name of the execution. */
  readonly name: string;
  /** Which of what was due at one instant came first, at each such tie; by the order of asking when it is not there. */
  readonly interleaving?: readonly number[];
}

/** A run of a distributed Map, and the child executions that it began. */
export interface MapRunView {
  readonly mapRunArn: string;
  /** The Map, and the branches and iterations around it. */
  readonly state: string;
  readonly branch: readonly BranchStep[];
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  readonly startDate: Date;
  readonly stopDate?: Date;
  /** How many items there are, those whose child has not begun included. */
  readonly items: number;
  /** In the order of the items. */
  readonly children: readonly MapRunChild[];
}

/** A child execution of a Map Run. */
export interface MapRunChild {
  /** How many items it has: several in a batch. */
  readonly items: number;
  /** Its beginning and its end, counted among those of all children of the run. */
  readonly begun: number;
  readonly ended: number | undefined;
  /** Once it has ended. */
  readonly execution: Execution | undefined;
}

/** What is known of an execution while it runs. */
export interface ExecutionView {
  readonly status: ExecutionStatus | "RUNNING";
  readonly history: readonly HistoryEvent[];
  readonly visits: readonly Visit[];
  /** Names of the top-level states, in order of entry. */
  readonly path: readonly string[];
  readonly calls: readonly Call[];
  /** The runs of its distributed Maps, in order. */
  readonly mapRuns: readonly MapRunView[];
  /** Top-level variables, as they stand. */
  readonly variables: { readonly [name: string]: unknown };
  /** Names of all states of the definition, nested ones included, in the order of the definition. */
  readonly stateNames: readonly string[];
}

/** An execution that has ended, as DescribeExecution and GetExecutionHistory would tell it; plain and frozen. */
// biome-ignore lint/suspicious/noExplicitAny: tests read outputs without narrowing them first
export interface Execution<Output = any> extends ExecutionView {
  readonly status: ExecutionStatus;
  readonly input: unknown;
  readonly output: Output | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly name: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  /** Of a child of a distributed Map: the Map Run that started it. */
  readonly mapRunArn?: string;
  /** Of a child of a distributed Map: where the Map stands, and the index of the child's item or batch, as `calls` and mocks tell it; else `[]`. */
  readonly branch: readonly BranchStep[];
  readonly type: ExecutionType;
  readonly startDate: Date;
  readonly stopDate: Date;
  /** Virtual seconds from start to stop. */
  readonly durationSeconds: number;
  readonly billing: Billing;
  /** What CloudWatch Logs would have, at the level of `logging`. */
  readonly logs: readonly LogEvent[];
  /**
   * In order, as far as they have ended: the children of its distributed Maps, one for each item or batch, and what its Tasks started with
   * `states:startExecution` in machines of this world.
   */
  readonly childExecutions: readonly Execution[];
  readonly replay: Replay;
  /** A table of states × virtual time. */
  toString(): string;
}

const executionMark = Symbol.for("sfn-testkit.Execution");

/** Marks a value as an execution, so that matchers recognise it across realms and copies of the library. */
export function markExecution<T extends object>(view: T): T {
  return Object.defineProperty(view, executionMark, { value: true });
}

/** Is this an execution (ended or still running)? */
export function isExecution(value: unknown): value is ExecutionView {
  return typeof value === "object" && value !== null && executionMark in value;
}

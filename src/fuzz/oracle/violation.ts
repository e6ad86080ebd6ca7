import type { Pointer } from "../../base/pointer.ts";

/** What an execution can do otherwise than the States Language and the Step Functions API say. */
export type Rule =
  /** Events are numbered from 1 without gaps. */
  | "ids"
  /** Each event hangs on the one before it in its line of states. */
  | "links"
  /** Time never goes back, and passes only where a state waits. */
  | "clock"
  /** A state goes on where `Next`, a choice rule or a catcher leads. */
  | "transition"
  /** A state gets what the one before put out; branches and iterations what their state gives them. */
  | "input"
  /** A state puts out its result where `ResultPath` says; an execution what its last state puts out. */
  | "output"
  /** A state is entered, does its work, and is left, once. */
  | "order"
  /** `Seconds` and `Timestamp` of a Wait. */
  | "wait"
  /** `TimeoutSeconds` and `HeartbeatSeconds`. */
  | "timeout"
  /** How often, and for which errors, a state is tried again. */
  | "retry"
  /** `IntervalSeconds`, `BackoffRate`, `MaxDelaySeconds` and `JitterStrategy`. */
  | "delay"
  /** Which catcher is taken, and what it puts out. */
  | "catch"
  /** What nothing takes fails the state around it, and the execution. */
  | "failure"
  /** Where one branch or iteration fails, the others stop. */
  | "siblings"
  /** `MaxConcurrency`, and AWS's own limit. */
  | "concurrency"
  /** A Map runs its processor once for each item, in their order. */
  | "iterations"
  /** How many items of a distributed Map may fail, and that no more do before it ends. */
  | "tolerance"
  /** An execution sees its own variables only. */
  | "variables"
  /** An execution ends once, and tells what its history tells. */
  | "end"
  /** A history holds no more events than AWS lets it. */
  | "budget";

/** One thing that an execution did otherwise than its definition says. */
export interface Violation {
  readonly rule: Rule;
  /** Id of the event that shows it. */
  readonly event: number;
  /** The state it happened in, where it is one state's. */
  readonly state?: { readonly name: string; readonly pointer: Pointer };
  /** ARN of the child of a distributed Map that it happened in; `event` is one of its history. */
  readonly childExecution?: string;
  /** What the specification demands, and what was seen. */
  readonly message: string;
}

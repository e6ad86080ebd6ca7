import type { Pointer } from "../../base/pointer.ts";

/** What an execution can do otherwise than the States Language says. */
export type Rule =
  | "ids"
  | "links"
  | "clock"
  | "transition"
  | "input"
  | "output"
  | "order"
  | "wait"
  | "timeout"
  | "retry"
  | "delay"
  | "catch"
  | "failure"
  | "siblings"
  | "concurrency"
  | "iterations"
  | "end"
  | "budget";

/** One thing that an execution did otherwise than its definition says. */
export interface Violation {
  readonly rule: Rule;
  /** Id of the event that shows it. */
  readonly event: number;
  /** The state it happened in, where it is one state's. */
  readonly state?: { readonly name: string; readonly pointer: Pointer };
  /** What the specification demands, and what was seen. */
  readonly message: string;
}

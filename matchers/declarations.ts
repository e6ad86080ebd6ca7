import type { FailureExpectation } from "./outcome.ts";
import type { CatchExpectation, RetryExpectation } from "./retries.ts";
import type { HistorySnapshotOptions } from "./snapshot.ts";

/** The matchers as `expect(execution)` offers them; both runners' `expect` is extended with this interface. */
export interface ExecutionMatchers<Result = unknown> {
  /** The last top-level state entered has this name. */
  toEndInState(state: string): Result;
  /** The execution succeeded; with an argument: with an output that equals it. */
  toHaveSucceeded(output?: unknown): Result;
  /** The execution failed, with this error and cause where given. */
  toHaveFailed(failure?: FailureExpectation): Result;
  /** The top-level states entered are these, in this order. */
  toHaveTakenPath(states: readonly string[]): Result;
  /** One visit of the state was retried as described; `times` counts retries, not attempts. */
  toHaveRetried(state: string, expected?: RetryExpectation): Result;
  /** A catcher of the state took a failure as described. */
  toHaveCaught(state: string, expected?: CatchExpectation): Result;
  /** The states were at work at one instant, in different branches or iterations of one Parallel or Map. */
  toHaveRunInParallel(state: string, ...more: string[]): Result;
  /** The execution's outline matches the stored snapshot. */
  toMatchHistorySnapshot(options?: HistorySnapshotOptions): Result;
}

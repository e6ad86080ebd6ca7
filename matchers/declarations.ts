import type { Duration } from "../src/base/duration.ts";
import type { TransitionsExpectation } from "./billing.ts";
import type { CallExpectation } from "./calls.ts";
import type { Like } from "./matcher.ts";
import type { FailureExpectation } from "./outcome.ts";
import type { CatchExpectation, RetryExpectation } from "./retries.ts";
import type { HistorySnapshotOptions } from "./snapshot.ts";

/** The matchers that can also stand inside another value: `expect([execution]).toEqual([expect.toEndInState("Ship")])`. */
export interface AsymmetricExecutionMatchers<Result = unknown> {
  /** The last top-level state entered has this name. */
  toEndInState(state: string): Result;
  /** The execution succeeded; with an argument: with an output that equals it. */
  toHaveSucceeded(output?: unknown): Result;
  /** The execution failed, with this error and cause where given. */
  toHaveFailed(failure?: FailureExpectation): Result;
  /** The execution ran into the `TimeoutSeconds` of its state machine. */
  toHaveTimedOut(): Result;
  /** The execution was stopped from outside; with a state: that state was cut off. */
  toHaveBeenAborted(state?: string): Result;
  /** Each of these states was entered, at any depth, in any order. */
  toHaveVisited(state: string, ...more: string[]): Result;
  /** The top-level states entered are these, in this order. */
  toHaveTakenPath(states: readonly string[]): Result;
  /** One visit of the state was retried as described; `times` counts retries, not attempts. */
  toHaveRetried(state: string, expected?: RetryExpectation): Result;
  /** A catcher of the state took a failure as described. */
  toHaveCaught(state: string, expected?: CatchExpectation): Result;
  /** The states were at work at one instant, in different branches or iterations of one Parallel or Map. */
  toHaveRunInParallel(state: string, ...more: string[]): Result;
  /** So many iterations of the Map, or of the Map around the state, were open at once; or more. */
  toHaveReachedConcurrency(state: string, iterations: number): Result;
  /** No more than so many iterations of the Map, or of the Map around the state, were open at once. */
  toHaveStayedWithinConcurrency(state: string, iterations: number): Result;
  /** A Task ran into its timeout or missed its heartbeat in this state, or the execution timed out there. */
  toHaveTimedOutIn(state: string): Result;
  /** One visit of the state lasted so long, from entry to exit. */
  toHaveWaited(state: string, duration: Like<Duration>): Result;
  /** The execution lasted exactly so long, in virtual time. */
  toHaveLasted(duration: Like<Duration>): Result;
  /** The execution ended after no more than so long, in virtual time. */
  toHaveFinishedWithin(duration: Duration): Result;
  /** The state was entered with this input, in one visit. */
  toHaveStateInput(state: string, value: unknown): Result;
  /** The state gave this output, in one visit. */
  toHaveStateOutput(state: string, value: unknown): Result;
  /** The output has this value where the JSONPath (of `jsonpath-plus`) leads. */
  toHaveOutputAt(jsonPath: string, value: unknown): Result;
  /** The variable has this value at top level, at the end. */
  toHaveVariable(name: string, value: unknown): Result;
  /** The action was called, with this input and so many times where given; `"dynamodb:putItem"`. */
  toHaveCalledService(action: ActionName, input?: unknown, expected?: CallExpectation): Result;
  /** The Lambda function was invoked, with this payload and so many times where given. */
  toHaveInvoked(lambdaName: string, payload?: unknown, expected?: CallExpectation): Result;
  /** The execution used no more state transitions than this, as AWS bills them. */
  toHaveUsedTransitions(expected: TransitionsExpectation): Result;
}

/** An action of a service, named as in mocks. */
export type ActionName = `${string}:${string}`;

/** The matchers as `expect(execution)` offers them; both runners' `expect` is extended with this interface. */
export interface ExecutionMatchers<Result = unknown> extends AsymmetricExecutionMatchers<Result> {
  /** The execution's outline matches the stored snapshot. */
  toMatchHistorySnapshot(options?: HistorySnapshotOptions): Result;
  /** AWS would accept this definition: an object, JSON text, a path or URL, or a loaded machine. Asynchronous: `await` it. */
  toBeValidStateMachine(): Promise<void>;
}

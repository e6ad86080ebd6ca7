import type { Visit } from "../src/history/visit.ts";
import { differenceBetween } from "./difference.ts";
import { expectExecution, expectKnownState, expectMembers } from "./execution-guard.ts";
import type { Assertion, Like, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { failureAdvice, failureOf, resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { NEVER_ENTERED, perVisit, visitsOf } from "./visits.ts";
import { errorName, quoted } from "./words.ts";

/** What an execution is expected to have failed with. */
export interface FailureExpectation {
  readonly error?: Like<string>;
  readonly cause?: Like<string>;
}

/**
 * Did the execution succeed, and with this output? It compares as `toEqual` does, and takes asymmetric matchers. Throws for what is no
 * execution.
 *
 * @example
 * expect(execution).toHaveSucceeded();
 * expect(execution).toHaveSucceeded(expect.objectContaining({ orderId: "o-1" }));
 */
export function toHaveSucceeded(this: MatcherContext, received: unknown, ...expected: readonly [output?: unknown]): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveSucceeded", args: expected };
  const view = expectExecution(received, assertion);
  const succeeded = view.status === "SUCCEEDED";
  const withOutput = expected.length === 0 ? "" : ` with ${shown(expected[0])}`;
  return resultOf(assertion, view, {
    pass: succeeded && (expected.length === 0 || alike(this, view.output, expected[0])),
    expected: `the execution to succeed${withOutput}`,
    unexpected: `the execution not to succeed${withOutput}`,
    received: () => endingOf(view),
    difference: () => (succeeded && expected.length > 0 ? differenceBetween(this, expected[0], view.output) : undefined),
    marked: (visit) => visit.status === "FAILED",
    advice: () => failureAdvice(view),
  });
}

/**
 * Did the execution fail, and with this error and cause? One that ran into its own `TimeoutSeconds` is TIMED_OUT, which is not FAILED.
 * Throws for what is no execution, and for members that the expectation has not.
 *
 * @example
 * const failed = await runStateMachine("order.asl.json", { mocks: { lambda: { ValidateOrder: fails("OrderInvalid", "no address") } } });
 * expect(failed).toHaveFailed({ error: "OrderInvalid", cause: expect.stringContaining("address") });
 */
export function toHaveFailed(this: MatcherContext, received: unknown, ...expected: readonly [failure?: FailureExpectation]): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveFailed", args: expected };
  const view = expectExecution(received, assertion);
  const failure = expected[0] ?? {};
  expectMembers(failure, ["error", "cause"], assertion);
  const words = failureInWords(failure);
  return resultOf(assertion, view, {
    pass: view.status === "FAILED" && failedWith(view, failure, this),
    expected: `the execution to fail${words}`,
    unexpected: `the execution not to fail${words}`,
    received: () => endingOf(view),
    marked: (visit) => visit.status === "FAILED",
    advice: () =>
      view.status === "TIMED_OUT"
        ? "An execution that ran into its own TimeoutSeconds is TIMED_OUT, which is not FAILED: ask with toHaveTimedOut()."
        : undefined,
  });
}

/**
 * Did the execution run into the `TimeoutSeconds` of the state machine? A Task that ran into its own has failed with `States.Timeout`: see
 * {@link toHaveTimedOutIn}. Throws for what is no execution.
 *
 * @example
 * const late = await runStateMachine(
 *   { StartAt: "Hold", TimeoutSeconds: 60, States: { Hold: { Type: "Wait", Seconds: 90, End: true } } },
 * );
 * expect(late).toHaveTimedOut();
 */
export function toHaveTimedOut(this: MatcherContext, received: unknown): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveTimedOut", args: [] };
  const view = expectExecution(received, assertion);
  return resultOf(assertion, view, {
    pass: view.status === "TIMED_OUT",
    expected: "the execution to time out",
    unexpected: "the execution not to time out",
    received: () => endingOf(view),
    marked: wasCutOff,
    advice: () => (view.error === "States.Timeout" && view.status === "FAILED" ? TASK_TIMED_OUT : undefined),
  });
}

const TASK_TIMED_OUT =
  "A Task ran into its own TimeoutSeconds, so the execution FAILED: ask with toHaveTimedOutIn(state) or toHaveFailed({ error }).";

/**
 * Was the execution stopped from outside? With a state: was that state cut off, by a stop, a timeout or the failure of a sibling? Throws
 * for a name that no state has, also under `.not`.
 *
 * @example
 * const running = await startStateMachine({ StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 90, End: true } } });
 * await running.advance("5s");
 * const stopped = await running.stop();
 * expect(stopped).toHaveBeenAborted();
 * expect(stopped).toHaveBeenAborted("Hold");
 */
export function toHaveBeenAborted(this: MatcherContext, received: unknown, ...rest: readonly [state?: string]): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveBeenAborted", args: rest };
  const view = expectExecution(received, assertion);
  const [state] = rest;
  if (state !== undefined) return stateAborted(assertion, view, state);
  return resultOf(assertion, view, {
    pass: view.status === "ABORTED",
    expected: "the execution to be aborted",
    unexpected: "the execution not to be aborted",
    received: () => endingOf(view),
    marked: wasCutOff,
  });
}

function stateAborted(assertion: Assertion, view: Seen, state: string): MatcherResult {
  expectKnownState(view, state, assertion);
  const visits = visitsOf(view, state);
  return resultOf(assertion, view, {
    pass: visits.some(wasCutOff),
    expected: `${quoted(state)} to be aborted`,
    unexpected: `${quoted(state)} not to be aborted`,
    received: () => perVisit(view, state, visits, fateOf),
    marked: (visit) => visit.state === state,
    advice: () => (visits.length === 0 ? NEVER_ENTERED : undefined),
  });
}

const wasCutOff = ({ status }: Visit): boolean => status === "ABORTED";

/** `was aborted`, `failed with "Flaky"`, `succeeded`. */
function fateOf({ status, caught, attempts }: Visit): string {
  if (status === undefined) return "is still running";
  if (status === "ABORTED") return "was aborted";
  if (status === "SUCCEEDED") return "succeeded";
  return `failed with ${errorName(caught === undefined ? attempts.at(-1)?.error : caught.error)}`;
}

function failedWith(execution: Seen, failure: FailureExpectation, context: MatcherContext): boolean {
  return (
    (failure.error === undefined || alike(context, execution.error, failure.error)) &&
    (failure.cause === undefined || alike(context, execution.cause, failure.cause))
  );
}

function failureInWords({ error, cause }: FailureExpectation): string {
  const words: string[] = [];
  if (error !== undefined) words.push(`error ${shown(error)}`);
  if (cause !== undefined) words.push(`cause ${shown(cause)}`);
  return words.length === 0 ? "" : ` with ${words.join(" and ")}`;
}

/** `it SUCCEEDED with {"ok": true}`, `it FAILED: PaymentDeclined, card expired`, `it is still running`. */
export function endingOf(view: Seen): string {
  if (view.status === "RUNNING") return "it is still running";
  return view.status === "SUCCEEDED" ? `it SUCCEEDED with ${shown(view.output)}` : `it ${view.status}${failureOf(view)}`;
}

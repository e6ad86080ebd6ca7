import { expectExecution, expectMembers } from "./execution-guard.ts";
import type { Assertion, Like, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { failureOf, resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";

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
    received: () => `${endingOf(view)}${differenceOf(view, expected, this)}`,
    marked: (visit) => visit.status === "FAILED",
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
      view.status === "TIMED_OUT" ? "An execution that ran into its own TimeoutSeconds is TIMED_OUT, which is not FAILED." : undefined,
  });
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
function endingOf(view: Seen): string {
  if (view.status === "RUNNING") return "it is still running";
  return view.status === "SUCCEEDED" ? `it SUCCEEDED with ${shown(view.output)}` : `it ${view.status}${failureOf(view)}`;
}

function differenceOf(view: Seen, expected: readonly unknown[], context: MatcherContext): string {
  if (context.isNot === true || expected.length === 0 || view.status !== "SUCCEEDED") return "";
  const isBig = typeof view.output === "object" && view.output !== null;
  const difference = isBig ? context.utils?.diff?.(expected[0], view.output) : undefined;
  return typeof difference === "string" ? `\n\n${difference}` : "";
}

import { plural } from "../src/base/text.ts";
import { expectCount, expectExecution, expectMembers } from "./execution-guard.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";

/** How many state transitions an execution may use. */
export interface TransitionsExpectation {
  readonly atMost: number;
}

/**
 * Did the execution use no more state transitions than this, as AWS bills them for a Standard workflow? Every entry of a state counts, and
 * every retry. Throws for what is no execution, and for what is no such number.
 *
 * @example
 * expect(execution).toHaveUsedTransitions({ atMost: 6 });
 */
export function toHaveUsedTransitions(this: MatcherContext, received: unknown, expected: TransitionsExpectation): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveUsedTransitions", args: [expected] };
  const view = expectExecution(received, assertion);
  expectMembers(expected, ["atMost"], assertion);
  expectCount(expected.atMost, `"atMost"`, "transitions", assertion);
  const used = transitionsOf(view);
  const limit = plural(expected.atMost, "state transition");
  return resultOf(assertion, view, {
    pass: used <= expected.atMost,
    expected: `the execution to use at most ${limit}`,
    unexpected: `the execution to use more than ${limit}`,
    received: () =>
      `it used ${used}: ${plural(view.visits.length, "entry of a state", "entries of states")} and ${plural(retriesOf(view), "retry", "retries")}`,
    marked: ({ retries }) => retries.length > 0,
  });
}

/** Of an execution that is still running: those so far. */
function transitionsOf(view: Seen): number {
  return view.billing?.stateTransitions ?? view.visits.length + retriesOf(view);
}

function retriesOf(view: Seen): number {
  return view.visits.reduce((sum, { attempts }) => sum + attempts.length - 1, 0);
}

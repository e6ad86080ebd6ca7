import type { Duration } from "../src/base/duration.ts";
import type { Retry, Visit } from "../src/history/visit.ts";
import { durationInWords, expectDuration, lasts } from "./durations.ts";
import { expectCount, expectExecution, expectKnownState, expectMembers, misuse } from "./execution-guard.ts";
import type { Assertion, Like, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { resultOf } from "./message.ts";
import { shown } from "./shown.ts";
import { NEVER_ENTERED, perVisit, visitsOf } from "./visits.ts";
import { errorName, inWords, quoted, span, timesInWords } from "./words.ts";

/** How a state is expected to have been retried; with `error`, only the retries after that error count. */
export interface RetryExpectation {
  /** The number of retries: attempts − 1. */
  readonly times?: number;
  /** The wait before each retry, in order. */
  readonly delays?: readonly Like<Duration>[];
  readonly error?: Like<string>;
}

/** What a state is expected to have caught. */
export interface CatchExpectation {
  readonly error?: Like<string>;
  /** The state that followed. */
  readonly next?: Like<string>;
}

/**
 * Was the state retried (ASL "Retrying after error"), in one visit, as described? `times` counts retries, attempts − 1; `delays` are
 * seconds or text such as `"2s"`. Throws for a name that no state has, also under `.not`.
 *
 * @example
 * expect(execution).toHaveRetried("ProcessPayment", { times: 3, delays: ["2s", 4, "8s"], error: "PaymentDeclined" });
 */
export function toHaveRetried(
  this: MatcherContext,
  received: unknown,
  state: string,
  ...rest: readonly [expected?: RetryExpectation]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveRetried", args: [state, ...rest] };
  const view = expectExecution(received, assertion);
  expectKnownState(view, state, assertion);
  const expected = rest[0] ?? {};
  checkRetryExpectation(expected, assertion);
  const words = retriesInWords(expected);
  const visits = visitsOf(view, state);
  return resultOf(assertion, view, {
    pass: visits.some((visit) => retriedAs(visit, expected, this)),
    expected: `${quoted(state)} to be retried${words}`,
    unexpected: `${quoted(state)} not to be retried${words}`,
    received: () => perVisit(view, state, visits, retriesOf),
    marked: (visit) => visit.state === state,
    advice: () => retryAdvice(visits),
  });
}

function checkRetryExpectation(expected: RetryExpectation, assertion: Assertion): void {
  expectMembers(expected, ["times", "delays", "error"], assertion);
  const { times, delays } = expected;
  if (times !== undefined) expectCount(times, `"times"`, "retries", assertion);
  if (delays === undefined) return;
  if (!Array.isArray(delays)) throw misuse(assertion, `"delays" must be an array, but was ${shown(delays)}.`);
  for (const delay of delays as readonly Duration[]) expectDuration(delay, "A delay", assertion);
}

function retriedAs(visit: Visit, { times, delays, error }: RetryExpectation, context: MatcherContext): boolean {
  const retries = error === undefined ? visit.retries : visit.retries.filter((retry) => alike(context, retry.error, error));
  if (times !== undefined && retries.length !== times) return false;
  if (delays !== undefined)
    return (
      retries.length === delays.length && delays.every((delay, i) => lasts(context, (retries[i] as Retry).delaySeconds * 1_000, delay))
    );
  return times !== undefined || retries.length > 0;
}

function retriesInWords({ times, delays, error }: RetryExpectation): string {
  let words = times === undefined ? "" : ` ${timesInWords(times)}`;
  if (delays !== undefined) words += ` after ${inWords(delays.map(durationInWords))}`;
  if (error !== undefined) words += ` for ${shown(error)}`;
  return words;
}

function retriesOf({ retries, caught, status, attempts }: Visit): string {
  if (retries.length === 0) {
    const failed = caught !== undefined || status === "FAILED";
    return failed ? `was not retried, although it failed with ${errorName(attempts.at(-1)?.error)}` : "was not retried";
  }
  const errors = new Set(retries.map(({ error }) => errorName(error)));
  const delays = retries.map(({ delaySeconds }) => span(delaySeconds * 1_000));
  return `was retried ${timesInWords(retries.length)} after ${inWords(delays)} for ${inWords([...errors])}`;
}

function retryAdvice(visits: readonly Visit[]): string | undefined {
  if (visits.length === 0) return NEVER_ENTERED;
  const failed = visits.some(({ retries, caught, status }) => retries.length > 0 || caught !== undefined || status === "FAILED");
  if (!failed) return undefined;
  const used = [...new Set(visits.flatMap(({ retries }) => retries.map(({ retrier }) => `Retry[${retrier}]`)))].sort();
  return `Compare with ${used.length === 0 ? "Retry" : inWords(used)} in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate.`;
}

/**
 * Did a catcher of the state take a failure (ASL "Fallback states"), in one visit, as described? Throws for a name that no state has,
 * also under `.not`.
 *
 * @example
 * expect(execution).toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "SendPaymentFailed" });
 */
export function toHaveCaught(
  this: MatcherContext,
  received: unknown,
  state: string,
  ...rest: readonly [expected?: CatchExpectation]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveCaught", args: [state, ...rest] };
  const view = expectExecution(received, assertion);
  expectKnownState(view, state, assertion);
  const expected = rest[0] ?? {};
  expectMembers(expected, ["error", "next"], assertion);
  if (typeof expected.next === "string") expectKnownState(view, expected.next, assertion);
  const words = catchInWords(expected);
  const visits = visitsOf(view, state);
  return resultOf(assertion, view, {
    pass: visits.some((visit) => caughtAs(visit, expected, this)),
    expected: `${quoted(state)} to catch ${words}`,
    unexpected: `${quoted(state)} not to catch ${words}`,
    received: () => perVisit(view, state, visits, catchOf),
    marked: (visit) => visit.state === state,
    advice: () => catchAdvice(visits),
  });
}

function caughtAs({ caught }: Visit, { error, next }: CatchExpectation, context: MatcherContext): boolean {
  if (caught === undefined) return false;
  return (error === undefined || alike(context, caught.error, error)) && (next === undefined || alike(context, caught.next, next));
}

function catchInWords({ error, next }: CatchExpectation): string {
  return `${error === undefined ? "an error" : shown(error)}${next === undefined ? "" : ` and go to ${shown(next)}`}`;
}

function catchOf({ caught, status, attempts }: Visit): string {
  if (caught !== undefined) return `caught ${errorName(caught.error)} and went to ${quoted(caught.next)} (Catch[${caught.catcher}])`;
  if (status === "FAILED") return `failed with ${errorName(attempts.at(-1)?.error)}, which no catcher took`;
  if (status === "ABORTED") return "was aborted";
  return status === undefined ? "is still running" : "succeeded";
}

function catchAdvice(visits: readonly Visit[]): string | undefined {
  if (visits.length === 0) return NEVER_ENTERED;
  if (visits.some(({ caught }) => caught !== undefined))
    return "Catchers are tried in order: the first whose ErrorEquals fits takes the failure.";
  const failed = visits.some(({ status }) => status === "FAILED");
  return failed ? "Compare with Catch in the definition: ErrorEquals, and the order of the catchers." : undefined;
}

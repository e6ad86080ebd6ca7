import type { Duration } from "../src/base/duration.ts";
import { milliseconds } from "../src/base/duration.ts";
import { plural } from "../src/base/text.ts";
import type { Retry, Visit } from "../src/history/visit.ts";
import { expectExecution, expectKnownState, expectMembers, misuse } from "./execution-guard.ts";
import type { Assertion, Asymmetric, Like, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { brief, errorName, inWords, quoted, sinceStart, span } from "./words.ts";

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
  if (times !== undefined && !(Number.isInteger(times) && times >= 0)) {
    throw misuse(assertion, `"times" must be a whole number of retries, but was ${shown(times)}.`);
  }
  if (delays === undefined) return;
  if (!Array.isArray(delays)) throw misuse(assertion, `"delays" must be an array, but was ${shown(delays)}.`);
  for (const delay of delays as readonly Duration[]) if (!isAsymmetric(delay)) milliseconds(delay, "A delay");
}

function retriedAs(visit: Visit, { times, delays, error }: RetryExpectation, context: MatcherContext): boolean {
  const retries = error === undefined ? visit.retries : visit.retries.filter((retry) => alike(context, retry.error, error));
  if (times !== undefined && retries.length !== times) return false;
  if (delays !== undefined)
    return retries.length === delays.length && delays.every((delay, i) => waited(retries[i] as Retry, delay, context));
  return times !== undefined || retries.length > 0;
}

/** A millisecond is the grain of virtual time, so that a jittered delay may be written rounded to it. */
function waited(retry: Retry, delay: Like<Duration>, context: MatcherContext): boolean {
  if (isAsymmetric(delay)) return alike(context, retry.delaySeconds, delay);
  return Math.abs(retry.delaySeconds * 1_000 - milliseconds(delay)) < 1;
}

function isAsymmetric(value: unknown): value is Asymmetric {
  return typeof value === "object" && value !== null && "asymmetricMatch" in value;
}

function retriesInWords({ times, delays, error }: RetryExpectation): string {
  let words = times === undefined ? "" : ` ${timesInWords(times)}`;
  if (delays !== undefined) words += ` after ${inWords(delays.map(delayInWords))}`;
  if (error !== undefined) words += ` for ${shown(error)}`;
  return words;
}

function delayInWords(delay: Like<Duration>): string {
  return isAsymmetric(delay) ? shown(delay) : span(milliseconds(delay));
}

function timesInWords(times: number): string {
  return times === 1 ? "once" : times === 2 ? "twice" : `${times} times`;
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
  if (visits.length === 0) return "Give the run an input, or mocks, that lead into that state.";
  const failed = visits.some(({ retries, caught, status }) => retries.length > 0 || caught !== undefined || status === "FAILED");
  return failed ? "Compare with Retry in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate." : undefined;
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
  if (visits.length === 0) return "Give the run an input, or mocks, that lead into that state.";
  const failed = visits.some(({ status }) => status === "FAILED");
  return failed ? "Compare with Catch in the definition: ErrorEquals, and the order of the catchers." : undefined;
}

function visitsOf(view: Seen, state: string): readonly Visit[] {
  return view.visits.filter((visit) => visit.state === state);
}

const TOLD = 5;

function perVisit(view: Seen, state: string, visits: readonly Visit[], tell: (visit: Visit) => string): string {
  const [first, ...others] = visits;
  if (first === undefined) return `${quoted(state)} was never entered`;
  if (others.length === 0) return `it ${tell(first)}`;
  const lines = visits.slice(0, TOLD).map((visit) => `  at ${sinceStart(view, visit.enteredAt)}${placeOf(visit)} it ${tell(visit)}`);
  if (visits.length > TOLD) lines.push(`  … and ${visits.length - TOLD} more`);
  return `${plural(visits.length, "visit")}:\n${lines.join("\n")}`;
}

function placeOf({ branch }: Visit): string {
  return branch.length === 0 ? "" : ` in ${branch.map(({ state, index }) => `${brief(state)}[${index}]`).join(" ")}`;
}

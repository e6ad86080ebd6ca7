import type { Duration } from "../src/base/duration.ts";
import { milliseconds } from "../src/base/duration.ts";
import type { Visit } from "../src/history/visit.ts";
import { durationInWords, expectDuration, lasts } from "./durations.ts";
import { expectExecution, expectKnownState, misuse } from "./execution-guard.ts";
import type { Assertion, Like, MatcherContext, MatcherResult } from "./matcher.ts";
import { isAsymmetric } from "./matcher.ts";
import { resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { NEVER_ENTERED, perVisit, visitsOf } from "./visits.ts";
import { errorName, lastInstant, quoted, span, startOf } from "./words.ts";

/**
 * Did a Task run into its `TimeoutSeconds` or `HeartbeatSeconds` in this state, in one attempt at least? Also when the execution itself
 * timed out while it was there. Throws for a name that no state has, also under `.not`.
 *
 * @example
 * const Charge = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "Charge" }, TimeoutSeconds: 30, End: true };
 * const slow = await runStateMachine({ StartAt: "Charge", States: { Charge } }, { mocks: { lambda: { Charge: after("90s", {}) } } });
 * expect(slow).toHaveTimedOutIn("Charge");
 */
export function toHaveTimedOutIn(this: MatcherContext, received: unknown, state: string): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveTimedOutIn", args: [state] };
  const view = expectExecution(received, assertion);
  expectKnownState(view, state, assertion);
  const visits = visitsOf(view, state);
  return resultOf(assertion, view, {
    pass: visits.some((visit) => timedOut(visit, view)),
    expected: `the execution to time out in ${quoted(state)}`,
    unexpected: `the execution not to time out in ${quoted(state)}`,
    received: () => perVisit(view, state, visits, (visit) => endOf(visit, view)),
    marked: (visit) => visit.state === state,
    advice: () =>
      visits.length === 0 ? NEVER_ENTERED : "Compare TimeoutSeconds and HeartbeatSeconds with how long the mock takes: after(duration, …).",
  });
}

const TIMEOUTS: ReadonlySet<string | undefined> = new Set(["States.Timeout", "States.HeartbeatTimeout"]);

/** A Parallel or Map that fails with the timeout of a state inside it has not timed out itself. */
function timedOut({ type, status, attempts }: Visit, view: Seen): boolean {
  if (type === "Task" && attempts.some(({ error }) => TIMEOUTS.has(error))) return true;
  return view.status === "TIMED_OUT" && status === "ABORTED";
}

function endOf(visit: Visit, view: Seen): string {
  const { status, attempts } = visit;
  const took = tookOf(visit);
  const so = took === undefined ? "" : ` after ${span(took)}`;
  if (view.status === "TIMED_OUT" && status === "ABORTED") return "was there when the execution timed out";
  const late = attempts.find(({ error }) => visit.type === "Task" && TIMEOUTS.has(error));
  if (late?.endedAt !== undefined) return `timed out after ${span(late.endedAt.getTime() - late.startedAt.getTime())}`;
  if (status === "SUCCEEDED") return `succeeded${so}`;
  if (status === undefined) return "is still running";
  return status === "ABORTED" ? "was aborted" : `failed with ${errorName(attempts.at(-1)?.error)}${so}`;
}

/**
 * Did one visit of the state last so long, from entry to exit? Meant for Wait states, it works for any that is left. Throws for a name that
 * no state has, and for what is no duration, also under `.not`.
 *
 * @example
 * const held = await runStateMachine({ StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 300, End: true } } });
 * expect(held).toHaveWaited("Hold", "5m");
 */
export function toHaveWaited(this: MatcherContext, received: unknown, state: string, duration: Like<Duration>): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveWaited", args: [state, duration] };
  const view = expectExecution(received, assertion);
  expectKnownState(view, state, assertion);
  expectDuration(duration, "The time to wait", assertion);
  const visits = visitsOf(view, state);
  return resultOf(assertion, view, {
    pass: visits.some((visit) => waited(visit, duration, this)),
    expected: `${quoted(state)} to wait ${durationInWords(duration)}`,
    unexpected: `${quoted(state)} not to wait ${durationInWords(duration)}`,
    received: () => perVisit(view, state, visits, waitOf),
    marked: (visit) => visit.state === state,
    advice: () =>
      visits.length === 0 ? NEVER_ENTERED : "Compare with the state's Seconds or Timestamp, or the input that their paths read.",
  });
}

function waited(visit: Visit, duration: Like<Duration>, context: MatcherContext): boolean {
  const took = tookOf(visit);
  return took !== undefined && lasts(context, took, duration);
}

/** Milliseconds from entry to exit; a state that was not left has not waited to its end. */
function tookOf({ enteredAt, exitedAt }: Visit): number | undefined {
  return exitedAt === undefined ? undefined : exitedAt.getTime() - enteredAt.getTime();
}

function waitOf(visit: Visit): string {
  const took = tookOf(visit);
  if (took !== undefined) return `waited ${span(took)}`;
  if (visit.status === "FAILED") return `failed with ${errorName(visit.attempts.at(-1)?.error)}`;
  return visit.status === undefined ? "is still waiting" : "was aborted before its time";
}

/**
 * Did the execution last exactly so long, in virtual time? Throws for what is no execution, and for what is no duration.
 *
 * @example
 * expect(execution).toHaveLasted("14s");
 */
export function toHaveLasted(this: MatcherContext, received: unknown, duration: Like<Duration>): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveLasted", args: [duration] };
  const view = expectExecution(received, assertion);
  expectDuration(duration, "The time to last", assertion);
  return resultOf(assertion, view, {
    pass: view.status !== "RUNNING" && lasts(this, elapsed(view), duration),
    expected: `the execution to last ${durationInWords(duration)}`,
    unexpected: `the execution not to last ${durationInWords(duration)}`,
    received: () => elapsedInWords(view),
    marked: longest(view),
  });
}

/**
 * Did the execution end after no more than so long, in virtual time? Throws for what is no execution, and for what is no duration.
 *
 * @example
 * expect(execution).toHaveFinishedWithin("1m");
 */
export function toHaveFinishedWithin(this: MatcherContext, received: unknown, duration: Duration): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveFinishedWithin", args: [duration] };
  const view = expectExecution(received, assertion);
  if (isAsymmetric(duration)) throw misuse(assertion, `The time limit must be a duration, but was ${shown(duration)}.`);
  expectDuration(duration, "The time limit", assertion);
  return resultOf(assertion, view, {
    pass: view.status !== "RUNNING" && elapsed(view) <= milliseconds(duration),
    expected: `the execution to finish within ${durationInWords(duration)}`,
    unexpected: `the execution not to finish within ${durationInWords(duration)}`,
    received: () => elapsedInWords(view),
    marked: longest(view),
  });
}

const elapsed = (view: Seen): number => lastInstant(view).getTime() - startOf(view);

function elapsedInWords(view: Seen): string {
  return view.status === "RUNNING" ? `it is still running, after ${span(elapsed(view))}` : `it lasted ${span(elapsed(view))}`;
}

/** Marks the top-level state that took longest: there the time went. */
function longest(view: Seen): (visit: Visit) => boolean {
  let slowest: Visit | undefined;
  for (const visit of view.visits) {
    if (visit.branch.length === 0 && (slowest === undefined || stay(visit) > stay(slowest))) slowest = visit;
  }
  return (visit) => visit === slowest && stay(visit) > 0;
}

function stay({ enteredAt, exitedAt, attempts }: Visit): number {
  const end = exitedAt ?? attempts.at(-1)?.endedAt;
  return end === undefined ? Number.POSITIVE_INFINITY : end.getTime() - enteredAt.getTime();
}

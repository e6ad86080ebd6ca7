import type { Visit } from "../src/history/visit.ts";
import { expectExecution, expectKnownState, misuse } from "./execution-guard.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { brief, quoted } from "./words.ts";

/**
 * Was this the last top-level state entered, in an execution that has ended? Throws for a name that no state has, also under `.not`.
 *
 * @example
 * expect(execution).toEndInState("SendPaymentFailed");
 */
export function toEndInState(this: MatcherContext, received: unknown, state: string): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toEndInState", args: [state] };
  const view = expectExecution(received, assertion);
  expectKnownState(view, state, assertion);
  const last = topLevel(view).at(-1);
  return resultOf(assertion, view, {
    pass: view.status !== "RUNNING" && last?.state === state,
    expected: `the execution to end in state ${quoted(state)}`,
    unexpected: `the execution not to end in state ${quoted(state)}`,
    received: () => lastState(view, last),
    marked: (visit) => visit === last,
    advice: () => nestedAdvice(view, state),
  });
}

function lastState(view: Seen, last: Visit | undefined): string {
  if (last === undefined) return "it entered no state";
  return view.status === "RUNNING" ? `it is still running, in ${quoted(last.state)}` : `it ended in ${quoted(last.state)}`;
}

function nestedAdvice(view: Seen, state: string): string | undefined {
  const nested = view.visits.find((visit) => visit.state === state && visit.branch.length > 0);
  const outer = nested?.branch[0]?.state;
  if (outer === undefined) return undefined;
  return `${quoted(state)} is inside ${quoted(outer)}; toEndInState looks at top-level states only.`;
}

/**
 * Are these the top-level states that were entered, in this order, and no others? A state that is retried is entered once. Throws for a
 * name that no state has, also under `.not`.
 *
 * @example
 * expect(execution).toHaveTakenPath(["ValidateOrder", "ProcessPayment", "SendPaymentFailed"]);
 */
export function toHaveTakenPath(this: MatcherContext, received: unknown, states: readonly string[]): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveTakenPath", args: [states] };
  const view = expectExecution(received, assertion);
  if (!Array.isArray(states)) throw misuse(assertion, `The path must be an array of state names, but was ${shown(states)}.`);
  for (const state of states) if (typeof state === "string") expectKnownState(view, state, assertion);
  const step = firstDifference(view.path, states, this);
  const differing = step === undefined ? undefined : topLevel(view)[step];
  return resultOf(assertion, view, {
    pass: step === undefined,
    expected: `the path ${arrows(states)}`,
    unexpected: `another path than ${arrows(states)}`,
    received: () => `${arrows(view.path)}${step === undefined ? "" : `\n${differenceAt(step, view, states)}`}`,
    marked: (visit) => visit === differing,
  });
}

function firstDifference(path: readonly string[], states: readonly unknown[], context: MatcherContext): number | undefined {
  const length = Math.max(path.length, states.length);
  for (let step = 0; step < length; step++) {
    if (step >= path.length || step >= states.length || !alike(context, path[step], states[step])) return step;
  }
  return undefined;
}

function differenceAt(step: number, view: Seen, states: readonly unknown[]): string {
  const wanted = step < states.length ? shown(states[step]) : "the end";
  const met = step < view.path.length ? quoted(view.path[step] as string) : view.status === "RUNNING" ? "nothing yet" : "the end";
  return `They differ at step ${step + 1}: expected ${wanted}, met ${met}.`;
}

const LONGEST = 20;

function arrows(states: readonly unknown[]): string {
  if (states.length === 0) return "of no state";
  const names = states.slice(0, LONGEST).map((state) => (typeof state === "string" ? brief(state) : shown(state)));
  return `${names.join(" → ")}${states.length > LONGEST ? ` → … (${states.length} states)` : ""}`;
}

function topLevel(view: Seen): readonly Visit[] {
  return view.visits.filter((visit) => visit.branch.length === 0);
}

import type { Visit } from "../src/history/visit.ts";
import type { Execution } from "../src/simulator/execution.ts";
import { visitsInside } from "../src/simulator/map-run/inside-map-runs.ts";
import { expectExecution, expectKnownState, misuse } from "./execution-guard.ts";
import { placeOfChild } from "./map-runs.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { failureAdvice, resultOf } from "./message.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { visitsOf } from "./visits.ts";
import { brief, errorName, inWords, quoted, sinceStart, timesInWords } from "./words.ts";

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
    advice: () => nestedAdvice(view, state) ?? (last?.state === state ? undefined : (turningPoint(lastTurn(view)) ?? failureAdvice(view))),
  });
}

function lastState(view: Seen, last: Visit | undefined): string {
  if (last === undefined) return "it entered no state";
  return view.status === "RUNNING" ? `it is still running, in ${quoted(last.state)}` : `it ended in ${quoted(last.state)}`;
}

function nestedAdvice(view: Seen, state: string): string | undefined {
  const nested = visitsOf(view, state).find((visit) => visit.branch.length > 0);
  const outer = nested?.branch[0]?.state;
  if (outer === undefined) return undefined;
  const child = childEndingIn(view, state);
  const other = child === undefined ? "" : ` Ask a child execution of the Map: expect(${placeOfChild(view, child)}).`;
  return `${quoted(state)} is inside ${quoted(outer)}; toEndInState looks at top-level states only.${other}`;
}

function childEndingIn({ mapRuns }: Seen, state: string): Execution | undefined {
  const children = mapRuns.flatMap((mapRun) => mapRun.children.map(({ execution }) => execution));
  return children.find((child) => child?.path.at(-1) === state) ?? children.find((child) => child?.path.includes(state));
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
    advice: () => (step === undefined ? undefined : turningPoint(topLevel(view)[step - 1])),
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

/**
 * Was each of these states entered, at any depth, in any order? Negated, it holds as soon as one of them was not. Throws for a name that
 * no state has, also under `.not`.
 *
 * @example
 * expect(execution).toHaveVisited("ProcessPayment", "SendPaymentFailed");
 */
export function toHaveVisited(this: MatcherContext, received: unknown, ...states: readonly [string, ...string[]]): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveVisited", args: states };
  const view = expectExecution(received, assertion);
  if (states.length === 0) throw misuse(assertion, "Name the states that should have been visited.");
  for (const state of states) expectKnownState(view, state, assertion);
  const visited = new Set(visitsInside(view).map(({ state }) => state));
  const missed = states.filter((state) => !visited.has(state));
  return resultOf(assertion, view, {
    pass: missed.length === 0,
    expected: `${inWords(states.map(quoted))} to be visited`,
    unexpected: `${inWords(states.map(quoted))} not to be visited`,
    received: () => visitsInWords(view, states, missed),
    marked: ({ state }) => states.includes(state),
    advice: () =>
      missed.length === 0 ? undefined : (turningPoint(lastTurn(view)) ?? "Follow the path: the way parts at a Next, Choices or Catch."),
  });
}

/** Why the run went on as it did after a state, where the state decided that. */
function turningPoint(visit: Visit | undefined): string | undefined {
  if (visit?.rule !== undefined) {
    const taken = visit.rule === "default" ? "Default" : `Choices[${visit.rule}]`;
    return `${quoted(visit.state)} took ${taken}; its input was ${shown(visit.input)}.`;
  }
  if (visit?.caught === undefined) return undefined;
  return `${quoted(visit.state)} failed with ${errorName(visit.caught.error)}, and Catch[${visit.caught.catcher}] went to ${quoted(visit.caught.next)}.`;
}

function lastTurn(view: Seen): Visit | undefined {
  return view.visits.findLast(({ rule, caught }) => rule !== undefined || caught !== undefined);
}

function visitsInWords(view: Seen, states: readonly string[], missed: readonly string[]): string {
  if (missed.length > 0) return `${inWords([...new Set(missed)].map(quoted))} ${missed.length === 1 ? "was" : "were"} never entered`;
  const times = [...new Set(states)].map((state) => {
    const visits = visitsOf(view, state);
    const first = sinceStart(view, (visits[0] as Visit).enteredAt);
    return `${quoted(state)} was entered ${timesInWords(visits.length)} (${visits.length === 1 ? "at" : "first at"} ${first})`;
  });
  return inWords(times);
}

function topLevel(view: Seen): readonly Visit[] {
  return view.visits.filter((visit) => visit.branch.length === 0);
}

import type { Visit } from "../src/history/visit.ts";
import { expectExecution, expectKnownState, misuse } from "./execution-guard.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { resultOf } from "./message.ts";
import type { Together } from "./overlap.ts";
import { findTogether } from "./overlap.ts";
import type { Seen } from "./seen.ts";
import { visitsOf } from "./visits.ts";
import { brief, inWords, quoted, sinceStart } from "./words.ts";

/**
 * Were these states at work at one instant, in different branches or iterations of one run of a Parallel or Map?
 * One name alone, or a name given twice, asks for different iterations. Throws for a name that no state has, also under `.not`.
 *
 * @example
 * const fulfilled = await runStateMachine("order.asl.json", {
 *   startAt: "FulfillOrder",
 *   mocks: { lambda: { UpdateInventory: after("2s", {}), SendEmail: after("1s", {}) } },
 * });
 * expect(fulfilled).toHaveRunInParallel("UpdateInventory", "SendConfirmationEmail");
 */
export function toHaveRunInParallel(this: MatcherContext, received: unknown, ...states: readonly [string, ...string[]]): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveRunInParallel", args: states };
  const view = expectExecution(received, assertion);
  if (states.length === 0) throw misuse(assertion, "Name the states that should have run in parallel.");
  for (const state of states) expectKnownState(view, state, assertion);
  const wanted = states.length === 1 ? [states[0], states[0]] : states;
  const together = findTogether(view, wanted);
  const who = inWords(states.map(quoted));
  const where = `in parallel${states.length === 1 ? ", in different iterations" : ""}`;
  const found = new Set(together?.visits.map(({ enteredAt }) => enteredAt));
  return resultOf(assertion, view, {
    pass: together !== undefined,
    expected: `${who} to run ${where}`,
    unexpected: `${who} not to run ${where}`,
    received: () => (together === undefined ? timesOf(view, states) : commonInstant(view, together)),
    marked: (visit) => (together === undefined ? states.includes(visit.state) : found.has(visit.enteredAt)),
    advice: () => (together === undefined ? advice(view, states) : undefined),
  });
}

function commonInstant(view: Seen, { at, run, visits, indices }: Together): string {
  const who = visits.map((visit, i) => `${quoted(visit.state)} in ${brief(run.state)}[${indices[i]}]`);
  return `at ${sinceStart(view, new Date(at))} all were at work: ${inWords(who)}`;
}

const TOLD = 3;

function timesOf(view: Seen, states: readonly string[]): string {
  const lines = [...new Set(states)].map((state) => {
    const visits = visitsOf(view, state);
    const spans = visits.slice(0, TOLD).map((visit) => spanOf(view, visit));
    if (visits.length > TOLD) spans.push(`${visits.length - TOLD} more`);
    return `  ${quoted(state)}: ${spans.length === 0 ? "never entered" : inWords(spans)}`;
  });
  return `never at the same time in different branches or iterations\n${lines.join("\n")}`;
}

function spanOf(view: Seen, visit: Visit): string {
  const place = visit.branch.map(({ state, index }) => `${brief(state)}[${index}]`).join(" ");
  const end = visit.exitedAt ?? visit.attempts.at(-1)?.endedAt;
  const until = end === undefined ? "…" : sinceStart(view, end);
  return `${sinceStart(view, visit.enteredAt)} to ${until}${place === "" ? " at top level" : ` in ${place}`}`;
}

function advice(view: Seen, states: readonly string[]): string {
  const missing = states.find((state) => visitsOf(view, state).length === 0);
  if (missing !== undefined) return `${quoted(missing)} was never entered: give the run an input, or mocks, that lead there.`;
  return "States of one branch, and iterations of a Map with MaxConcurrency 1, run one after another.";
}

import type { Visit } from "../src/history/visit.ts";
import { firstFailureInside, mapRunsInWords } from "./map-runs.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { pathTaken } from "./path-taken.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { brief, lastInstant, quoted, sinceStart } from "./words.ts";

/** What a matcher found, and how to tell it in both senses. */
export interface Verdict {
  readonly pass: boolean;
  /** What was hoped for: `Ship to be retried twice`. */
  readonly expected: string;
  /** What was feared, under `.not`: `Ship not to be retried twice`. */
  readonly unexpected: string;
  readonly received: () => string;
  /** How the nearest value differs; left out under `.not`, where nothing does. */
  readonly difference?: (() => string | undefined) | undefined;
  /** The visits to mark in the path: where it differs, or what was found. */
  readonly marked?: (visit: Visit) => boolean;
  /** What to do next, in both senses. */
  readonly advice?: (() => string | undefined) | undefined;
}

/** The matcher's answer: the one place where messages are put together. */
export function resultOf(assertion: Assertion, view: Seen, verdict: Verdict): MatcherResult {
  return { pass: verdict.pass, message: () => messageOf(assertion, view, verdict) };
}

function messageOf(assertion: Assertion, view: Seen, verdict: Verdict): string {
  const { context } = assertion;
  const isNot = context.isNot === true;
  const mapRuns = mapRunsInWords(view);
  const difference = isNot ? undefined : verdict.difference?.();
  const sections = [
    hintLine(assertion),
    `Expected: ${green(context, isNot ? verdict.unexpected : verdict.expected)}\nReceived: ${red(context, verdict.received())}`,
    ...(difference === undefined ? [] : [difference]),
    `Path taken:\n${pathTaken(view, verdict.marked)}\n${endOf(view)}`,
    ...(mapRuns === undefined ? [] : [mapRuns]),
    dim(context, verdict.advice?.() ?? generalAdvice(view)),
  ];
  return sections.join("\n\n");
}

/** What to do about the failure that ended an execution; `undefined` where none did. */
export function failureAdvice(view: Seen): string | undefined {
  const { status, visits } = view;
  const failed = visits.find((visit) => visit.status === "FAILED" && visit.type !== "Fail");
  const error = failed?.attempts.at(-1)?.error;
  if (status !== "FAILED" || failed === undefined || error === undefined) return undefined;
  const state = quoted(failed.state);
  const inside = error === "States.ExceedToleratedFailureThreshold" ? firstFailureInside(view) : undefined;
  if (inside !== undefined) return `More items failed than ${state} tolerates: ${inside}.`;
  return error === "States.Runtime"
    ? `Nothing can retry or catch States.Runtime: give ${state} the data it looks for, or correct its paths.`
    : `No Retry or Catch of ${state} took the last ${quoted(error)}: name it there, or correct what the mock answers.`;
}

function generalAdvice(view: Seen): string {
  return view.status === "RUNNING"
    ? "The execution is still running: let it come to its end with `await execution.finish()`, or move time on with `advance`."
    : "To see the whole run, print it: console.log(String(execution)).";
}

/** `It FAILED after 14s: PaymentDeclined, card expired`. */
function endOf(view: Seen): string {
  if (view.status === "RUNNING") return "  It is still running.";
  return `  It ${view.status} after ${sinceStart(view, lastInstant(view))}${failureOf(view)}.`;
}

/** The error and cause an execution ended with, as the rest of a sentence. */
export function failureOf(execution: Seen): string {
  if (execution.error === undefined) return execution.cause === undefined ? "" : `: ${brief(execution.cause)}`;
  return `: ${brief(execution.error)}${execution.cause === undefined ? "" : `, ${brief(execution.cause)}`}`;
}

/** `expect(execution).not.toEndInState("Ship")`, with the runner's colours. */
export function hintLine({ context, matcher, args, subject = "execution" }: Assertion): string {
  const expected = args.map(shown).join(", ");
  const isNot = context.isNot === true;
  const promise = context.promise ?? "";
  const hint = context.utils?.matcherHint?.(matcher, subject, expected, { isNot, promise });
  return hint ?? `expect(${subject})${promise === "" ? "" : `.${promise}`}${isNot ? ".not" : ""}.${matcher}(${expected})`;
}

const green = (context: MatcherContext, text: string): string => context.utils?.EXPECTED_COLOR?.(text) ?? text;
const red = (context: MatcherContext, text: string): string => context.utils?.RECEIVED_COLOR?.(text) ?? text;
const dim = (context: MatcherContext, text: string): string => context.utils?.DIM_COLOR?.(text) ?? text;

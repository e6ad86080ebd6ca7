import { didYouMean } from "../src/base/text.ts";
import { isExecution } from "../src/simulator/execution.ts";
import type { Assertion } from "./matcher.ts";
import { hintLine } from "./message.ts";
import type { Seen } from "./seen.ts";
import { seenOf } from "./seen.ts";
import { shown } from "./shown.ts";
import { quoted } from "./words.ts";

/** The execution that was received; anything else is an error, also under `.not`. */
export function expectExecution(received: unknown, assertion: Assertion): Seen {
  if (isExecution(received)) return seenOf(received);
  const advice = isThenable(received)
    ? "Received a promise. Did you forget `await`?\n\n    const execution = await runStateMachine(…);"
    : `Received ${shown(received)}.`;
  throw misuse(assertion, `The received value must be an execution, as runStateMachine or startStateMachine gives it.\n${advice}`);
}

/** An error about how the matcher was used; it is thrown, so that `.not` cannot turn it into a pass. */
export function misuse(assertion: Assertion, text: string): Error {
  return new Error(`${hintLine(assertion)}\n\n${text}`);
}

/** Throws for a name that no state of the definition has. */
export function expectKnownState(view: Seen, name: unknown, assertion: Assertion): void {
  if (typeof name !== "string") throw misuse(assertion, `A state's name must be a string, but was ${shown(name)}.`);
  if (view.stateNames.includes(name)) return;
  const near = didYouMean(name, view.stateNames);
  throw misuse(
    assertion,
    `The state machine has no state ${quoted(name)}.${near === undefined ? "" : ` ${near}`}\nIts states: ${listOf(view)}.`,
  );
}

const LISTED = 30;

function listOf(view: Seen): string {
  const names = view.stateNames.slice(0, LISTED).map(quoted).join(", ");
  return view.stateNames.length > LISTED ? `${names} and ${view.stateNames.length - LISTED} more` : names;
}

/** Throws for an expectation that is no object or has members the matcher does not know. */
export function expectMembers(expectation: unknown, known: readonly string[], assertion: Assertion): void {
  if (typeof expectation !== "object" || expectation === null || Array.isArray(expectation)) {
    throw misuse(assertion, `The expectation must be an object with ${known.map(quoted).join(", ")}, but was ${shown(expectation)}.`);
  }
  for (const key of Object.keys(expectation)) {
    if (known.includes(key)) continue;
    const hint = didYouMean(key, known) ?? `Known are ${known.map(quoted).join(", ")}.`;
    throw misuse(assertion, `The expectation has no member ${quoted(key)}. ${hint}`);
  }
}

/** Throws for what is no whole number of something. */
export function expectCount(count: unknown, what: string, unit: string, assertion: Assertion): void {
  if (typeof count === "number" && Number.isInteger(count) && count >= 0) return;
  throw misuse(assertion, `${what} must be a whole number of ${unit}, but was ${shown(count)}.`);
}

/** Throws where the value to compare with was left out. */
export function expectValue(given: readonly unknown[], assertion: Assertion): void {
  if (given.length === 0) throw misuse(assertion, "Give the value to compare with.");
}

/** Is this a promise, or something like it? */
export function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

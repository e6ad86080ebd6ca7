import { printable } from "../src/base/printable.ts";
import { didYouMean } from "../src/base/text.ts";
import type { Visit } from "../src/history/visit.ts";
import { differenceBetween, distanceBetween } from "./difference.ts";
import { expectExecution, expectKnownState, expectValue, misuse } from "./execution-guard.ts";
import type { Found } from "./json-path-plus.ts";
import { follow } from "./json-path-plus.ts";
import type { Assertion, MatcherContext, MatcherResult } from "./matcher.ts";
import { alike } from "./matcher.ts";
import { resultOf } from "./message.ts";
import { endingOf } from "./outcome.ts";
import type { Seen } from "./seen.ts";
import { shown } from "./shown.ts";
import { NEVER_ENTERED, perVisit, visitsOf } from "./visits.ts";
import { inWords, quoted } from "./words.ts";

/**
 * Was the state entered with this input, before `InputPath` and `Parameters`, in one visit? It compares as `toEqual` does. Throws for a
 * name that no state has, also under `.not`.
 *
 * @example
 * expect(execution).toHaveStateInput("SendPaymentFailed", expect.objectContaining({ orderId: "o-1" }));
 */
export function toHaveStateInput(
  this: MatcherContext,
  received: unknown,
  state: string,
  ...value: readonly [value: unknown]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveStateInput", args: [state, ...value] };
  return stateData(assertion, received, state, value, {
    what: "get the input",
    of: ({ input }) => [input],
    tell: (visit) => `got ${shown(visit.input)}`,
    advice: "It is the raw input, as the state before gave it: what InputPath, Parameters or Arguments make of it is in `calls`.",
  });
}

/**
 * Did the state give this output, after `ResultPath` and `OutputPath`, in one visit? It compares as `toEqual` does. Throws for a name that
 * no state has, also under `.not`.
 *
 * @example
 * expect(execution).toHaveStateOutput("ValidateOrder", { orderId: "o-1" });
 */
export function toHaveStateOutput(
  this: MatcherContext,
  received: unknown,
  state: string,
  ...value: readonly [value: unknown]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveStateOutput", args: [state, ...value] };
  return stateData(assertion, received, state, value, {
    what: "give the output",
    of: ({ output }) => (output === undefined ? [] : [output]),
    tell: outputInWords,
    advice: "It is what the next state gets: the result, as ResultSelector, ResultPath and OutputPath leave it.",
  });
}

/** One of the two sides of a state's data. */
interface Side {
  readonly what: string;
  /** The data of a visit, where there is any. */
  readonly of: (visit: Visit) => readonly unknown[];
  readonly tell: (visit: Visit) => string;
  readonly advice: string;
}

function stateData(assertion: Assertion, received: unknown, state: string, value: readonly unknown[], side: Side): MatcherResult {
  const { context } = assertion;
  const view = expectExecution(received, assertion);
  expectKnownState(view, state, assertion);
  expectValue(value, assertion);
  const [expected] = value;
  const visits = visitsOf(view, state);
  const data = visits.flatMap(side.of);
  return resultOf(assertion, view, {
    pass: data.some((each) => alike(context, each, expected)),
    expected: `${quoted(state)} to ${side.what} ${shown(expected)}`,
    unexpected: `${quoted(state)} not to ${side.what} ${shown(expected)}`,
    received: () => perVisit(view, state, visits, side.tell),
    difference: () => nearestDifference(context, expected, data),
    marked: (visit) => visit.state === state,
    advice: () => (visits.length === 0 ? NEVER_ENTERED : side.advice),
  });
}

function outputInWords({ output, status }: Visit): string {
  if (output !== undefined) return `gave ${shown(output)}`;
  if (status === undefined) return "is still running";
  return `gave no output: it ${status === "FAILED" ? "failed" : "was aborted"}`;
}

const COMPARED = 200;

/** How the value that is least unlike the expected one differs. */
export function nearestDifference(context: MatcherContext, expected: unknown, values: readonly unknown[]): string | undefined {
  if (values.length === 0) return undefined;
  const distances = values.slice(0, COMPARED).map((value) => (values.length === 1 ? 0 : distanceBetween(context, expected, value)));
  return differenceBetween(context, expected, values[distances.indexOf(Math.min(...distances))]);
}

/**
 * Does the output of the execution have this value where the JSONPath leads? The path is read in the dialect of `jsonpath-plus`; one that
 * may lead to several places (`$..id`, `$.items[*]`) gives the array of what it finds. Throws for a path that cannot be read.
 *
 * @example
 * expect(execution).toHaveOutputAt("$.email.sent", true);
 */
export function toHaveOutputAt(
  this: MatcherContext,
  received: unknown,
  jsonPath: string,
  ...value: readonly [value: unknown]
): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveOutputAt", args: [jsonPath, ...value] };
  const view = expectExecution(received, assertion);
  expectValue(value, assertion);
  const found = foundIn(view.output, jsonPath, assertion);
  const values = valuesOf(found);
  return resultOf(assertion, view, {
    pass: view.status === "SUCCEEDED" && values.some((each) => alike(this, each, value[0])),
    expected: `the output to have ${shown(value[0])} at ${printable(jsonPath)}`,
    unexpected: `the output not to have ${shown(value[0])} at ${printable(jsonPath)}`,
    received: () => (view.status === "SUCCEEDED" ? foundInWords(found, view.output) : endingOf(view)),
    difference: () => nearestDifference(this, value[0], values),
    marked: (visit) => visit.status === "FAILED",
    advice: () => (found.kind === "many" ? "This path may lead to several places, so it gives an array." : undefined),
  });
}

function foundIn(output: unknown, jsonPath: unknown, assertion: Assertion): Found {
  if (typeof jsonPath !== "string" || jsonPath === "")
    throw misuse(assertion, `The path must be a JSONPath such as "$.order.id", but was ${shown(jsonPath)}.`);
  try {
    return follow(output, jsonPath);
  } catch (thrown) {
    throw misuse(assertion, `The path ${quoted(jsonPath)} cannot be read: ${printable((thrown as Error).message)}`);
  }
}

function valuesOf(found: Found): readonly unknown[] {
  if (found.kind === "none") return [];
  return [found.kind === "one" ? found.value : found.values];
}

function foundInWords(found: Found, output: unknown): string {
  if (found.kind === "none") return `nothing is there, in ${shown(output)}`;
  return shown(valuesOf(found)[0]);
}

/**
 * Has the variable (ASL "Assign") this value at top level, at the end? It compares as `toEqual` does. Throws for what is no execution.
 *
 * @example
 * const counted = await runStateMachine({ StartAt: "Count", States: { Count: { Type: "Pass", Assign: { total: 3 }, End: true } } });
 * expect(counted).toHaveVariable("total", 3);
 */
export function toHaveVariable(this: MatcherContext, received: unknown, name: string, ...value: readonly [value: unknown]): MatcherResult {
  const assertion: Assertion = { context: this, matcher: "toHaveVariable", args: [name, ...value] };
  const view = expectExecution(received, assertion);
  if (typeof name !== "string" || name === "") throw misuse(assertion, `A variable's name must be a string, but was ${shown(name)}.`);
  if (name.startsWith("$")) throw misuse(assertion, `A variable's name is written without the dollar sign: ${quoted(name.slice(1))}.`);
  expectValue(value, assertion);
  const values = Object.hasOwn(view.variables, name) ? [view.variables[name]] : [];
  return resultOf(assertion, view, {
    pass: values.some((each) => alike(this, each, value[0])),
    expected: `the variable ${quoted(name)} to be ${shown(value[0])}`,
    unexpected: `the variable ${quoted(name)} not to be ${shown(value[0])}`,
    received: () => (values.length === 0 ? `it was never assigned at top level${others(view, name)}` : shown(values[0])),
    difference: () => nearestDifference(this, value[0], values),
    advice: () => (values.length === 0 ? "Variables of a branch or an iteration end with it." : undefined),
  });
}

function others({ variables }: Seen, name: string): string {
  const names = Object.keys(variables);
  if (names.length === 0) return "; nor was any other variable";
  const near = didYouMean(name, names);
  return `; there ${names.length === 1 ? "is" : "are"} ${inWords(names.slice(0, 20).map(quoted))}${near === undefined ? "" : `. ${near}`}`;
}

import type { OptionSet } from "../base/check-options.ts";
import { checkOptions, objectOf, oneOf, optionSet } from "../base/check-options.ts";
import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import { UsageError } from "../base/errors.ts";
import { didYouMean } from "../base/text.ts";

/** What can go wrong in a fuzzed execution, beside what is said of each member when it is left out. */
export interface FaultOptions {
  /** By state name, the errors a Task can meet, `[]` for none, `States.Timeout` for calls that never answer; a state that is not named meets those its definition and its service tell. */
  readonly errors?: { readonly [state: string]: readonly string[] };
  /** How late answers and callbacks may be, or `false`; up to a minute, and past the state's timeout. */
  readonly latency?: { readonly max: Duration } | false;
  /** Do calls never answer, where a timeout or somebody outside would have to end the wait? `true`. */
  readonly hangs?: boolean;
  /** Does what is due at the same instant run in any order? `true`. */
  readonly interleaving?: boolean;
  /** Is an asynchronous Express execution delivered twice? `false`. */
  readonly duplicates?: boolean;
}

const FAULTS: OptionSet = optionSet<FaultOptions>("faults", "faults.", {
  errors: objectOf("an object of lists of errors by state", 'For example `{ ProcessPayment: ["PaymentDeclined", "States.Timeout"] }`.'),
  latency: { holds: (value) => value === false || isMaximum(value), wanted: "an object with a duration as `max`, or false" },
  hangs: oneOf(true, false),
  interleaving: oneOf(true, false),
  duplicates: oneOf(true, false),
});

function isMaximum(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("max" in value)) return false;
  // Throws an error of its own, which says more.
  return milliseconds(value.max as Duration, "`faults.latency.max`") >= 0;
}

/** Throws a UsageError for faults that do not exist, or for a state that is no Task of the machine. */
export function checkFaults(faults: FaultOptions, tasks: readonly string[]): void {
  checkOptions(faults, FAULTS);
  for (const [state, errors] of Object.entries(faults.errors ?? {})) {
    if (!tasks.includes(state)) throw noTask(state, tasks);
    if (!Array.isArray(errors) || errors.some((error) => typeof error !== "string")) throw noErrors(state);
  }
}

function noTask(state: string, tasks: readonly string[]): UsageError {
  return new UsageError(`\`faults.errors\` names "${state}", which is no Task of the machine.`, {
    code: "UNKNOWN_STATE",
    state,
    hint: didYouMean(state, tasks) ?? `Its Tasks are ${tasks.join(", ")}.`,
  });
}

function noErrors(state: string): UsageError {
  return new UsageError(`\`faults.errors.${state}\` must be a list of error names.`, { code: "INVALID_OPTION", state });
}

import type { Duration } from "../base/duration.ts";
import { formatDuration, milliseconds } from "../base/duration.ts";
import { UsageError } from "../base/errors.ts";
import type { Json } from "../base/json.ts";
import { jsonEquals } from "../base/json.ts";
import { didYouMean, plural } from "../base/text.ts";
import type { Visit } from "../history/visit.ts";
import type { Execution } from "../simulator/execution.ts";
import { executionsInside, visitsInside } from "../simulator/map-run/inside-map-runs.ts";
import type { Effect, Invariant } from "./invariant.ts";
import { InvariantViolation } from "./invariant.ts";

/** The execution ends by a state of its own, not because its time was up. That it ends at all is always demanded. */
function alwaysEnds(): Invariant {
  return ({ status, durationSeconds }) => {
    if (status !== "TIMED_OUT" && status !== "ABORTED") return;
    throw new InvariantViolation(`The execution was ended from outside: ${status} after ${inWords(durationSeconds)}.`);
  };
}

/** No state fails with `States.Runtime`: a path that finds nothing, an input that a state cannot take. */
function neverRuntimeError(): Invariant {
  return (execution) => {
    const { error, cause } = execution;
    const failed = visitsInside(execution).find(({ attempts }) => attempts.some((attempt) => attempt.error === "States.Runtime"));
    if (failed !== undefined)
      throw new InvariantViolation(`"${failed.state}" failed with States.Runtime: ${causeIn(failed) ?? "no cause"}`);
    if (error === "States.Runtime") throw new InvariantViolation(`The execution failed with States.Runtime: ${cause}`);
  };
}

function causeIn({ attempts }: Visit): string | undefined {
  return attempts.find(({ error }) => error === "States.Runtime")?.cause;
}

/** An execution that fails does so in a Fail state, or with one of these errors that nothing handles. */
function unhandledErrorsOnly(...errors: readonly string[]): Invariant {
  return (execution) => {
    const { status, error } = execution;
    if (status !== "FAILED" || errors.includes(error ?? "") || endsInFailState(execution)) return;
    const where = visitsInside(execution)
      .filter((visit) => visit.status === "FAILED")
      .at(-1)?.state;
    throw new InvariantViolation(`Nothing handled ${error}${where === undefined ? "" : ` of "${where}"`}.`);
  };
}

function endsInFailState(execution: Execution): boolean {
  const visits = visitsInside(execution);
  return (
    visits.some(({ type }) => type === "Fail") && visits.filter(({ status }) => status === "FAILED").some(({ type }) => type === "Fail")
  );
}

/** What `compensated` can be told. */
export interface CompensationOptions {
  /** Which executions must undo what they did; those that do not succeed, and those that enter one of the undoing states. */
  readonly when?: (execution: Execution) => boolean;
}

/** In an execution that goes wrong, for each time that a step was completed the state that undoes it was entered, once; in others never. */
function compensated(undoneBy: { readonly [step: string]: string }, { when }: CompensationOptions = {}): Invariant {
  const pairs = Object.entries(undoneBy);
  return (execution) => {
    demandStates(execution, pairs.flat());
    const wrong = (when ?? wentWrong(pairs))(execution);
    for (const [step, undo] of pairs) {
      const done = visitsInside(execution).filter((visit) => visit.state === step && visit.status === "SUCCEEDED").length;
      const undone = visitsInside(execution).filter((visit) => visit.state === undo).length;
      const demanded = wrong ? done : 0;
      if (undone !== demanded) throw new InvariantViolation(notCompensated({ step, undo, done, undone, wrong }));
    }
  };
}

function wentWrong(pairs: readonly (readonly [step: string, undo: string])[]): (execution: Execution) => boolean {
  return (execution) =>
    execution.status !== "SUCCEEDED" || visitsInside(execution).some(({ state }) => pairs.some(([, undo]) => undo === state));
}

interface Compensation {
  readonly step: string;
  readonly undo: string;
  readonly done: number;
  readonly undone: number;
  readonly wrong: boolean;
}

function notCompensated({ step, undo, done, undone, wrong }: Compensation): string {
  if (!wrong) return `Nothing went wrong, but "${undo}" was entered ${plural(undone, "time")}.`;
  return `"${step}" was completed ${plural(done, "time")}, but "${undo}" was entered ${plural(undone, "time")}.`;
}

/** Once `failed` has failed for good, none of the other states calls anything any more. */
function noCallAfterFailure(failed: string, ...others: readonly string[]): Invariant {
  return (execution) => {
    demandStates(execution, [failed, ...others]);
    const visits = visitsInside(execution);
    const at = visits.findIndex(({ state, status }) => state === failed && (status === "FAILED" || status === "CAUGHT_ERROR"));
    const failure = visits[at];
    if (failure === undefined) return;
    const since = failure.attempts.at(-1)?.endedAt?.getTime() ?? failure.enteredAt.getTime();
    const later = visits.find(({ state, enteredAt }, index) => others.includes(state) && index > at && enteredAt.getTime() >= since);
    if (later !== undefined) throw new InvariantViolation(`"${later.state}" was called although "${failed}" had failed.`);
  };
}

/** The calls of each of these states reach their service once at most in each branch: also when an answer is lost and the state tried again. */
function calledAtMostOnce(...states: readonly string[]): Invariant {
  return (execution, { effects }) => {
    demandStates(execution, states);
    const seen = new Set<string>();
    for (const effect of effects) {
      if (!states.includes(effect.state)) continue;
      const place = placeOf(effect);
      if (seen.has(place))
        throw new InvariantViolation(
          `"${effect.state}" called ${effect.service}:${effect.operation} a second time (attempt ${effect.attempt}).`,
        );
      seen.add(place);
    }
  };
}

function placeOf({ branch, state }: Effect): string {
  return `${branch.map((step) => `${step.state}[${step.index}]`).join("/")}/${state}`;
}

/**
 * The calls of each of these states are the same each time they are made in a branch, by a retry or by an execution that is delivered
 * again, so that their receiver can know them again. `key` picks what it goes by; all of the call's input.
 */
function idempotentUnderDuplicates(states: string | readonly string[], key: (input: unknown) => unknown = (input) => input): Invariant {
  const wanted = [states].flat();
  return (execution, { effects }) => {
    demandStates(execution, wanted);
    const first = new Map<string, unknown>();
    for (const effect of effects) {
      if (!wanted.includes(effect.state)) continue;
      const place = placeOf(effect);
      const present = key(effect.input);
      if (!first.has(place)) first.set(place, present);
      else if (!jsonEquals(first.get(place) as Json, present as Json))
        throw new InvariantViolation(unlike(effect, first.get(place), present));
    }
  };
}

function unlike({ state }: Effect, first: unknown, present: unknown): string {
  return `"${state}" was called twice, which nobody can know: first with ${JSON.stringify(first)}, then with ${JSON.stringify(present)}.`;
}

/** The execution ends within so much virtual time. */
function endsWithin(duration: Duration): Invariant {
  const most = milliseconds(duration, "The duration of endsWithin()");
  return ({ durationSeconds }) => {
    if (durationSeconds * 1_000 <= most) return;
    throw new InvariantViolation(`The execution took ${inWords(durationSeconds)}; ${formatDuration(most)} is the most.`);
  };
}

/** The execution makes so many state transitions at most, retries included. */
function transitionsAtMost(most: number): Invariant {
  return ({ billing }) => atMost("state transitions", billing.stateTransitions, most);
}

/** The history of the execution, and of each child of its distributed Maps, has so many events at most. */
function eventsAtMost(most: number): Invariant {
  return (execution) => {
    for (const { history } of executionsInside(execution)) atMost("events", history.length, most);
  };
}

/** No state's input or output is larger than so many bytes of JSON. */
function payloadAtMost(bytes: number): Invariant {
  return (execution) => {
    for (const { state, input, output } of visitsInside(execution)) {
      atMost(`bytes of input of "${state}"`, bytesOf(input), bytes);
      atMost(`bytes of output of "${state}"`, bytesOf(output), bytes);
    }
  };
}

function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}

function atMost(what: string, seen: number, most: number): void {
  if (seen > most)
    throw new InvariantViolation(`There were ${seen.toLocaleString("en-US")} ${what}; ${most.toLocaleString("en-US")} are the most.`);
}

const inWords = (seconds: number): string => formatDuration(seconds * 1_000);

/** A name that the machine has not would make an invariant hold of everything. */
function demandStates({ stateNames }: Execution, names: readonly string[]): void {
  const unknown = names.find((name) => !stateNames.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`An invariant names "${unknown}", but the machine has no such state.`, {
    code: "UNKNOWN_STATE",
    state: unknown,
    hint: didYouMean(unknown, stateNames),
  });
}

/** Ready-made invariants, for `invariant` of {@link fuzzStateMachine}. */
export const invariants: {
  readonly alwaysEnds: typeof alwaysEnds;
  readonly neverRuntimeError: typeof neverRuntimeError;
  readonly unhandledErrorsOnly: typeof unhandledErrorsOnly;
  readonly compensated: typeof compensated;
  readonly noCallAfterFailure: typeof noCallAfterFailure;
  readonly calledAtMostOnce: typeof calledAtMostOnce;
  readonly idempotentUnderDuplicates: typeof idempotentUnderDuplicates;
  readonly endsWithin: typeof endsWithin;
  readonly transitionsAtMost: typeof transitionsAtMost;
  readonly eventsAtMost: typeof eventsAtMost;
  readonly payloadAtMost: typeof payloadAtMost;
} = {
  alwaysEnds,
  neverRuntimeError,
  unhandledErrorsOnly,
  compensated,
  noCallAfterFailure,
  calledAtMostOnce,
  idempotentUnderDuplicates,
  endsWithin,
  transitionsAtMost,
  eventsAtMost,
  payloadAtMost,
};

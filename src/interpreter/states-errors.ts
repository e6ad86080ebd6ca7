import { StatesFailure } from "../base/states-failure.ts";
import { QueryFailure } from "../query/index.ts";
import type { Scope } from "./scope.ts";

/** Failures that neither `States.ALL` nor `States.TaskFailed` stand for. */
const UNCATCHABLE: ReadonlySet<string | undefined> = new Set(["States.Runtime"]);

/** ASL "Error names": does one of the names in `ErrorEquals` stand for this failure? */
export function errorMatches(names: readonly string[], failure: StatesFailure): boolean {
  return names.some((name) => nameMatches(name, failure));
}

function nameMatches(name: string, failure: StatesFailure): boolean {
  if (UNCATCHABLE.has(failure.error)) return false;
  if (name === "States.ALL") return true;
  if (name === "States.TaskFailed") return failure.error !== "States.Timeout";
  return name === failure.error || name === failure.alias;
}

/** What was thrown, as a failure of the present state; whatever the machine may not see is thrown on. */
export function failureOf(thrown: unknown, scope: Scope): StatesFailure {
  if (thrown instanceof StatesFailure) return thrown;
  if (!(thrown instanceof QueryFailure)) throw thrown;
  const failure = new StatesFailure(thrown.error, `${whereabouts(scope)}${thrown.text}`);
  if (thrown.error === "States.QueryEvaluationError") scope.evaluationFailed(failure, thrown.location);
  return failure;
}

/** `States.Runtime` in the present state, told as AWS does. */
export function runtimeFailure(text: string, scope: Scope): StatesFailure {
  return new StatesFailure("States.Runtime", `${whereabouts(scope)}${text}`);
}

function whereabouts({ node, enteredEvent }: Scope): string {
  return `An error occurred while executing the state '${node?.name}' (entered at the event id #${enteredEvent}). `;
}

/** Which retrier and catcher take a failure, and which failures lead to them. */
import type { Catcher, Retrier } from "../../asl/model.ts";
import { StatesFailure } from "../../base/states-failure.ts";
import { errorMatches } from "../../interpreter/states-errors.ts";

/** The fields of a state that handle errors. */
export interface Handlers {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

type Names = Pick<Retrier, "ErrorEquals">;

/** The index of the first entry that takes an error, or -1. */
export function indexFor(entries: readonly Names[] | undefined, error: string | undefined): number {
  return (entries ?? []).findIndex(({ ErrorEquals }) => errorMatches(ErrorEquals, new StatesFailure(error)));
}

/** A name in `ErrorEquals` that can lead to its entry; `undefined` when earlier entries take them all. */
export function openName(entries: readonly Names[], index: number): string | undefined {
  const earlier = entries.slice(0, index).flatMap(({ ErrorEquals }) => ErrorEquals);
  return entries[index]?.ErrorEquals.find((name) => whyTaken(name, earlier) === undefined);
}

/** Why an entry can never be used; `undefined` if it can. */
export function whyShadowed(entries: readonly Names[], index: number): string | undefined {
  if (openName(entries, index) !== undefined) return undefined;
  const earlier = entries.slice(0, index).flatMap(({ ErrorEquals }) => ErrorEquals);
  const reasons = (entries[index]?.ErrorEquals ?? []).map((name) => whyTaken(name, earlier));
  return [...new Set(reasons)].join("; ");
}

const TIMEOUTS: ReadonlySet<string> = new Set(["States.Timeout", "States.HeartbeatTimeout"]);

function whyTaken(name: string, earlier: readonly string[]): string | undefined {
  if (name === "States.Runtime") return "States.Runtime is never retried or caught";
  if (earlier.includes(name)) return `an earlier entry takes ${name}`;
  if (earlier.includes("States.ALL")) return "an earlier entry takes every error";
  const isTask = name !== "States.ALL" && !TIMEOUTS.has(name);
  return isTask && earlier.includes("States.TaskFailed") ? `an earlier entry takes ${name} as States.TaskFailed` : undefined;
}

/** How often a retrier tries again. */
export const attemptsOf = ({ MaxAttempts = 3 }: Retrier): number => MaxAttempts;

import type { Catcher, QueryLanguageName } from "../asl/model.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { States } from "../query/index.ts";
import { compileJsonataTemplate, compileTemplate } from "../query/index.ts";
import { transitionTo } from "./data-flow.ts";
import { placeResult } from "./json-path-flow.ts";
import type { Scope } from "./scope.ts";
import type { LinkedCatcher, Move, StateNode } from "./state-node.ts";
import { errorMatches } from "./states-errors.ts";

/** Goes to the state that a catcher names, with what the catcher makes of the failure and the state's raw input. */
export type CatchRunner = (raw: Json, failure: StatesFailure, scope: Scope) => Move;

/** ASL "Fallback states": the index of the first catcher that names the failure, or -1. */
export function findCatcher(catchers: readonly LinkedCatcher[], failure: StatesFailure): number {
  return catchers.findIndex(({ catcher }) => errorMatches(catcher.ErrorEquals, failure));
}

export function linkCatch(catcher: Catcher, language: QueryLanguageName, next: StateNode): CatchRunner {
  return language === "JSONata" ? jsonataCatch(catcher, next) : jsonPathCatch(catcher, next);
}

/** `{ Error, Cause }`, placed by `ResultPath`. */
function jsonPathCatch({ ResultPath, Assign }: Catcher, next: StateNode): CatchRunner {
  const place = placeResult(ResultPath);
  const assign = Assign === undefined ? undefined : compileTemplate(Assign);
  return (raw, failure, scope) => {
    const error = errorOutput(failure);
    return transitionTo(next, place(raw, error), assign && (() => assign(error, scope)));
  };
}

/** What `$states.errorOutput` shows. */
export function errorOutput({ error, cause }: StatesFailure): JsonObject {
  return { Error: error ?? null, Cause: cause ?? null };
}

/** `{ Error, Cause }`, or the catcher's `Output`. */
function jsonataCatch({ Output, Assign }: Catcher, next: StateNode): CatchRunner {
  const output = Output === undefined ? undefined : compileJsonataTemplate("Output", Output);
  const assign = Assign === undefined ? undefined : compileJsonataTemplate("Assign", Assign);
  return (raw, failure, scope) => {
    const states: States = { input: raw, errorOutput: errorOutput(failure) };
    const passedOn = output === undefined ? errorOutput(failure) : output(states, scope);
    return transitionTo(next, passedOn, assign && (() => assign(states, scope)));
  };
}

import type { Catcher } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import { placeResult } from "./data-flow.ts";
import type { Scope } from "./scope.ts";
import type { LinkedCatcher } from "./state-node.ts";
import { errorMatches } from "./states-errors.ts";

/** The input of the state that a catcher leads to, made from the raw input of the state that failed. */
export type CatchOutput = (raw: Json, failure: StatesFailure, scope: Scope) => Json;

/** ASL "Fallback states": the index of the first catcher that names the failure, or -1. */
export function findCatcher(catchers: readonly LinkedCatcher[], failure: StatesFailure): number {
  return catchers.findIndex(({ catcher }) => errorMatches(catcher.ErrorEquals, failure));
}

/** The failure as `{ Error, Cause }`, placed by the catcher's `ResultPath`. */
export function linkCatchOutput({ ResultPath }: Catcher): CatchOutput {
  const place = placeResult(ResultPath);
  return (raw, { error, cause }) => place(raw, { Error: error ?? null, Cause: cause ?? null });
}

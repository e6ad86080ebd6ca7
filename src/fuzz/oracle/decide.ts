import type { Catcher, Retrier } from "../../asl/model.ts";
import type { Failure, SomeFailure } from "./failure.ts";
import { namesFailure, UNTOLD } from "./failure.ts";
import type { StatePlan } from "./plan.ts";

/** What a state has to do about its failure; "open" where the history does not tell enough to say. */
export type Decision =
  | { readonly kind: "retry"; readonly retrier: number; readonly delay: Delay }
  | { readonly kind: "catch"; readonly catcher: Catcher }
  | { readonly kind: "fail" }
  | { readonly kind: "open" };

/** Milliseconds, both ends included. */
export interface Delay {
  readonly least: number;
  readonly most: number;
}

const OPEN: Decision = { kind: "open" };
const FAIL: Decision = { kind: "fail" };

/** ASL "Retrying after error" and "Fallback states": the first retrier that names it, while it has attempts left; else the first catcher. */
export function decide(plan: StatePlan, used: RetriesUsed, failure: SomeFailure): Decision {
  if (plan.retriers.length === 0 && plan.catchers.length === 0) return FAIL;
  if (failure === UNTOLD) return OPEN;
  const retrier = firstNaming(plan.retriers, failure);
  if (retrier === undefined || (retrier >= 0 && used.isUncertain)) return OPEN;
  const delay = retrier < 0 ? undefined : used.next(plan.retriers[retrier] as Retrier, retrier);
  return delay === undefined ? fallBack(plan.catchers, failure) : { kind: "retry", retrier, delay };
}

function fallBack(catchers: readonly Catcher[], failure: Failure): Decision {
  const index = firstNaming(catchers, failure);
  if (index === undefined) return OPEN;
  return index < 0 ? FAIL : { kind: "catch", catcher: catchers[index] as Catcher };
}

/** Index of the first whose `ErrorEquals` names the failure, or -1; `undefined` where that cannot be told. */
function firstNaming(list: readonly (Retrier | Catcher)[], failure: Failure): number | undefined {
  for (const [index, { ErrorEquals }] of list.entries()) {
    const named = namesFailure(ErrorEquals, failure);
    if (named === undefined) return undefined;
    if (named) return index;
  }
  return -1;
}

/** How often each retrier of one visit of a state was used. */
export class RetriesUsed {
  readonly #used: number[] = [];
  /** There was a retry of which nobody can say whose it was. */
  isUncertain = false;

  /** Uses the retrier once more; `undefined` when it has no attempts left. */
  next(retrier: Retrier, index: number): Delay | undefined {
    const used = this.#used[index] ?? 0;
    if (used >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.#used[index] = used + 1;
    return delayOf(retrier, used);
  }
}

/** `IntervalSeconds`, each time `BackoffRate` times as long, never above `MaxDelaySeconds`; full jitter draws from all that is shorter. */
function delayOf({ IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds, JitterStrategy }: Retrier, before: number): Delay {
  let seconds = IntervalSeconds;
  for (let time = 0; time < before && seconds < Number.MAX_SAFE_INTEGER; time++) seconds *= BackoffRate;
  if (MaxDelaySeconds !== undefined && seconds > MaxDelaySeconds) seconds = MaxDelaySeconds;
  return { least: JitterStrategy === "FULL" ? 0 : seconds * 1_000, most: seconds * 1_000 };
}

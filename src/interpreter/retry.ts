import type { Retrier } from "../asl/model.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { Scope } from "./scope.ts";
import { errorMatches } from "./states-errors.ts";

export interface PlannedRetry {
  /** Index of the retrier. */
  readonly retrier: number;
  readonly delaySeconds: number;
}

/** ASL "Retrying after error": each retrier of a state counts its own attempts. */
export class RetryCounters {
  readonly #retriers: readonly Retrier[];
  readonly #used: number[];

  constructor(retriers: readonly Retrier[]) {
    this.#retriers = retriers;
    this.#used = retriers.map(() => 0);
  }

  /** The retry for a failure; `undefined` when no retrier names it or the first that does is used up. */
  next(failure: StatesFailure, scope: Scope): PlannedRetry | undefined {
    const index = this.#retriers.findIndex(({ ErrorEquals }) => errorMatches(ErrorEquals, failure));
    const retrier = this.#retriers[index];
    const used = this.#used[index] as number;
    if (retrier === undefined || used >= (retrier.MaxAttempts ?? 3)) return undefined;
    this.#used[index] = used + 1;
    return { retrier: index, delaySeconds: delayOf(retrier, used, scope) };
  }
}

function delayOf(retrier: Retrier, used: number, scope: Scope): number {
  const backoff = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used;
  const delay = Math.min(backoff, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === "FULL" ? delay * scope.random() : delay;
}

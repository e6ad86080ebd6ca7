import { later } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { StatesFailure } from "../base/states-failure.ts";
import type { Step } from "../kernel/effect.ts";
import { sleepUntil } from "../kernel/effect.ts";
import { findCatcher } from "./catch.ts";
import type { PlannedRetry } from "./retry.ts";
import { RetryCounters } from "./retry.ts";
import type { Scope } from "./scope.ts";
import type { Move, StateNode } from "./state-node.ts";
import { Transition } from "./state-node.ts";
import { failureOf } from "./states-errors.ts";

/** ASL "Errors": runs one state; on failure asks Retry, then Catch, else lets it rise. */
export function* runGuarded(node: StateNode, scope: Scope, raw: Json): Step<Move> {
  const retries = new RetryCounters(node.retriers);
  for (;;) {
    try {
      let move = node.run(scope, raw);
      while (!(move instanceof Transition)) move = "kind" in move ? node.goOn(scope, raw, move, yield move) : yield* move;
      return move;
    } catch (thrown) {
      const failure = failureOf(thrown, scope);
      const retry = retries.next(failure, scope);
      if (retry === undefined) return takeCatcher(node, scope, raw, failure);
      yield* waitForRetry(scope, retry, failure);
    }
  }
}

function* waitForRetry(scope: Scope, { retrier, delaySeconds }: PlannedRetry, failure: StatesFailure): Step<void> {
  scope.retry();
  scope.decision({ kind: "retry", retrier, delaySeconds, attempt: scope.retryCount, error: failure.error, cause: failure.cause });
  yield* sleepUntil(later(scope.environment.kernel.now(), delaySeconds));
  scope.countTransition();
  scope.decision({ kind: "attempt" });
}

function takeCatcher(node: StateNode, scope: Scope, raw: Json, failure: StatesFailure): Move {
  const index = findCatcher(node.catchers, failure);
  const caught = node.catchers[index];
  if (caught === undefined) throw failure;
  scope.closeFailed();
  scope.decision({ kind: "catch", catcher: index, error: failure.error, cause: failure.cause, next: caught.next.name });
  return caught.take(raw, failure, scope);
}

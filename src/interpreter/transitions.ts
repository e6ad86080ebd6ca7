import type { Json } from "../base/json.ts";
import type { Step } from "../kernel/effect.ts";
import { runGuarded } from "./run-state.ts";
import type { Scope } from "./scope.ts";
import type { Move, StateNode } from "./state-node.ts";
import { Transition } from "./state-node.ts";
import { failureOf } from "./states-errors.ts";

/** ASL "Transitions": from state to state until one ends the line. */
export function* runStates(start: StateNode, scope: Scope, input: Json): Step<Json> {
  let node = start;
  let data = input;
  try {
    for (;;) {
      scope.enter(node, data);
      if (scope.environment.breakpoint === node.name) yield { kind: "pause" };
      let move: Move = node.isGuarded ? runGuarded(node, scope, data) : node.run(scope, data);
      while (!(move instanceof Transition)) move = "kind" in move ? node.goOn(scope, data, move, yield move) : yield* move;
      data = move.output;
      scope.exit(node, move);
      if (move.to === undefined) return data;
      node = move.to;
    }
  } catch (thrown) {
    const failure = failureOf(thrown, scope);
    scope.closeFailed();
    scope.pen.decision({ kind: "fail", error: failure.error, cause: failure.cause });
    throw failure;
  }
}

import type { Json, JsonObject } from "../base/json.ts";
import type { Step } from "../kernel/effect.ts";
import { computed } from "../kernel/effect.ts";
import type { Answer } from "../query/index.ts";
import type { Scope } from "./scope.ts";
import type { Move, StateNode } from "./state-node.ts";
import { Transition } from "./state-node.ts";

/** ASL "Input and Output Processing" of a state, compiled in its query language. */
export interface DataFlow {
  /** Raw input → effective input: InputPath and Parameters, or Arguments. */
  readonly enter: (raw: Json, scope: Scope) => Answer;
  /** Raw input and result → the state's transition: ResultSelector, ResultPath, OutputPath, or Output; and Assign. */
  readonly leave: Leave;
}

export type Leave = (raw: Json, result: Json, scope: Scope, next: StateNode | undefined) => Move;

/** The answer's value; a step only where an expression has to be waited for. */
export function* ready(answer: Answer): Step<Json> {
  return answer instanceof Promise ? yield* computed(answer) : answer;
}

/** Goes on with an answer: at once, or in a step that keeps the turn. */
export function whenReady(answer: Answer, goOn: (value: Json) => Move): Move {
  return answer instanceof Promise ? later(answer, goOn) : goOn(answer);
}

function* later(promise: Promise<Json>, goOn: (value: Json) => Move): Step<Move> {
  return goOn(yield* computed(promise));
}

/**
 * The transition of a state that ends with this output and these new variables. `assign` is asked when the output is known, so that
 * of two that fail it is always the same that is told, and the other is not left behind. Both see what was before.
 */
export function transitionTo(next: StateNode | undefined, output: Answer, assign?: () => Answer): Move {
  return whenReady(output, (passedOn) => (assign === undefined ? new Transition(next, passedOn) : assigning(next, passedOn, assign())));
}

function assigning(next: StateNode | undefined, output: Json, assigned: Answer): Move {
  return whenReady(assigned, (values) => new Transition(next, output, values as JsonObject));
}

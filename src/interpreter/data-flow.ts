import type { Json, JsonObject } from "../base/json.ts";
import type { Step } from "../kernel/effect.ts";
import { computed } from "../kernel/effect.ts";
import type { Answer } from "../query/index.ts";
import type { Scope } from "./scope.ts";
import type { StateNode } from "./state-node.ts";
import { Transition } from "./state-node.ts";

/** ASL "Input and Output Processing" of a state, compiled in its query language. */
export interface DataFlow {
  /** Raw input → effective input: InputPath and Parameters, or Arguments. */
  readonly enter: (raw: Json, scope: Scope) => Answer;
  /** Raw input and result → the state's transition: ResultSelector, ResultPath, OutputPath, or Output; and Assign. */
  readonly leave: Leave;
}

export type Leave = (raw: Json, result: Json, scope: Scope, next: StateNode | undefined) => Transition | Step<Transition>;

/** The answer's value; a step only where an expression has to be waited for. */
export function* ready(answer: Answer): Step<Json> {
  return answer instanceof Promise ? yield* computed(answer) : answer;
}

/** Goes on with an answer: at once, or in a step that keeps the turn. */
export function whenReady(answer: Answer, goOn: (value: Json) => Transition | Step<Transition>): Transition | Step<Transition> {
  return answer instanceof Promise ? later(answer, goOn) : goOn(answer);
}

function* later(promise: Promise<Json>, goOn: (value: Json) => Transition | Step<Transition>): Step<Transition> {
  const answer = goOn(yield* computed(promise));
  return answer instanceof Transition ? answer : yield* answer;
}

/** The transition of a state that ends with this output and these new variables. Both are worked out from what was before. */
export function transitionTo(next: StateNode | undefined, output: Answer, assigned: Answer | undefined): Transition | Step<Transition> {
  return output instanceof Promise || assigned instanceof Promise
    ? transitionLater(next, output, assigned)
    : new Transition(next, output, assigned as JsonObject | undefined);
}

function* transitionLater(next: StateNode | undefined, output: Answer, assigned: Answer | undefined): Step<Transition> {
  const passedOn = yield* ready(output);
  return new Transition(next, passedOn, assigned === undefined ? undefined : ((yield* ready(assigned)) as JsonObject));
}

import type { ChoiceRule } from "../asl/model.ts";
import type { Json } from "../base/json.ts";
import type { Answer } from "../query/index.ts";
import { compileJsonata } from "../query/index.ts";
import type { Holds } from "./states/choice.ts";

/** ASL "Choice State" with JSONata: the rule's `Condition`, a boolean or an expression for one. */
export function linkCondition({ Condition }: ChoiceRule): Holds {
  if (typeof Condition !== "string") return () => Condition === true;
  const evaluate = compileJsonata("Condition", Condition, "boolean");
  return (input, scope) => holds(evaluate({ input }, scope));
}

function holds(answer: Answer): boolean | Promise<Json> {
  return answer instanceof Promise ? answer : answer === true;
}

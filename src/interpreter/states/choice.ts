import type { ChoiceState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Decision } from "../../history/decision.ts";
import type { Step } from "../../kernel/effect.ts";
import { QueryFailure } from "../../query/index.ts";
import { linkCondition } from "../choice-condition.ts";
import { linkTest } from "../choice-test.ts";
import type { DataFlow } from "../data-flow.ts";
import { whenReady } from "../data-flow.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { StateNode, StateRunner } from "../state-node.ts";
import { Transition } from "../state-node.ts";

/** Does a rule hold? A promise only where an expression has to be waited for. */
export type Holds = (input: Json, scope: Scope) => boolean | Promise<Json>;

interface Rule {
  readonly holds: Holds;
  readonly next: StateNode;
  readonly leave: DataFlow["leave"];
  readonly decision: Decision;
}

/** ASL "Choice State": the first rule that holds decides where to go, with its own Output and Assign. */
export function linkChoice(state: ChoiceState, { target, language }: LinkFrame): StateRunner {
  const flow = linkFlow(state, language);
  const rules = state.Choices.map((rule, index): Rule => {
    const { Output, Assign } = rule;
    const holds = language === "JSONata" ? linkCondition(rule) : linkTest(rule);
    const { leave } = linkFlow({ ...paths(state), ...(Output !== undefined && { Output }), ...(Assign !== undefined && { Assign }) }, language);
    return { holds, next: target(rule.Next), leave, decision: { kind: "choice", rule: index } };
  });
  const otherwise = state.Default === undefined ? undefined : target(state.Default);
  const take = (rule: Rule | undefined, raw: Json, input: Json, scope: Scope): Transition | Step<Transition> => {
    const next = rule?.next ?? otherwise ?? noneMatched();
    scope.pen.decision(rule?.decision ?? DEFAULT);
    return (rule ?? flow).leave(raw, input, scope, next);
  };
  return (scope, raw) => whenReady(flow.enter(raw, scope), (input) => choose(rules, input, scope, (rule) => take(rule, raw, input, scope)));
}

const DEFAULT: Decision = { kind: "choice", rule: "default" };

/** InputPath and OutputPath are the state's, whichever rule is taken. */
function paths({ InputPath, OutputPath }: ChoiceState): Pick<ChoiceState, "InputPath" | "OutputPath"> {
  return { ...(InputPath !== undefined && { InputPath }), ...(OutputPath !== undefined && { OutputPath }) };
}

type Take = (rule: Rule | undefined) => Transition | Step<Transition>;

function choose(rules: readonly Rule[], input: Json, scope: Scope, take: Take, from = 0): Transition | Step<Transition> {
  for (let index = from; index < rules.length; index++) {
    const rule = rules[index] as Rule;
    const holds = rule.holds(input, scope);
    if (holds instanceof Promise) return whenReady(holds, (value) => (value === true ? take(rule) : choose(rules, input, scope, take, index + 1)));
    if (holds) return take(rule);
  }
  return take(undefined);
}

function noneMatched(): StateNode {
  throw new QueryFailure("States.NoChoiceMatched", "Failed to transition out of the state. The state does not point to a next state.");
}

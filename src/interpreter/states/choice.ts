import type { ChoiceState } from "../../asl/model.ts";
import type { Json } from "../../base/json.ts";
import type { Decision } from "../../history/decision.ts";
import type { Step } from "../../kernel/effect.ts";
import { computed } from "../../kernel/effect.ts";
import { QueryFailure } from "../../query/index.ts";
import { linkCondition } from "../choice-condition.ts";
import { linkTest } from "../choice-test.ts";
import type { Leave } from "../data-flow.ts";
import { whenReady } from "../data-flow.ts";
import { linkFlow } from "../link-flow.ts";
import type { LinkFrame } from "../linker.ts";
import type { Scope } from "../scope.ts";
import type { Move, StateNode, StateRunner } from "../state-node.ts";

/** Does a rule hold? A promise only where an expression has to be waited for. */
export type Holds = (input: Json, scope: Scope) => boolean | Promise<Json>;

/** A way out of the state: where it leads, with its own Output and Assign. */
interface Exit {
  readonly next: StateNode | undefined;
  readonly leave: Leave;
  readonly decision: Decision;
}

interface Rule extends Exit {
  readonly holds: Holds;
}

/** ASL "Choice State": the first rule that holds decides where to go. */
export function linkChoice(state: ChoiceState, frame: LinkFrame): StateRunner {
  const { target, language } = frame;
  const { Choices, Default, InputPath, OutputPath } = state;
  const flow = linkFlow(state, frame);
  // InputPath and OutputPath are the state's, whichever rule is taken.
  const paths = { ...(InputPath !== undefined && { InputPath }), ...(OutputPath !== undefined && { OutputPath }) };
  const rules = Choices.map((rule, index): Rule => {
    const { Output, Assign } = rule;
    const { leave } = linkFlow({ ...paths, ...(Output !== undefined && { Output }), ...(Assign !== undefined && { Assign }) }, frame);
    const holds = language === "JSONata" ? linkCondition(rule) : linkTest(rule);
    return { holds, leave, next: target(rule.Next), decision: { kind: "choice", rule: index } };
  });
  const otherwise: Exit = { next: Default === undefined ? undefined : target(Default), leave: flow.leave, decision: DEFAULT };
  return (scope, raw) => {
    const input = flow.enter(raw, scope);
    return input instanceof Promise
      ? whenReady(input, (ready) => choose(rules, otherwise, raw, ready, scope))
      : choose(rules, otherwise, raw, input, scope);
  };
}

const DEFAULT: Decision = { kind: "choice", rule: "default" };

function choose(rules: readonly Rule[], otherwise: Exit, raw: Json, input: Json, scope: Scope): Move {
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index] as Rule;
    const holds = rule.holds(input, scope);
    if (holds instanceof Promise) return chooseLater(holds, rules.slice(index), otherwise, raw, input, scope);
    if (holds) return take(rule, raw, input, scope);
  }
  return take(otherwise, raw, input, scope);
}

/** Goes on once it is known whether the first of the rules holds. */
function* chooseLater(first: Promise<Json>, rules: readonly Rule[], otherwise: Exit, raw: Json, input: Json, scope: Scope): Step<Move> {
  const holds = (yield* computed(first)) === true;
  return holds ? take(rules[0] as Rule, raw, input, scope) : choose(rules.slice(1), otherwise, raw, input, scope);
}

function take({ next, leave, decision }: Exit, raw: Json, input: Json, scope: Scope): Move {
  if (next === undefined) {
    throw new QueryFailure("States.NoChoiceMatched", "Failed to transition out of the state. The state does not point to a next state.");
  }
  scope.decision(decision);
  return leave(raw, input, scope, next);
}

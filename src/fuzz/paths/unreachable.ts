/** What no execution can ever get to, and why; only what is certain is told. */

import { statesOf } from "../../asl/index.ts";
import type { ChoiceState, Definition, State, StateGraph } from "../../asl/model.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Budget } from "./budget.ts";
import type { Condition } from "./condition.ts";
import type { Handlers } from "./error-handling.ts";
import { attemptsOf, whyShadowed } from "./error-handling.ts";
import { conditionOfTest } from "./json-path-terms.ts";
import { conditionOfText } from "./jsonata-terms.ts";
import { isContradiction } from "./solve.ts";
import type { Term } from "./term.ts";
import { objectOf, place } from "./term.ts";

/** A part of a definition that can never be used. */
export interface Unreachable {
  readonly kind: "state" | "rule" | "catcher" | "retrier";
  /** JSON pointer into the definition. */
  readonly pointer: Pointer;
  /** The state it belongs to. */
  readonly name: string;
  /** One sentence. */
  readonly why: string;
}

/** Rules, catchers and retriers that can never be used, then the states to which only these lead. */
export function unreachableIn(definition: Definition, budget: Budget): readonly Unreachable[] {
  const parts = [...statesOf(definition)].flatMap(({ name, state, pointer }) => [
    ...entriesIn(name, state as Handlers, pointer),
    ...(state.Type === "Choice" ? rulesIn(name, state, pointer, definition, budget) : []),
  ]);
  return [...parts, ...statesLost(definition, new Set(parts.map(({ pointer }) => pointer)))];
}

function entriesIn(name: string, { Retry = [], Catch = [] }: Handlers, pointer: Pointer): readonly Unreachable[] {
  const retriers = Retry.flatMap((retrier, index): readonly Unreachable[] => {
    const why = attemptsOf(retrier) === 0 ? "its MaxAttempts is 0, so it never retries" : whyShadowed(Retry, index);
    return why === undefined
      ? []
      : [{ kind: "retrier", pointer: child(pointer, "Retry", index), name, why: `Retrier ${index} is never used: ${why}.` }];
  });
  const catchers = Catch.flatMap((_catcher, index): readonly Unreachable[] => {
    const why = whyShadowed(Catch, index);
    return why === undefined
      ? []
      : [{ kind: "catcher", pointer: child(pointer, "Catch", index), name, why: `Catcher ${index} is never used: ${why}.` }];
  });
  return [...retriers, ...catchers];
}

function rulesIn(name: string, state: ChoiceState, pointer: Pointer, definition: Definition, budget: Budget): readonly Unreachable[] {
  const conditions = conditionsOf(state, definition);
  const rules = conditions.flatMap((condition, index): readonly Unreachable[] => {
    const why = whyNever(condition, conditions.slice(0, index), budget);
    return why === undefined ? [] : [{ kind: "rule", pointer: child(pointer, "Choices", index), name, why: `Rule ${index} ${why}.` }];
  });
  if (state.Default === undefined || !isContradiction(conditions.map(not), budget)) return rules;
  return [
    ...rules,
    { kind: "rule", pointer: child(pointer, "Default"), name, why: "Default is never used: one of the rules always holds." },
  ];
}

const not = (part: Condition): Condition => ({ kind: "not", part });

function whyNever(condition: Condition, before: readonly Condition[], budget: Budget): string | undefined {
  if (isContradiction([condition], budget)) return "can never hold: it contradicts itself";
  const single = before.findIndex((earlier) => isContradiction([not(earlier), condition], budget));
  if (single >= 0) return `is never used: whatever satisfies it satisfies rule ${single} before it`;
  return isContradiction([...before.map(not), condition], budget)
    ? "is never used: whatever satisfies it satisfies one of the rules before it"
    : undefined;
}

/** Rules over data of which nothing is known. */
function conditionsOf({ Choices, QueryLanguage }: ChoiceState, definition: Definition): readonly Condition[] {
  const data = place("data");
  const variables = new AnyVariable();
  if ((QueryLanguage ?? definition.QueryLanguage) === "JSONata") {
    const states = objectOf([["input", data]], place("states"));
    return Choices.map(({ Condition }) => conditionOfText(Condition, { states, variables }));
  }
  return Choices.map((rule) => conditionOfTest(rule, { data, context: place("context"), variables, need: () => {} }));
}

/** Each variable can be anything. */
class AnyVariable extends Map<string, Term> {
  override get(name: string): Term {
    return place(`variable ${name}`);
  }
}

/** States that are only led to by what can never be used. */
function statesLost(graph: StateGraph, lost: ReadonlySet<Pointer>): readonly Unreachable[] {
  const places = [...statesOf(graph)];
  const graphs = [...new Set(places.map((entry) => entry.graph))];
  return graphs.flatMap((pointer) => {
    const own = places.filter((entry) => entry.graph === pointer);
    const states = new Map(own.map((entry) => [entry.name, entry]));
    const reached = reachedFrom(startOf(graph, pointer), (name) => {
      const entry = states.get(name);
      return entry === undefined ? [] : targetsOf(entry.state, entry.pointer).flatMap(({ via, target }) => (lost.has(via) ? [] : [target]));
    });
    return own.filter(({ name }) => !reached.has(name)).map((entry): Unreachable => lostState(entry.name, entry.pointer));
  });
}

const lostState = (name: string, pointer: Pointer): Unreachable => ({
  kind: "state",
  pointer,
  name,
  why: "Only rules and catchers that can never be used lead there.",
});

function startOf(graph: StateGraph, pointer: Pointer): string {
  const parts = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const found = parts.reduce<unknown>((value, part) => (value as { readonly [key: string]: unknown })[part], graph);
  return (found as StateGraph).StartAt;
}

function reachedFrom(start: string, onwards: (name: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...onwards(name));
  }
  return reached;
}

interface Target {
  readonly via: Pointer;
  readonly target: string;
}

function targetsOf(state: State, pointer: Pointer): readonly Target[] {
  const next = "Next" in state && state.Next !== undefined ? [{ via: child(pointer, "Next"), target: state.Next }] : [];
  const caught = ((state as Handlers).Catch ?? []).map(({ Next }, index) => ({ via: child(pointer, "Catch", index), target: Next }));
  if (state.Type !== "Choice") return [...next, ...caught];
  const rules = state.Choices.map(({ Next }, index) => ({ via: child(pointer, "Choices", index), target: Next }));
  return state.Default === undefined ? rules : [...rules, { via: child(pointer, "Default"), target: state.Default }];
}

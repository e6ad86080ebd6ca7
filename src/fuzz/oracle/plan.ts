import type { Catcher, Definition, QueryLanguageName, Retrier, State, StateGraph } from "../../asl/model.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, ROOT } from "../../base/pointer.ts";
import type { DataPlan } from "./data-plan.ts";
import { dataPlanOf } from "./data-plan.ts";

/** What is known of a machine before anything runs. */
export interface MachinePlan {
  readonly root: GraphPlan;
  /** By name: no two states of a machine share one. */
  readonly states: ReadonlyMap<string, StatePlan>;
  readonly timeoutSeconds: number | undefined;
}

/** The machine, a branch or an item processor. */
export interface GraphPlan {
  readonly startAt: string;
}

export interface StatePlan {
  readonly name: string;
  readonly pointer: Pointer;
  readonly state: State;
  readonly graph: GraphPlan;
  /** The states it may go on to, those of its catchers aside; none where it ends its line. */
  readonly next: readonly string[];
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** Branches of a Parallel; the one item processor of a Map. */
  readonly graphs: readonly GraphPlan[];
  readonly data: DataPlan;
}

/** Reads a definition once, for all its executions. */
export function planOf(definition: Definition): MachinePlan {
  const states = new Map<string, StatePlan>();
  const root = planGraph(definition, ROOT, definition.QueryLanguage ?? "JSONPath", states);
  return { root, states, timeoutSeconds: definition.TimeoutSeconds };
}

function planGraph(graph: StateGraph, at: Pointer, language: QueryLanguageName, states: Map<string, StatePlan>): GraphPlan {
  const plan: GraphPlan = { startAt: graph.StartAt };
  for (const [name, state] of Object.entries(graph.States)) {
    const pointer = child(at, "States", name);
    const graphs = graphsIn(state, pointer).map(([inner, place]) => planGraph(inner, place, language, states));
    states.set(name, planState(name, pointer, state, plan, graphs, state.QueryLanguage ?? language));
  }
  return plan;
}

function planState(
  name: string,
  pointer: Pointer,
  state: State,
  graph: GraphPlan,
  graphs: readonly GraphPlan[],
  language: QueryLanguageName,
): StatePlan {
  const { Retry: retriers = [], Catch: catchers = [] } = state as { Retry?: readonly Retrier[]; Catch?: readonly Catcher[] };
  return { name, pointer, state, graph, next: nextOf(state), retriers, catchers, graphs, data: dataPlanOf(state, language) };
}

function graphsIn(state: State, at: Pointer): readonly (readonly [StateGraph, Pointer])[] {
  if (state.Type === "Parallel") return state.Branches.map((branch, index) => [branch, child(at, "Branches", index)] as const);
  if (state.Type !== "Map") return [];
  const field = state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
  const processor = state[field];
  return processor === undefined ? [] : [[processor, child(at, field)]];
}

function nextOf(state: State): readonly string[] {
  if (state.Type === "Choice") {
    const rules = state.Choices.map(({ Next }) => Next);
    return state.Default === undefined ? rules : [...rules, state.Default];
  }
  return "Next" in state && state.Next !== undefined ? [state.Next] : [];
}

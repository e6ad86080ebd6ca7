import type { Catcher, Definition, Retrier, State, StateGraph } from "../asl/model.ts";
import { InternalError } from "../base/errors.ts";
import type { Pointer } from "../base/pointer.ts";
import { child, ROOT } from "../base/pointer.ts";
import { linkCatchOutput } from "./catch.ts";
import type { Linker } from "./linker.ts";
import { StateNode } from "./state-node.ts";
import { linkers } from "./states/index.ts";

/** Links a machine once: states find their targets, paths and templates become closures. Answers the first state. */
export function linkMachine(definition: Definition): StateNode {
  return linkGraph(definition, ROOT);
}

function linkGraph(graph: StateGraph, at: Pointer): StateNode {
  const nodes = new Map(Object.entries(graph.States).map(([name, state]) => [name, new StateNode(name, state.Type, child(at, "States", name))]));
  const target = (name: string): StateNode => nodes.get(name) ?? missing(name);
  for (const [name, state] of Object.entries(graph.States)) linkState(target(name), state, target);
  return target(graph.StartAt);
}

function linkState(node: StateNode, state: State, target: (name: string) => StateNode): void {
  const { Next, Retry, Catch } = state as { Next?: string; Retry?: readonly Retrier[]; Catch?: readonly Catcher[] };
  const linker = linkers[state.Type] as Linker<State>;
  node.retriers = Retry ?? [];
  node.catchers = (Catch ?? []).map((catcher) => ({ catcher, next: target(catcher.Next), output: linkCatchOutput(catcher) }));
  node.run = linker(state, {
    node,
    next: Next === undefined ? undefined : target(Next),
    target,
    graph: (inner, ...steps) => linkGraph(inner, child(node.pointer, ...steps)),
  });
}

function missing(name: string): never {
  throw new InternalError(`State "${name}" was linked to but does not exist.`);
}

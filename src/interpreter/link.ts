import type { Catcher, Definition, QueryLanguageName, Retrier, State, StateGraph } from "../asl/model.ts";
import { InternalError } from "../base/errors.ts";
import type { Pointer } from "../base/pointer.ts";
import { child, ROOT } from "../base/pointer.ts";
import type { Step } from "../kernel/effect.ts";
import { linkCatch } from "./catch.ts";
import type { Linker } from "./linker.ts";
import type { LinkedCatcher, Move } from "./state-node.ts";
import { StateNode, Transition } from "./state-node.ts";
import { linkers } from "./states/index.ts";

/** How a machine is linked otherwise than for an ordinary run. */
export interface LinkOptions {
  /** The top-level state to begin at. */
  readonly startAt?: string | undefined;
  /** The top-level state to end after. */
  readonly until?: string | undefined;
  /** Are the stages of each state's data noted? */
  readonly inspect?: boolean | undefined;
}

/** What all states of a graph are linked with. */
interface GraphFrame {
  readonly language: QueryLanguageName;
  readonly inspect: boolean;
  /** Numbers the machine's states. */
  readonly nextNumber: () => number;
}

/** Links a machine once: states find their targets, paths and templates become closures. Answers the first state. */
export function linkMachine(definition: Definition, { startAt, until, inspect = false }: LinkOptions = {}): StateNode {
  let states = 0;
  const frame = { language: definition.QueryLanguage ?? "JSONPath", inspect, nextNumber: () => ++states };
  const target = linkStates(definition, ROOT, frame);
  if (until !== undefined) endAfter(target(until));
  return target(startAt ?? definition.StartAt);
}

function linkStates(graph: StateGraph, at: Pointer, frame: GraphFrame): (name: string) => StateNode {
  const nodes = new Map(Object.entries(graph.States).map(([name, state]) => [name, nodeOf(name, state, at, frame.nextNumber())]));
  const target = (name: string): StateNode => nodes.get(name) ?? missing(name);
  for (const [name, state] of Object.entries(graph.States)) linkState(target(name), state, frame, target);
  return target;
}

function nodeOf(name: string, state: State, graph: Pointer, number: number): StateNode {
  return new StateNode(name, number, state.Type, child(graph, "States", name), state.Type === "Task" ? state.Resource : undefined);
}

/** Whatever the state leads to, its line ends there; what a catcher leads to still follows. */
function endAfter(node: StateNode): void {
  const { run, goOn } = node;
  const end = ({ output, assigned }: Transition): Transition => new Transition(undefined, output, assigned);
  const ended = (move: Move): Move => {
    if (move instanceof Transition) return end(move);
    return "kind" in move ? move : endLater(move);
  };
  node.run = (scope, raw) => ended(run(scope, raw));
  node.goOn = (scope, raw, asked, answer) => ended(goOn(scope, raw, asked, answer));
  function* endLater(step: Step<Move>): Step<Move> {
    return ended(yield* step);
  }
}

function linkState(node: StateNode, state: State, frame: GraphFrame, target: (name: string) => StateNode): void {
  const language = state.QueryLanguage ?? frame.language;
  const { Next, Retry, Catch } = state as { Next?: string; Retry?: readonly Retrier[]; Catch?: readonly Catcher[] };
  const linker = linkers[state.Type] as Linker<State>;
  node.retriers = Retry ?? [];
  node.catchers = (Catch ?? []).map((catcher) => linkCatcher(catcher, language, target(catcher.Next)));
  node.run = linker(state, {
    node,
    language,
    inspect: frame.inspect,
    next: Next === undefined ? undefined : target(Next),
    target,
    // States inside take the machine's query language, not that of the state around them.
    graph: (inner, ...steps) => linkStates(inner, child(node.pointer, ...steps), frame)(inner.StartAt),
  });
}

function linkCatcher(catcher: Catcher, language: QueryLanguageName, next: StateNode): LinkedCatcher {
  return { catcher, next, take: linkCatch(catcher, language, next) };
}

function missing(name: string): never {
  throw new InternalError(`State "${name}" was linked to but does not exist.`);
}

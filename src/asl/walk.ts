import type { Json, JsonObject } from "../base/json.ts";
import { isJsonArray, isJsonObject } from "../base/json.ts";
import type { Pointer } from "../base/pointer.ts";
import { child, ROOT } from "../base/pointer.ts";
import type { State, StateGraph } from "./model.ts";

/** A state, and where it stands. */
export interface StatePlace {
  readonly name: string;
  readonly state: State;
  readonly pointer: Pointer;
  /** Of the machine, branch or item processor around it. */
  readonly graph: Pointer;
}

/** All states, nested ones included, in the order of the definition. */
export function* statesOf(definition: StateGraph, graph: Pointer = ROOT): Generator<StatePlace, void, undefined> {
  for (const [name, state] of Object.entries(definition.States)) {
    const pointer = child(graph, "States", name);
    yield { name, state, pointer, graph };
    for (const [inner, at] of innerGraphs(state as unknown as JsonObject, pointer)) yield* statesOf(inner as unknown as StateGraph, at);
  }
}

/** A graph of states that is not known to be valid. */
export interface GraphPlace {
  readonly at: Pointer;
  /** The graph around it. */
  readonly around: Pointer | undefined;
  /** Name of the Parallel or Map state around it. */
  readonly owner: string | undefined;
  readonly startAt: string | undefined;
  readonly states: JsonObject;
  /** Whether each state could be read so far that it is known where it goes on. */
  readonly readable: boolean;
  /** The `ProcessorConfig` of an item processor. */
  readonly config: JsonObject;
}

/** All graphs of a definition that may be broken anywhere, outer ones first. */
export function graphsOf(graph: Json, at: Pointer = ROOT, around?: Pointer, owner?: string): readonly GraphPlace[] {
  if (!isJsonObject(graph)) return [];
  const startAt = graph["StartAt"];
  const states = graph["States"];
  if (!isJsonObject(states)) return [];
  const config = Object.hasOwn(graph, "ProcessorConfig") ? graph["ProcessorConfig"] : undefined;
  const place = {
    at,
    around,
    owner,
    startAt: typeof startAt === "string" ? startAt : undefined,
    states,
    readable: Object.values(states).every(isReadable),
    config: isJsonObject(config) ? config : {},
  };
  const inner = Object.entries(states).flatMap(([name, state]) =>
    isJsonObject(state) ? innerGraphs(state, child(at, "States", name)).flatMap(([below, place]) => graphsOf(below, place, at, name)) : [],
  );
  return [place, ...inner];
}

export const isDistributed = ({ config }: GraphPlace): boolean => config["Mode"] === "DISTRIBUTED";

function isReadable(state: Json): boolean {
  return isJsonObject(state) && typeof state["Type"] === "string";
}

function innerGraphs(state: JsonObject, at: Pointer): readonly (readonly [graph: Json, at: Pointer])[] {
  const inner: [Json, Pointer][] = [];
  const branches = Object.hasOwn(state, "Branches") ? state["Branches"] : undefined;
  if (isJsonArray(branches)) for (const [index, branch] of branches.entries()) inner.push([branch, child(at, "Branches", index)]);
  for (const field of ["ItemProcessor", "Iterator"]) {
    if (Object.hasOwn(state, field)) inner.push([state[field] as Json, child(at, field)]);
  }
  return inner;
}

/** ASL "Transitions": where a state goes on, and whether every state can be reached and left. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, ROOT } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { GraphPlace } from "../walk.ts";
import type { ObjectCheck } from "./field-check.ts";
import { misspeltHint, shown, suggestion, verbatim } from "./field-check.ts";
import { closure, edgesOf, nextNames, reversed, targetsOf } from "./reachability.ts";

const NAME_LENGTH = 80;
const NEXT_OR_END = "[Next, End]";

/** "Next" or "End": one of the two, never both. */
export const checkNextOrEnd: ObjectCheck = (state, at, report) => {
  const ends = state["End"] === true;
  if (ends && Object.hasOwn(state, "Next"))
    report.add("UNEXPECTED_TRANSITION", child(at, "Next"), `There should only be one of the following fields: ${NEXT_OR_END}`, undefined, {
      at,
    });
  if (Object.hasOwn(state, "Next") || ends || isMalformed(state["End"])) return;
  const message = `This object should have only one of the following fields: ${NEXT_OR_END}`;
  report.add(
    "MISSING_TRANSITION",
    at,
    message,
    misspeltHint(state, ["Next", "End"]) ?? 'Say where it goes on with "Next", or "End": true.',
  );
};

const isMalformed = (end: Json | undefined): boolean => end !== undefined && typeof end !== "boolean";

/** Choice, Succeed and Fail go on by themselves, or not at all. */
export const checkNoTransition: ObjectCheck = (state, at, report) => {
  for (const name of ["Next", "End"]) {
    if (Object.hasOwn(state, name))
      report.add("UNEXPECTED_TRANSITION", child(at, name), `Field '${name}' is not supported`, undefined, { at });
  }
};

/** The rules about states as a graph, for a whole machine. */
export function checkGraphs(graphs: readonly GraphPlace[], report: Report): void {
  checkNames(graphs, report);
  for (const graph of graphs) checkTargets(graph, graphs, report);
  for (const graph of graphs) checkConnections(graph, report);
}

function checkNames(graphs: readonly GraphPlace[], report: Report): void {
  const places = new Map<string, Pointer>();
  for (const { at, states } of graphs) {
    for (const name of Object.keys(states)) checkName(name, child(at, "States", name), places, report);
  }
}

function checkName(name: string, at: Pointer, places: Map<string, Pointer>, report: Report): void {
  const first = places.get(name);
  if (first === undefined) places.set(name, at);
  else {
    const hint = `The name is taken by the state at ${first}. Names are unique in the whole machine, also inside Parallel and Map.`;
    report.add("DUPLICATE_STATE_NAME", at, `Duplicate State name: ${verbatim(name)}`, hint);
  }
  if (name.length > NAME_LENGTH) {
    const message = `Invalid State name: State exceeds the ${NAME_LENGTH}-character limit allowed by the service`;
    report.add("INVALID_STATE_NAME", at, message, `${shown(name)} has ${name.length} characters.`);
  }
  if (name.length === 0) report.add("INVALID_STATE_NAME", at, "Invalid State name: State name cannot be empty");
}

function checkTargets(graph: GraphPlace, graphs: readonly GraphPlace[], report: Report): void {
  const { at, startAt, states } = graph;
  const check = (code: "NEXT_NOT_FOUND" | "START_NOT_FOUND", name: string, place: Pointer): void => {
    if (Object.hasOwn(states, name)) return;
    // AWS says Next whatever the field is.
    report.add(
      code,
      place,
      `Missing 'Next' target: ${verbatim(name)}`,
      () => elsewhere(name, graphs) ?? suggestion(name, Object.keys(states))(),
    );
  };
  if (startAt !== undefined) check("START_NOT_FOUND", startAt, child(at, "StartAt"));
  for (const [name, state] of Object.entries(states)) {
    if (!isJsonObject(state)) continue;
    for (const target of targetsOf(state, child(at, "States", name))) check("NEXT_NOT_FOUND", target.name, target.at);
  }
}

function elsewhere(name: string, graphs: readonly GraphPlace[]): string | undefined {
  const graph = graphs.find(({ states }) => Object.hasOwn(states, name));
  if (graph === undefined) return undefined;
  const place = graph.owner === undefined ? "at top level" : `inside ${shown(graph.owner)}`;
  return `There is a state of this name ${place}, but a transition stays among the states of its own branch or item processor.`;
}

/** AWS refuses a machine without an end, and states that nothing leads to, unless the end is missing already. */
function checkConnections(graph: GraphPlace, report: Report): void {
  const { at, startAt, states, readable } = graph;
  if (!readable || startAt === undefined) return;
  if (at === ROOT && !Object.values(states).some(mayEnd)) {
    const hint = 'No state at top level has "End": true, or is a Succeed or a Fail state.';
    report.add("MISSING_END_STATE", at, "Workflow has no terminal state", hint, { at: undefined });
    return;
  }
  const edges = edgesOf(states);
  const reached = closure([startAt], edges);
  const hint = 'No "Next", "Default" or "StartAt" that can be reached leads to it.';
  for (const name of edges.keys()) {
    if (!reached.has(name)) report.add("UNREACHABLE_STATE", child(at, "States", name), `State "${verbatim(name)}" is not reachable.`, hint);
  }
  warnOfCircle(graph, edges, reached, report);
}

/** An end; or a state of which it was told already that it goes nowhere. */
function mayEnd(state: Json): boolean {
  return nextNames(state).length === 0 || (isJsonObject(state) && state["End"] === true);
}

/** A circle without a way out beside a way that ends is legal, and runs until a limit ends it. */
function warnOfCircle(
  { at, states }: GraphPlace,
  edges: ReadonlyMap<string, readonly string[]>,
  reached: ReadonlySet<string>,
  report: Report,
): void {
  const ending = closure(endsOf(states), reversed(edges));
  const stuck = [...edges.keys()].find((name) => reached.has(name) && !ending.has(name));
  if (stuck === undefined) return;
  report.add(
    "NO_TERMINAL_STATE",
    child(at, "States", stuck),
    `Once in state ${shown(stuck)}, the machine can never end.`,
    'No path from here leads to a state with "End": true, a Succeed or a Fail state.',
  );
}

function endsOf(states: JsonObject): readonly string[] {
  return Object.keys(states).filter((name) => {
    const state = states[name] as JsonObject;
    const next = nextNames(state);
    // A Choice without Default may fail, and so end the execution; a transition that is missing, or leads nowhere, was told already.
    return (
      next.length === 0 ||
      next.some((target) => !Object.hasOwn(states, target)) ||
      state["End"] === true ||
      (state["Type"] === "Choice" && !Object.hasOwn(state, "Default"))
    );
  });
}

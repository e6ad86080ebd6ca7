/** ASL "Transitions": where a state goes on, and whether every state can be reached and left. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { GraphPlace } from "../walk.ts";
import { shown, suggestion } from "./field-check.ts";

const NAME_LENGTH = 80;

/** "Next" or "End": one of the two, never both. */
export function checkNextOrEnd(state: JsonObject, what: string, at: Pointer, report: Report): void {
  const ends = state["End"] === true;
  if (ends && Object.hasOwn(state, "Next"))
    report.add("UNEXPECTED_TRANSITION", child(at, "Next"), `${what} that has "End" may not have "Next".`);
  if (Object.hasOwn(state, "Next") || ends || isMalformed(state["End"])) return;
  const spelt = Object.keys(state).find((key) => /^(next|end)$/i.test(key) && key !== "End");
  const hint = spelt === undefined ? undefined : `There is a field "${spelt}", but the names of fields are case-sensitive.`;
  report.add("MISSING_TRANSITION", at, `${what} must have "Next" or "End": true.`, hint);
}

const isMalformed = (end: Json | undefined): boolean => end !== undefined && typeof end !== "boolean";

/** Choice, Succeed and Fail go on by themselves, or not at all. */
export function checkNoTransition(state: JsonObject, what: string, at: Pointer, report: Report): void {
  for (const name of ["Next", "End"]) {
    if (Object.hasOwn(state, name)) report.add("UNEXPECTED_TRANSITION", child(at, name), `${what} may not have "${name}".`);
  }
}

/** The rules about states as a graph, for a whole machine. */
export function checkGraphs(graphs: readonly GraphPlace[], report: Report): void {
  checkNames(graphs, report);
  for (const graph of graphs) {
    const complete = checkTargets(graph, graphs, report);
    // A misspelt target would make the states behind it seem unreachable.
    if (complete && graph.readable) checkConnections(graph, report);
  }
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
  else
    report.add(
      "DUPLICATE_STATE_NAME",
      at,
      `The name ${shown(name)} is taken by the state at ${first}.`,
      "Names are unique in the whole machine, also inside Parallel and Map.",
    );
  if (name.length > NAME_LENGTH)
    report.add(
      "INVALID_STATE_NAME",
      at,
      `The name of a state may have at most ${NAME_LENGTH} characters, but ${shown(name)} has ${name.length}.`,
    );
  if (name.length === 0) report.add("INVALID_STATE_NAME", at, "The name of a state may not be empty.");
}

interface Target {
  readonly name: string;
  readonly at: Pointer;
}

/** Every name that a state goes on with: Next, Default, and the Next of its rules and catchers. */
export function targetsOf(state: JsonObject, at: Pointer): readonly Target[] {
  const targets: Target[] = [];
  const collect = (name: Json | undefined, place: Pointer): void => {
    if (typeof name === "string") targets.push({ name, at: place });
  };
  for (const [field, value] of Object.entries(state)) {
    if (field === "Next" || field === "Default") collect(value, child(at, field));
    if ((field !== "Choices" && field !== "Catch") || !isJsonArray(value)) continue;
    for (const [index, item] of value.entries()) {
      if (isJsonObject(item)) collect(item["Next"], child(at, field, index, "Next"));
    }
  }
  return targets;
}

function checkTargets(graph: GraphPlace, graphs: readonly GraphPlace[], report: Report): boolean {
  const { at, startAt, states } = graph;
  let complete = startAt !== undefined;
  const check = (code: "NEXT_NOT_FOUND" | "START_NOT_FOUND", name: string, place: Pointer, sentence: string): void => {
    if (Object.hasOwn(states, name)) return;
    complete = false;
    report.add(code, place, sentence, () => elsewhere(name, graphs) ?? suggestion(name, Object.keys(states))());
  };
  if (startAt !== undefined)
    check("START_NOT_FOUND", startAt, child(at, "StartAt"), `"StartAt" names ${shown(startAt)}, which does not exist.`);
  for (const [name, state] of Object.entries(states)) {
    if (!isJsonObject(state)) continue;
    for (const target of targetsOf(state, child(at, "States", name))) {
      check("NEXT_NOT_FOUND", target.name, target.at, `State ${shown(name)} continues with ${shown(target.name)}, which does not exist.`);
    }
  }
  return complete;
}

function elsewhere(name: string, graphs: readonly GraphPlace[]): string | undefined {
  const graph = graphs.find(({ states }) => Object.hasOwn(states, name));
  if (graph === undefined) return undefined;
  const place = graph.owner === undefined ? "at top level" : `inside ${shown(graph.owner)}`;
  return `There is a state of this name ${place}, but a transition stays among the states of its own branch or item processor.`;
}

/** AWS refuses states that nothing leads to. A circle without a way out is legal, and runs until a limit ends it. */
function checkConnections(graph: GraphPlace, report: Report): void {
  const edges = new Map(Object.entries(graph.states).map(([name, state]) => [name, nextNames(state)]));
  const reached = closure([graph.startAt as string], edges);
  const ending = closure(endsOf(graph.states), reversed(edges));
  let stuck = false;
  for (const name of edges.keys()) {
    const at = child(graph.at, "States", name);
    if (!reached.has(name))
      report.add("UNREACHABLE_STATE", at, `State ${shown(name)} is not reachable.`, 'No "Next", "Default" or "StartAt" leads to it.');
    else if (!ending.has(name) && !stuck) {
      stuck = true;
      report.add(
        "NO_TERMINAL_STATE",
        at,
        `Once in state ${shown(name)}, the machine can never end.`,
        'No path from here leads to a state with "End": true, a Succeed or a Fail state.',
      );
    }
  }
}

function nextNames(state: Json): readonly string[] {
  return isJsonObject(state) ? targetsOf(state, "" as Pointer).map(({ name }) => name) : [];
}

function endsOf(states: JsonObject): readonly string[] {
  return Object.keys(states).filter((name) => {
    const state = states[name] as JsonObject;
    // A Choice without Default may fail, and so end the execution; a transition that is missing was told already.
    return nextNames(state).length === 0 || state["End"] === true || (state["Type"] === "Choice" && !Object.hasOwn(state, "Default"));
  });
}

function closure(starts: readonly string[], edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set(starts);
  for (const name of seen) for (const next of edges.get(name) ?? []) seen.add(next);
  return seen;
}

function reversed(edges: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const back = new Map<string, string[]>();
  for (const [name, targets] of edges) {
    for (const target of targets) {
      const sources = back.get(target);
      if (sources === undefined) back.set(target, [name]);
      else sources.push(name);
    }
  }
  return back;
}

/** Which states of a graph lead to which. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child, ROOT } from "../../base/pointer.ts";

/** A name that a state goes on with, and where it stands. */
export interface Target {
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

export function nextNames(state: Json | undefined): readonly string[] {
  return isJsonObject(state) ? targetsOf(state, ROOT).map(({ name }) => name) : [];
}

type Edges = ReadonlyMap<string, readonly string[]>;

export function edgesOf(states: JsonObject): Edges {
  return new Map(Object.entries(states).map(([name, state]) => [name, nextNames(state)]));
}

/** All that can be reached from some states, and they themselves. */
export function closure(starts: readonly string[], edges: Edges): ReadonlySet<string> {
  const seen = new Set(starts);
  for (const name of seen) for (const next of edges.get(name) ?? []) seen.add(next);
  return seen;
}

/** The same the other way round. */
export function reversed(edges: Edges): Edges {
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

/** ASL "Assign" and "Variable scope": the names of variables, and who may assign them. */

import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { GraphPlace } from "../walk.ts";
import { isDistributed } from "../walk.ts";
import type { FieldCheck } from "./field-check.ts";
import { notAnObject, shown, verbatim } from "./field-check.ts";
import { closure, edgesOf, reversed } from "./reachability.ts";

const NAME = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;
const NAME_LENGTH = 80;

/** The values are those of a template. */
export function assign(template: FieldCheck): FieldCheck {
  return (value, at, report) => {
    if (!isJsonObject(value)) return notAnObject(value, at, report);
    for (const field of Object.keys(value)) checkName(nameIn(field), child(at, field), report);
    template(value, at, report);
  };
}

/** In JSONPath a name ends in `.$` where its value is computed. */
const nameIn = (field: string): string => (field.endsWith(".$") ? field.slice(0, -2) : field);

function checkName(name: string, at: Pointer, report: Report): void {
  if (name === "states")
    report.add("INVALID_VARIABLE_NAME", at, "Cannot assign to reserved variable '$states'.", undefined, { code: "RESERVED_VARIABLE_NAME" });
  else if (!NAME.test(name)) {
    const hint = "A name begins with a letter or an underscore; letters, digits and underscores follow.";
    report.add(
      "INVALID_VARIABLE_NAME",
      at,
      `Invalid variable name '${verbatim(name)}': the variable name contains invalid characters.`,
      hint,
    );
  } else if ([...name].length > NAME_LENGTH) {
    const message = `Invalid variable name '${verbatim(name)}': the variable name exceeds the ${NAME_LENGTH}-character limit allowed by the service.`;
    report.add("INVALID_VARIABLE_NAME", at, message);
  }
}

interface Assignment {
  readonly name: string;
  readonly at: Pointer;
}

/** A branch or an iteration reads the variables around it, and cannot assign them. */
export function checkScopes(graphs: readonly GraphPlace[], report: Report): void {
  const outer = outerNames(graphs);
  for (const graph of graphs) {
    const names = outer.get(graph.at) ?? NONE;
    for (const { name, at } of names.size === 0 ? [] : assignmentsOf(graph)) {
      if (!names.has(name)) continue;
      const message = `The variable ${shown(name)} is assigned outside of ${shown(graph.owner as string)} and cannot be assigned inside.`;
      report.add("OUTER_VARIABLE", at, message, "Return the value as the state's result, and assign it there.");
    }
  }
}

const NONE: ReadonlySet<string> = new Set();

/** By graph, what may be assigned around it before its execution comes to it; a distributed Map sees nothing of it. */
function outerNames(graphs: readonly GraphPlace[]): ReadonlyMap<Pointer, ReadonlySet<string>> {
  const byPlace = new Map(graphs.map((graph) => [graph.at, graph]));
  const names = new Map<Pointer, ReadonlySet<string>>();
  const before = new Map<string, readonly string[]>();
  for (const graph of graphs) {
    const around = graph.around === undefined ? undefined : byPlace.get(graph.around);
    if (around === undefined || isDistributed(graph)) continue;
    const owner = child(around.at, graph.owner as string);
    const assigned = before.get(owner) ?? namesBefore(graph.owner as string, around);
    before.set(owner, assigned);
    names.set(graph.at, new Set([...(names.get(around.at) ?? []), ...assigned]));
  }
  return names;
}

/** What the states assign that lead to a state. */
function namesBefore(owner: string, graph: GraphPlace): readonly string[] {
  const assignments = assignmentsOf(graph);
  if (assignments.length === 0) return [];
  const back = reversed(edgesOf(graph.states));
  const leading = closure(back.get(owner) ?? [], back);
  return assignments.filter(({ state }) => leading.has(state)).map(({ name }) => name);
}

function assignmentsOf({ states, at }: GraphPlace): readonly (Assignment & { readonly state: string })[] {
  return Object.entries(states).flatMap(([state, value]) =>
    isJsonObject(value) ? assignmentsIn(value, child(at, "States", state)).map((assignment) => ({ ...assignment, state })) : [],
  );
}

function assignmentsIn(state: JsonObject, at: Pointer): readonly Assignment[] {
  return [...namesAssigned(state, at), ...["Choices", "Catch"].flatMap((field) => listed(state[field], child(at, field)))];
}

function listed(list: Json | undefined, at: Pointer): readonly Assignment[] {
  if (!isJsonArray(list)) return [];
  return list.flatMap((item, index) => (isJsonObject(item) ? namesAssigned(item, child(at, index)) : []));
}

function namesAssigned(holder: JsonObject, at: Pointer): readonly Assignment[] {
  const assigned = Object.hasOwn(holder, "Assign") ? holder["Assign"] : undefined;
  if (!isJsonObject(assigned)) return [];
  return Object.keys(assigned).map((field) => ({ name: nameIn(field), at: child(at, "Assign", field) }));
}

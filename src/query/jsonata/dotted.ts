/** `$states.input.order.id` and `$order.id`: most expressions are of this form and need no evaluation by the package. */
import type { Json } from "../../base/json.ts";
import { isJsonArray } from "../../base/json.ts";
import type { Surroundings } from "../surroundings.ts";
import { builtInNames } from "./functions.ts";
import type { JsonataNode } from "./package.ts";
import type { States } from "./states.ts";
import { hasOnly } from "./syntax.ts";

/** An array on the way is mapped by rules of its own: the package has to be asked. */
export const ASK_JSONATA: unique symbol = Symbol("ask jsonata");

/** Reads a variable's member; `undefined` when there is none. */
export type DottedReader = (states: States, around: Surroundings) => Json | undefined | typeof ASK_JSONATA;

/** The reader of an expression that is names with dots between them, otherwise `undefined`. */
export function compileDotted(root: JsonataNode): DottedReader | undefined {
  const names = namesOf(root);
  if (names === undefined) return undefined;
  const [variable = "", ...members] = names;
  if (variable !== "states") return readerOfVariable(variable, members);
  const [part, ...rest] = members;
  return part === undefined ? undefined : readerOfStates(part, rest);
}

function readerOfVariable(name: string, members: readonly string[]): DottedReader {
  const isFunction = builtInNames.has(name);
  return (_states, around) => {
    const value = around.variable(name);
    return value === undefined && isFunction ? ASK_JSONATA : follow(value, members);
  };
}

function readerOfStates(part: string, members: readonly string[]): DottedReader {
  switch (part) {
    case "input":
    case "result":
    case "errorOutput":
      return (states) => follow(states[part], members);
    case "context":
      return (_states, around) => follow(around.contextObject(), members);
    default:
      return () => undefined;
  }
}

function namesOf(root: JsonataNode): readonly string[] | undefined {
  if (root.type === "variable") return isPlain(root) && !isDollar(root) ? [root.value as string] : undefined;
  const steps = root.steps ?? [];
  const isDotted =
    root.type === "path" &&
    hasOnly(root, ["type", "steps"]) &&
    steps.every((step, index) => step.type === (index === 0 ? "variable" : "name") && isPlain(step)) &&
    !isDollar(steps[0]);
  return isDotted ? steps.map((step) => step.value as string) : undefined;
}

/** `$` and `$$` are no variables. */
function isDollar(node: JsonataNode | undefined): boolean {
  return node?.value === "" || node?.value === "$";
}

function isPlain(node: JsonataNode): boolean {
  return hasOnly(node, ["type", "value", "position"]);
}

function follow(start: Json | undefined, names: readonly string[]): Json | undefined | typeof ASK_JSONATA {
  let value = start;
  for (const name of names) {
    if (value === undefined || value === null || typeof value !== "object") return undefined;
    if (isJsonArray(value)) return ASK_JSONATA;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

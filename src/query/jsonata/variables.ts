/** Which names an expression takes from outside. */

import { builtInNames } from "./functions.ts";
import type { JsonataNode } from "./package.ts";
import { parseJsonata } from "./package.ts";
import { sourceOf } from "./source.ts";
import { nodesOf } from "./syntax.ts";

/** `$`, `$$` and `$states` */
const NO_VARIABLES: ReadonlySet<string> = new Set(["", "$", "states"]);

/** The variables that an expression refers to and does not make itself, sorted; without `$states` and built-in functions. */
export function referencedVariables(text: string): readonly string[] {
  const free = new Set<string>();
  collect(parseJsonata(sourceOf(text)).ast(), new Scope(undefined), free);
  return [...free].filter((name) => !NO_VARIABLES.has(name) && !builtInNames.has(name)).sort();
}

/** All names after a `$`, wherever they come from, but for `$states`. */
export function variablesIn(root: JsonataNode): readonly string[] {
  const names = new Set<string>();
  for (const node of nodesOf(root))
    if (node.type === "variable" && !NO_VARIABLES.has(node.value as string)) names.add(node.value as string);
  return [...names];
}

/** A block or function, with the names bound in it so far. */
class Scope {
  readonly #outer: Scope | undefined;
  readonly #names = new Set<string>();

  constructor(outer: Scope | undefined, names: Iterable<string> = []) {
    this.#outer = outer;
    for (const name of names) this.bind(name);
  }

  bind(name: string): void {
    this.#names.add(name);
  }

  has(name: string): boolean {
    return this.#names.has(name) || (this.#outer?.has(name) ?? false);
  }
}

function collect(node: JsonataNode, scope: Scope, free: Set<string>): void {
  switch (node.type) {
    case "variable":
      if (!scope.has(node.value as string)) free.add(node.value as string);
      break;
    case "path":
      // Names for items and their positions hold from their step on.
      return collectInside(node, new Scope(scope), free);
    case "bind":
      return collectBinding(node, scope, free);
    case "block":
      return collectInside(node, new Scope(scope), free);
    case "lambda": {
      const parameters = (node.arguments ?? []).map(({ value }) => value as string);
      return collect(node.body as JsonataNode, new Scope(scope, parameters), free);
    }
  }
  if (node.focus !== undefined) scope.bind(node.focus);
  if (node.index !== undefined) scope.bind(node.index);
  if (node.type === "index") scope.bind(node.value as string);
  collectInside(node, scope, free);
}

/** A function may call itself. Functions that are bound later may be called, too: their names are bound by then. */
function collectBinding(node: JsonataNode, scope: Scope, free: Set<string>): void {
  const name = (node.lhs as JsonataNode).value as string;
  const value = node.rhs as JsonataNode;
  if (value.type === "lambda") scope.bind(name);
  collect(value, scope, free);
  scope.bind(name);
}

function collectInside(node: JsonataNode, scope: Scope, free: Set<string>): void {
  if (node.type === "block") for (const name of functionsOf(node)) scope.bind(name);
  for (const part of partsOf(node)) collect(part, scope, free);
}

function functionsOf(block: JsonataNode): readonly string[] {
  const bindings = (block.expressions ?? []).filter(({ type, rhs }) => type === "bind" && rhs?.type === "lambda");
  return bindings.map(({ lhs }) => (lhs as JsonataNode).value as string);
}

function partsOf(node: JsonataNode): readonly JsonataNode[] {
  return Object.values(node).flatMap(nodesWithin);
}

function nodesWithin(value: unknown): readonly JsonataNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesWithin);
  if (typeof value !== "object" || value === null || value instanceof RegExp) return [];
  return [value as JsonataNode];
}

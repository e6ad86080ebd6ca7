/**
 * What keeps an expression from hanging a run, filling the memory or reaching JavaScript: counted steps and sizes, so that the
 * same expression stops at the same place on every machine, and under fake timers.
 */

import type { Budget } from "./budget.ts";
import type { JsonataExpression, JsonataFrame, JsonataNode } from "./package.ts";
import { EVALUATE_ENTRY, EVALUATE_EXIT } from "./package.ts";
import { regexFunction } from "./regex.ts";
import { nodesOf } from "./syntax.ts";

/** Names that every object of JavaScript has. The package would find them, functions among them, in any data. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Names of our functions that no expression can write. */
export const OWN_MEMBER = " member";
export const RANGE = " range";

/** Told of the outermost frame before the first step. */
type Begin = (frame: JsonataFrame) => void;

/** The package sorts with copies of the array whose number grows with its length. */
const STEPS_OF_SORT_TERM = 5;

/** Puts the guards into a compiled expression. */
export function guard(expression: JsonataExpression, budget: Budget, begin: Begin): void {
  const nodes = nodesOf(expression.ast());
  const sortTerms = new Set([...nodes].flatMap((node) => (node.terms ?? []).map((term) => term.expression)));
  for (const node of nodes) guardNode(node, budget);
  expression.assign(EVALUATE_ENTRY, (node: JsonataNode, _input: unknown, frame: JsonataFrame) => {
    if (budget.isUnused) begin(frame);
    budget.enter();
    if (sortTerms.size > 0 && sortTerms.has(node)) budget.spend(STEPS_OF_SORT_TERM);
  });
  expression.assign(EVALUATE_EXIT, (_node: unknown, _input: unknown, _frame: unknown, result: unknown) => budget.leave(result));
}

/** Nodes stay in place, as others refer to them: they become other nodes. */
function guardNode(node: JsonataNode, budget: Budget): void {
  if (node.type === "regex" && node.value instanceof RegExp) {
    node.value = regexFunction(node.value, node.position, budget);
    node.type = "value";
  } else if (node.type === "name" && INHERITED.has(node.value as string)) {
    become(node, OWN_MEMBER, [
      { type: "variable", value: "" },
      { type: "string", value: node.value },
    ]);
  } else if (node.type === "binary" && node.value === "..") {
    become(node, RANGE, [node.lhs as JsonataNode, node.rhs as JsonataNode]);
  }
}

function become(node: JsonataNode, name: string, args: readonly JsonataNode[]): void {
  node.type = "function";
  node.procedure = { type: "variable", value: name };
  node.arguments = args;
}

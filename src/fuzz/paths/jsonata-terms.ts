/** JSONata fields of a state as terms and conditions, as far as plain paths, literals and comparisons go. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, jsonEquals } from "../../base/json.ts";
import { isJsonata, MISSING } from "../../query/index.ts";
import type { JsonataNode } from "../../query/jsonata/package.ts";
import { parseJsonata } from "../../query/jsonata/package.ts";
import { sourceOf } from "../../query/jsonata/source.ts";
import { hasOnly, nodesOf } from "../../query/jsonata/syntax.ts";
import type { Condition, Test, Verdict } from "./condition.ts";
import type { Term } from "./term.ts";
import { at, constant, objectOf, unknown } from "./term.ts";

/** What an expression may see. */
export interface JsonataView {
  /** `$states` */
  readonly states: Term;
  readonly variables: ReadonlyMap<string, Term>;
}

/** A value with expressions in it. */
export function termOfValue(value: Json, view: JsonataView): Term {
  if (typeof value === "string" && isJsonata(value)) return termOfNode(treeOf(value), view);
  if (isJsonArray(value)) return { kind: "array", items: value.map((item) => termOfValue(item, view)) };
  return isJsonObject(value) ? objectOf(Object.entries(value).map(([name, member]) => [name, termOfValue(member, view)])) : constant(value);
}

/** The data that expressions in a value read by plain paths: likely to be needed. */
export function readIn(value: Json, view: JsonataView): readonly Term[] {
  if (typeof value === "string" && isJsonata(value)) {
    const paths = [...nodesOf(treeOf(value))].filter(({ type }) => type === "path" || type === "variable");
    return paths.map((node) => termOfNode(node, view)).filter((term) => term.kind === "place" && term.steps.length > 0);
  }
  if (isJsonArray(value)) return value.flatMap((item) => readIn(item, view));
  return isJsonObject(value) ? Object.values(value).flatMap((member) => readIn(member, view)) : [];
}

/** ASL "Choice State" with JSONata: a rule's `Condition`. */
export function conditionOfText(text: boolean | string | undefined, view: JsonataView): Condition {
  if (typeof text !== "string") return decided(text === true);
  return conditionOfNode(treeOf(text), view);
}

const treeOf = (text: string): JsonataNode => parseJsonata(sourceOf(text)).ast();

/** An `and` of nothing holds, an `or` of nothing does not. */
const decided = (holds: boolean): Condition => ({ kind: holds ? "and" : "or", parts: [] });

function termOfNode(node: JsonataNode, view: JsonataView): Term {
  switch (node.type) {
    case "string":
    case "number":
    case "value":
      return constant(node.value as Json);
    case "variable":
      return node.value === "states"
        ? view.states
        : (view.variables.get(node.value as string) ?? unknown(`Nothing is known of $${String(node.value)}`));
    case "path":
      return termOfPath(node, view);
    case "block":
      return node.expressions?.length === 1 ? termOfNode(node.expressions[0] as JsonataNode, view) : computed();
    case "unary":
      return termOfConstructor(node, view);
    default:
      return computed();
  }
}

const computed = (): Term => unknown("A JSONata expression is computed while the machine runs");

function termOfPath({ steps = [] }: JsonataNode, view: JsonataView): Term {
  const [root, ...rest] = steps;
  const isPlain = rest.every((step) => step.type === "name" && hasOnly(step, ["type", "value", "position"]));
  if (root?.type !== "variable" || !hasOnly(root, ["type", "value", "position"]) || !isPlain) return computed();
  const names = rest.map(({ value }) => value as string);
  return at(termOfNode(root, view), names);
}

function termOfConstructor(node: JsonataNode, view: JsonataView): Term {
  if (node.value === "[") return { kind: "array", items: (node.expressions ?? []).map((item) => termOfNode(item, view)) };
  if (node.value !== "{") return computed();
  const pairs = (node.lhs ?? []) as readonly (readonly JsonataNode[])[];
  if (pairs.some(([name]) => name?.type !== "string")) return computed();
  return objectOf(pairs.map(([name, value]) => [(name as JsonataNode).value as string, termOfNode(value as JsonataNode, view)]));
}

function conditionOfNode(node: JsonataNode, view: JsonataView): Condition {
  if (node.type === "value" && typeof node.value === "boolean") return decided(node.value);
  if (node.type === "block" && node.expressions?.length === 1) return conditionOfNode(node.expressions[0] as JsonataNode, view);
  if (node.type === "binary") return conditionOfBinary(node, view);
  if (node.type === "function") return conditionOfCall(node, view);
  const term = termOfNode(node, view);
  return term.kind === "unknown"
    ? opaque(node, view)
    : { kind: "test", operator: "BooleanEquals", left: term, right: constant(true), holds: isTrue };
}

const isTrue: Test["holds"] = (value) => (typeof value === "boolean" ? value : "fails");

function conditionOfBinary(node: JsonataNode, view: JsonataView): Condition {
  const { value, lhs, rhs } = node;
  const sides = [lhs as JsonataNode, rhs as JsonataNode] as const;
  if (value === "and" || value === "or") return { kind: value, parts: sides.map((side) => conditionOfNode(side, view)) };
  const [left, right] = [termOfNode(sides[0], view), termOfNode(sides[1], view)];
  const comparison = COMPARISONS[value as string];
  if (comparison === undefined || left.kind === "unknown" || right.kind === "unknown") return opaque(node, view);
  return { kind: "test", operator: value as string, left, right, holds: comparison };
}

function conditionOfCall(node: JsonataNode, view: JsonataView): Condition {
  const [argument] = node.arguments ?? [];
  const name = node.procedure?.type === "variable" ? node.procedure.value : undefined;
  if (argument === undefined) return opaque(node, view);
  if (name === "not") return { kind: "not", part: conditionOfNode(argument, view) };
  if (name === "boolean") return conditionOfNode(argument, view);
  const left = termOfNode(argument, view);
  if (name !== "exists" || left.kind === "unknown") return opaque(node, view);
  return { kind: "test", operator: "IsPresent", left, right: constant(true), holds: (value) => value !== MISSING };
}

/** What was not understood, with the data and the literals in it. */
function opaque(node: JsonataNode, view: JsonataView): Condition {
  const nodes = [...nodesOf(node)];
  const terms = nodes.filter(({ type }) => type === "path" || type === "variable").map((part) => termOfNode(part, view));
  const values = nodes.filter(({ type }) => type === "string" || type === "number").map(({ value }) => value as Json);
  return {
    kind: "opaque",
    terms: terms.filter((term) => term.kind === "place" && term.steps.length > 0),
    values,
    why: "a JSONata condition is more than comparisons",
  };
}

const ordered =
  (holds: (left: string | number, right: string | number) => boolean): Test["holds"] =>
  (left, right): Verdict => {
    const areAlike = typeof left === typeof right && (typeof left === "string" || typeof left === "number");
    return areAlike ? holds(left, right as string | number) : "fails";
  };

const equal: Test["holds"] = (left, right) => left !== MISSING && right !== MISSING && jsonEquals(left, right);

const COMPARISONS: { readonly [operator: string]: Test["holds"] } = {
  "=": equal,
  "!=": (left, right) => left !== MISSING && right !== MISSING && !jsonEquals(left, right),
  "<": ordered((left, right) => left < right),
  "<=": ordered((left, right) => left <= right),
  ">": ordered((left, right) => left > right),
  ">=": ordered((left, right) => left >= right),
  in: (value, list) => value !== MISSING && list !== MISSING && isJsonArray(list) && list.some((item) => jsonEquals(item, value)),
};

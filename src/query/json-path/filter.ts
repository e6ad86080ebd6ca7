/** Filters, `[?( … )]`: trees to closures, with the comparisons of Jayway JsonPath. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, jsonEquals } from "../../base/json.ts";
import type { Comparison, FilterTree, Operand, Segment } from "./grammar.ts";
import type { Missing } from "./missing.ts";
import { MISSING } from "./missing.ts";
import type { RegularExpression } from "./regular-expression.ts";

/** What a path finds in `node`; `root` is the document that `$` means inside filters. */
export type Reader = (node: Json, root: Json) => Json | Missing;
/** A compiled filter. */
export type Condition = (node: Json, root: Json) => boolean;

type Value = Json | Missing;
type Compare = (left: Value, right: Value) => boolean;
/** Compiles the path inside an operand. */
export type SegmentsCompiler = (segments: readonly Segment[]) => Reader;

const DECIMAL = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** Compiles a filter; `readerOf` compiles the paths in it. */
export function compileFilter(tree: FilterTree, readerOf: SegmentsCompiler): Condition {
  switch (tree.kind) {
    case "constant":
      return () => tree.value;
    case "not":
      return negation(compileFilter(tree.part, readerOf));
    case "and":
      return conjunction(tree.parts.map((part) => compileFilter(part, readerOf)));
    case "or":
      return disjunction(tree.parts.map((part) => compileFilter(part, readerOf)));
    case "exists":
      return existence(compileOperand(tree.operand, readerOf));
    case "match":
      return match(tree.pattern, compileOperand(tree.operand, readerOf));
    case "compare":
      return comparison(comparisons[tree.operator], compileOperand(tree.left, readerOf), compileOperand(tree.right, readerOf));
  }
}

/** Compiles one side of a comparison, or an argument of a function. */
export function compileOperand(operand: Operand, readerOf: SegmentsCompiler): Reader {
  if (operand.kind === "literal") return () => operand.value;
  const read = readerOf(operand.segments);
  return operand.root === "@" ? read : (_node, root) => read(root, root);
}

const negation =
  (part: Condition): Condition =>
  (node, root) =>
    !part(node, root);

function conjunction(parts: readonly Condition[]): Condition {
  return (node, root) => {
    for (const part of parts) if (!part(node, root)) return false;
    return true;
  };
}

function disjunction(parts: readonly Condition[]): Condition {
  return (node, root) => {
    for (const part of parts) if (part(node, root)) return true;
    return false;
  };
}

const existence =
  (read: Reader): Condition =>
  (node, root) =>
    read(node, root) !== MISSING;

const comparison =
  (compare: Compare, left: Reader, right: Reader): Condition =>
  (node, root) =>
    compare(left(node, root), right(node, root));

function match(pattern: RegularExpression, read: Reader): Condition {
  return (node, root) => {
    const value = read(node, root);
    return value !== MISSING && isJsonArray(value) ? value.some((item) => pattern.matches(textOf(item))) : pattern.matches(textOf(value));
  };
}

/** What a pattern is held against; a value that is no text counts as empty. */
function textOf(value: Value): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A number equals the text that reads as it; nothing equals a missing value, not even another one. */
function looselyEqual(left: Value, right: Value): boolean {
  if (left === MISSING || right === MISSING) return false;
  if (typeof left === "number" && typeof right === "string") return DECIMAL.test(right) && Number(right) === left;
  if (typeof left === "string" && typeof right === "number") return left === String(right);
  return jsonEquals(left, right);
}

function strictlyEqual(left: Value, right: Value): boolean {
  return left !== MISSING && right !== MISSING && jsonEquals(left, right);
}

/** Numbers compare as numbers, texts as texts, one of each as texts; anything else is not in order at all. */
function ordered(test: (order: number) => boolean): Compare {
  return (left, right) => {
    if (typeof left === "number" && typeof right === "number") return test(left - right);
    if (!isComparable(left) || !isComparable(right)) return false;
    const [one, other] = [String(left), String(right)];
    return test(one < other ? -1 : one > other ? 1 : 0);
  };
}

const isComparable = (value: Value): value is number | string => typeof value === "number" || typeof value === "string";

const includes = (list: readonly Json[], value: Value): boolean => list.some((item) => looselyEqual(value, item));

/** A comparison of two lists; false when one of them is none. */
function ofLists(test: (left: readonly Json[], right: readonly Json[]) => boolean): Compare {
  return (left, right) => left !== MISSING && right !== MISSING && isJsonArray(left) && isJsonArray(right) && test(left, right);
}

const isIn: Compare = (left, right) => right !== MISSING && isJsonArray(right) && includes(right, left);

function contains(left: Value, right: Value): boolean {
  if (typeof left === "string") return typeof right === "string" && left.includes(right);
  return left !== MISSING && isJsonArray(left) && includes(left, right);
}

function sizeOf(value: Value): number | undefined {
  if (value === MISSING) return undefined;
  if (typeof value === "string" || isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

function isEmpty(left: Value, right: Value): boolean {
  const size = sizeOf(left);
  return size !== undefined && (size === 0) === right;
}

const comparisons = {
  "==": looselyEqual,
  "!=": (left, right) => !looselyEqual(left, right),
  "===": strictlyEqual,
  "!==": (left, right) => !strictlyEqual(left, right),
  "<": ordered((order) => order < 0),
  "<=": ordered((order) => order <= 0),
  ">": ordered((order) => order > 0),
  ">=": ordered((order) => order >= 0),
  in: isIn,
  nin: (left, right) => !isIn(left, right),
  subsetof: ofLists((left, right) => left.every((item) => includes(right, item))),
  anyof: ofLists((left, right) => left.some((item) => includes(right, item))),
  noneof: ofLists((left, right) => !left.some((item) => includes(right, item))),
  all: ofLists((left, right) => right.every((item) => includes(left, item))),
  size: (left, right) => typeof right === "number" && sizeOf(left) === right,
  empty: isEmpty,
  contains,
} satisfies Record<Comparison, Compare>;

/** Segments that find any number of values: wildcards, slices, filters, descent, unions. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject, setMember } from "../../base/json.ts";
import type { SegmentsCompiler } from "./filter.ts";
import { compileFilter } from "./filter.ts";
import type { Segment } from "./grammar.ts";

/** Adds to `found` what a segment finds in `node`; a node that it cannot be applied to is passed over. */
export type Spread = (node: Json, root: Json, found: Json[]) => void;

/** Compiles a segment; how it works depends on whether `..` stands before it and whether it ends the path. */
export function spreadOf(segment: Segment, previous: Segment | undefined, isLast: boolean, readerOf: SegmentsCompiler): Spread {
  const afterDescent = previous?.kind === "descent";
  switch (segment.kind) {
    case "names":
      if (segment.names.length === 1) return oneName(segment.names[0] as string);
      return isLast ? mergedNames(segment.names, afterDescent) : eachName(segment.names);
    case "indexes":
      return eachIndex(segment.indexes);
    case "slice":
      return slice(segment.from, segment.to);
    case "wildcard":
      return children;
    case "descent":
      return containersWithin;
    case "filter": {
      const condition = compileFilter(segment.filter, readerOf);
      return afterDescent ? filterInDescent(condition, isLast) : filter(condition);
    }
    case "call":
      // The grammar lets a call only end a path, where it is compiled by itself.
      return () => {};
  }
}

function oneName(name: string): Spread {
  return (node, _root, found) => {
    if (isJsonObject(node) && Object.hasOwn(node, name)) found.push(node[name] as Json);
  };
}

function eachName(names: readonly string[]): Spread {
  return (node, _root, found) => {
    if (!isJsonObject(node)) return;
    for (const name of names) if (Object.hasOwn(node, name)) found.push(node[name] as Json);
  };
}

/** After `..` only objects that have all the names count. */
function mergedNames(names: readonly string[], all: boolean): Spread {
  return (node, _root, found) => {
    if (!isJsonObject(node)) return;
    const present = names.filter((name) => Object.hasOwn(node, name));
    if (all && present.length < names.length) return;
    const merged: { [name: string]: Json } = {};
    for (const name of present) setMember(merged, name, node[name] as Json);
    found.push(merged);
  };
}

function eachIndex(indexes: readonly number[]): Spread {
  return (node, _root, found) => {
    if (!isJsonArray(node)) return;
    for (const index of indexes) {
      const item = node.at(index);
      if (item !== undefined) found.push(item);
    }
  };
}

function slice(from: number | undefined, to: number | undefined): Spread {
  return (node, _root, found) => {
    if (isJsonArray(node)) for (const item of node.slice(from, to)) found.push(item);
  };
}

function childrenOf(node: Json): readonly Json[] {
  if (isJsonArray(node)) return node;
  return isJsonObject(node) ? Object.values(node) : [];
}

function children(node: Json, _root: Json, found: Json[]): void {
  for (const child of childrenOf(node)) found.push(child);
}

/** The node and all arrays and objects in it, in the order of the document; without recursion, however deep they are. */
function containersWithin(node: Json, _root: Json, found: Json[]): void {
  const open: Json[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === null || typeof next !== "object") continue;
    found.push(next);
    const below = childrenOf(next);
    for (let index = below.length - 1; index >= 0; index--) open.push(below[index] as Json);
  }
}

type Test = (node: Json, root: Json) => boolean;

/** A filter chooses among the items of an array; an object it tests itself. */
function filter(condition: Test): Spread {
  return (node, root, found) => {
    if (isJsonArray(node)) {
      for (const item of node) if (condition(item, root)) found.push(item);
    } else if (isJsonObject(node) && condition(node, root)) found.push(node);
  };
}

/** After `..` an array, too, is tested itself; the objects in it get their turn as the descent comes to them. */
function filterInDescent(condition: Test, isLast: boolean): Spread {
  const choose = filter(condition);
  return (node, root, found) => {
    if (!condition(node, root)) return;
    if (isLast || !isJsonArray(node)) choose(node, root, found);
    else for (const item of node) found.push(item);
  };
}

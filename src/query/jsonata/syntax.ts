/** The syntax tree of an expression, gone through without recursion: its depth is the expression's. */
import type { JsonataNode } from "./package.ts";

/** All nodes of a tree, each once. */
export function nodesOf(root: JsonataNode): Set<JsonataNode> {
  const nodes = new Set<JsonataNode>();
  const seen = new Set<object>();
  const open: object[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (isNode(next)) nodes.add(next);
    for (const member of Object.values(next)) if (isTree(member)) open.push(member);
  }
  return nodes;
}

function isNode(value: object): value is JsonataNode {
  return "type" in value && typeof value.type === "string";
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof RegExp);
}

/** Has the node these members and no more? `undefined` ones count as absent. */
export function hasOnly(node: JsonataNode, members: readonly string[]): boolean {
  return Object.keys(node).every((key) => members.includes(key) || node[key as keyof JsonataNode] === undefined);
}

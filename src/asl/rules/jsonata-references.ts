/** What AWS refuses in an expression that can be parsed: it is evaluated without a context item, so that nothing but variables can be read. */

import type { JsonataNode } from "../../query/jsonata/package.ts";
import { verbatim } from "./field-check.ts";

/** What `$states` has at the place of an expression. */
export interface Offered {
  readonly errorOutput: boolean;
}

interface Unsupported {
  readonly message: string;
  readonly hint: string;
}

/** The references of a tree that AWS refuses, each once. */
export function unsupportedReferences(root: JsonataNode, offered: Offered): readonly Unsupported[] {
  const found = new Map<string, Unsupported>();
  const names = new Set<string>();
  readTopLevel(root, names);
  for (const name of names) {
    const message = `Reference to '${verbatim(name)}' at the top level is not supported.`;
    found.set(message, { message, hint: `Write "$states.input.${verbatim(name)}" for the input, or "$${verbatim(name)}" for a variable.` });
  }
  for (const unsupported of everywhere(root, offered)) found.set(unsupported.message, unsupported);
  return [...found.values()];
}

/** How the parts of each type of node see the context: these see that of the node itself. All others have one of their own. */
const KEEPING_THE_CONTEXT: { readonly [type: string]: readonly string[] } = {
  apply: ["lhs", "rhs"],
  binary: ["lhs", "rhs"],
  bind: ["rhs"],
  block: ["expressions"],
  condition: ["condition", "then", "else"],
  function: ["arguments"],
  lambda: ["body"],
  partial: ["arguments"],
  unary: ["lhs", "expression", "expressions"],
};

/** Collects the names that a path begins with where there is no context item; a loop, as a tree may be deeper than the stack. */
function readTopLevel(root: JsonataNode, names: Set<string>): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const part = open.pop();
    if (Array.isArray(part)) pushReversed(open, part);
    if (!isNode(part)) continue;
    const [first] = part.type === "path" ? (part.steps ?? []) : [];
    if (first?.type === "name" && typeof first.value === "string") names.add(first.value);
    else open.push(first);
    const members = KEEPING_THE_CONTEXT[part.type] ?? [];
    pushReversed(
      open,
      members.map((member) => (part as unknown as { readonly [member: string]: unknown })[member]),
    );
  }
}

/** So that the first of them is the next. */
function pushReversed(open: unknown[], parts: readonly unknown[]): void {
  for (let index = parts.length - 1; index >= 0; index--) open.push(parts[index]);
}

function* everywhere(root: JsonataNode, offered: Offered): Generator<Unsupported> {
  const open: unknown[] = [root];
  const seen = new Set<object>();
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    if (isNode(part)) yield* refusedHere(part, offered);
    pushReversed(open, Object.values(part));
  }
}

function* refusedHere(node: JsonataNode, offered: Offered): Generator<Unsupported> {
  if (node.type === "variable" && node.value === "$")
    yield { message: "Reference to '$$' is not supported.", hint: 'The Context Object is "$states.context".' };
  const [first, second] = node.type === "path" ? (node.steps ?? []) : [];
  if (first?.type !== "variable" || first.value !== "states" || second?.type !== "name") return;
  if (second.value === "errorOutput" && !offered.errorOutput)
    yield { message: "Field '$states.errorOutput' does not exist.", hint: "Only the Output and Assign of a catcher have it." };
}

function isNode(part: unknown): part is JsonataNode {
  return typeof part === "object" && part !== null && "type" in part && typeof part.type === "string";
}

/**
 * The one door to the `jsonpath-plus` package, whose dialect users write in `toHaveOutputAt` and `mask`. It is loaded when the first path
 * is asked for; expressions in a path are evaluated by the package's own safe evaluator, never as JavaScript.
 */
import { createRequire } from "node:module";
import type { Json } from "../src/base/json.ts";
import { setMember } from "../src/base/json.ts";

/** One place that a path leads to, as the package tells it. */
interface Match {
  readonly value: unknown;
  readonly parent: object | null;
  readonly parentProperty: string | number | null;
}

interface JsonPathPlus {
  readonly JSONPath: {
    (query: object): readonly Match[];
    toPathArray(path: string): readonly string[];
  };
}

let loaded: JsonPathPlus["JSONPath"] | undefined;

function jsonPathPlus(): JsonPathPlus["JSONPath"] {
  // Not `import()`: matchers answer at once.
  loaded ??= (createRequire(import.meta.url)("jsonpath-plus") as JsonPathPlus).JSONPath;
  return loaded;
}

function matchesOf(json: unknown, path: string): readonly Match[] {
  // The package answers nothing for what is no object, not even for `$`.
  if (typeof json !== "object" || json === null) return path === "$" ? [{ value: json, parent: null, parentProperty: null }] : [];
  return jsonPathPlus()({ json, path, resultType: "all", wrap: true, eval: "safe", ignoreEvalErrors: true });
}

/** What a path leads to: one value, several, or nothing. */
export type Found =
  | { readonly kind: "one"; readonly value: unknown }
  | { readonly kind: "many"; readonly values: readonly unknown[] }
  | { readonly kind: "none" };

/** Follows a path; throws the package's own error for a path that cannot be read. */
export function follow(json: unknown, path: string): Found {
  const matches = matchesOf(json, path);
  // The package's own sign of it, `hasArrExpr`, is missing where a descent finds something at the root.
  if (jsonPathPlus().toPathArray(path).some(mayBeMany)) return { kind: "many", values: matches.map(({ value }) => value) };
  const [first] = matches;
  return first === undefined ? { kind: "none" } : { kind: "one", value: first.value };
}

/** Descent, wildcard, filter, union and slice lead to any number of places. */
function mayBeMany(step: string): boolean {
  return step === ".." || step === "*" || step.startsWith("?(") || step.includes(",") || /^-?\d*:-?\d*(?::\d*)?$/.test(step);
}

/** A copy of a JSON value with `sign` in every place that one of the paths leads to. */
export function replacedAt(json: unknown, paths: readonly string[], sign: string): unknown {
  const copy = { root: structuredClone(json) };
  for (const path of paths) {
    for (const { parent, parentProperty } of matchesOf(copy.root, path)) {
      if (parent === null || parentProperty === null) copy.root = sign;
      else setMember(parent as { [key: string]: Json }, String(parentProperty), sign);
    }
  }
  return copy.root;
}

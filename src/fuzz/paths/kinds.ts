/** What kind of value a field of a state needs to find. */
import type { Json } from "../../base/json.ts";
import { isJsonArray, isJsonObject } from "../../base/json.ts";
import { MISSING } from "../../query/index.ts";
import type { Test } from "./condition.ts";
import type { Term } from "./term.ts";
import { constant } from "./term.ts";

export type Kind = "anything" | "text" | "number" | "list" | "object" | "boolean" | "timestamp" | "seconds" | "json text";

/** A value of each kind, and what tells it. */
export const KINDS: Readonly<Record<Kind, { readonly sample: Json; readonly holds: (value: Json) => boolean }>> = {
  anything: { sample: null, holds: () => true },
  text: { sample: "text", holds: (value) => typeof value === "string" },
  number: { sample: 1, holds: (value) => typeof value === "number" },
  list: { sample: [{}], holds: isJsonArray },
  object: { sample: {}, holds: isJsonObject },
  boolean: { sample: true, holds: (value) => typeof value === "boolean" },
  timestamp: { sample: "2025-01-01T00:01:00Z", holds: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)) },
  seconds: { sample: 60, holds: (value) => Number.isInteger(value) && (value as number) > 0 },
  "json text": { sample: '{"a":1}', holds: isJsonText },
};

function isJsonText(value: Json): boolean {
  try {
    return typeof value === "string" && JSON.parse(value) !== undefined;
  } catch {
    return false;
  }
}

/** The data must be there, and of this kind. */
export function needs(term: Term, kind: Kind): Test {
  return {
    kind: "test",
    operator: kind,
    left: term,
    right: constant(null),
    holds: (value) => value !== MISSING && KINDS[kind].holds(value),
  };
}

/** The data must be a list of so many items. */
export function needsItems(term: Term, count: number): Test {
  const holds: Test["holds"] = (value, wanted) => value !== MISSING && isJsonArray(value) && value.length === wanted;
  return { kind: "test", operator: "items", left: term, right: constant(count), holds };
}

/** What the package answers, as JSON: AWS refuses what is not. */
import type { Json } from "../../base/json.ts";
import { setMember } from "../../base/json.ts";

/** A value that JSON has not: a function, NaN, an infinite number, or what is too large or nested too deep. */
export const NOT_JSON: unique symbol = Symbol("not JSON");
type NotJsonResult = typeof NOT_JSON;

const DEPTH_LIMIT = 1_000;
const SIZE_LIMIT = 2_000_000;

/** A frozen copy without the package's marks on arrays; {@link NOT_JSON} if there is anything in it that JSON has not. */
export function jsonOf(value: unknown): Json | NotJsonResult {
  return typeof value === "object" && value !== null ? new Copy().of(value, 0) : scalarOf(value);
}

function scalarOf(value: unknown): Json | NotJsonResult {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  // Adding zero turns -0, which JSON does not have, into 0.
  return typeof value === "number" && Number.isFinite(value) ? value + 0 : NOT_JSON;
}

class Copy {
  #size = 0;

  of(value: unknown, depth: number): Json | NotJsonResult {
    if (++this.#size > SIZE_LIMIT || depth > DEPTH_LIMIT) return NOT_JSON;
    if (typeof value !== "object" || value === null) return scalarOf(value);
    // Only data from outside of expressions is frozen, and all of it is JSON.
    if (Object.isFrozen(value)) return value as Json;
    return Array.isArray(value) ? this.#array(value, depth) : this.#object(value as { readonly [key: string]: unknown }, depth);
  }

  #array(items: readonly unknown[], depth: number): Json | NotJsonResult {
    const copies: Json[] = [];
    for (const item of items) {
      const copy = this.of(item, depth + 1);
      if (copy === NOT_JSON) return NOT_JSON;
      copies.push(copy);
    }
    return Object.freeze(copies);
  }

  #object(object: { readonly [key: string]: unknown }, depth: number): Json | NotJsonResult {
    if (object["_jsonata_lambda"] === true || object["_jsonata_function"] === true) return NOT_JSON;
    const copies: { [key: string]: Json } = {};
    for (const key of Object.keys(object)) {
      const member = object[key];
      if (member === undefined) continue;
      const copy = this.of(member, depth + 1);
      if (copy === NOT_JSON) return NOT_JSON;
      setMember(copies, key, copy);
    }
    return Object.freeze(copies);
  }
}

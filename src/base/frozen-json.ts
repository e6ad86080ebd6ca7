import type { Json, JsonObject } from "./json.ts";
import { setMember } from "./json.ts";

/** What a value from outside has that JSON has not. */
export class NotJson {
  readonly path: string;
  readonly found: string;
  constructor(path: string, found: string) {
    this.path = path;
    this.found = found;
  }
}

const DEPTH_LIMIT = 1000;

/**
 * A frozen JSON copy of a value that user code gave: `undefined` members are left out and `toJSON` is asked, as
 * `JSON.stringify` does; what has no JSON form (functions, NaN, bigint, cycles) throws {@link NotJson} with its path.
 */
export function frozenJson(value: unknown): Json {
  return copyOf(value, "$", 0);
}

function copyOf(value: unknown, path: string, depth: number): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return finite(value, path);
  if (typeof value !== "object") throw new NotJson(path, value === undefined ? "undefined" : `a ${typeof value}`);
  if (depth > DEPTH_LIMIT) throw new NotJson(path, "a cycle, or more than 1,000 levels of nesting");
  return copyOfObject(value, path, depth);
}

function finite(value: number, path: string): number {
  if (!Number.isFinite(value)) throw new NotJson(path, String(value));
  return value;
}

function copyOfObject(value: object, path: string, depth: number): Json {
  if (Array.isArray(value)) return Object.freeze(value.map((item, index) => copyOf(item ?? null, `${path}[${index}]`, depth + 1)));
  if (hasToJson(value)) return copyOf(value.toJSON(), path, depth + 1);
  const copy: { [key: string]: Json } = {};
  for (const key of Object.keys(value)) {
    const member = (value as { readonly [key: string]: unknown })[key];
    if (member !== undefined) setMember(copy, key, copyOf(member, `${path}.${key}`, depth + 1));
  }
  return Object.freeze(copy);
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

/** A mutable deep copy, for handlers that may change what they are given. */
export function mutableCopy(value: Json): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(mutableCopy);
  const copy: { [key: string]: Json } = {};
  for (const key of Object.keys(value)) setMember(copy, key, mutableCopy((value as JsonObject)[key] as Json) as Json);
  return copy;
}

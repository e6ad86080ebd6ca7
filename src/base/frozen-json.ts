import type { Json, JsonObject } from "./json.ts";
import { setMember } from "./json.ts";
import { tagOf, withArticle } from "./shown-value.ts";

/** What a value from outside has that JSON has not. */
export class NotJson {
  readonly path: string;
  readonly found: string;
  constructor(path: string, found: string) {
    this.path = path.length <= LONGEST_PATH ? path : `${path.slice(0, LONGEST_PATH / 2)}…${path.slice(-LONGEST_PATH / 2)}`;
    this.found = found;
  }
}

const LONGEST_PATH = 120;

const DEPTH_LIMIT = 1000;
const TOO_DEEP = new NotJson("$", "more than 1,000 levels of nesting");

/**
 * A frozen JSON copy of a value that user code gave: `undefined` members are left out, those of arrays become `null`, and `toJSON`
 * is asked (a Date becomes ISO text), as `JSON.stringify` does. What has no JSON form (functions, NaN, bigints, cycles), or would
 * lose all it holds (a Map, a promise, an Error), throws {@link NotJson} with its path.
 */
export function frozenJson(value: unknown): Json {
  try {
    return copyOf(value, "$", 0);
  } catch (thrown) {
    throw thrown === TOO_DEEP ? whyTooDeep(value) : thrown;
  }
}

function copyOf(value: unknown, path: string, depth: number): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return finite(value, path);
  if (typeof value !== "object") throw new NotJson(path, value === undefined ? "undefined" : `a ${typeof value}`);
  if (depth > DEPTH_LIMIT) throw TOO_DEEP;
  return copyOfObject(value, path, depth);
}

function finite(value: number, path: string): number {
  if (!Number.isFinite(value)) throw new NotJson(path, String(value));
  return value;
}

function copyOfObject(value: object, path: string, depth: number): Json {
  if (Array.isArray(value)) return Object.freeze(value.map((item, index) => copyOf(item ?? null, `${path}[${index}]`, depth + 1)));
  if (hasToJson(value)) return copyOf(value.toJSON(), path, depth + 1);
  if (!isPlain(value)) demandMembers(value, path);
  const copy: { [key: string]: Json } = {};
  for (const key of Object.keys(value)) {
    const member = (value as { readonly [key: string]: unknown })[key];
    if (member !== undefined) setMember(copy, key, copyOf(member, `${path}.${key}`, depth + 1));
  }
  return Object.freeze(copy);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Objects that keep what they hold elsewhere than in members: as JSON they would be `{}`, which nobody means. */
const HOLDERS: ReadonlyMap<string, string> = new Map([
  ["Promise", " (await it first)"],
  ["Error", " (to fail, throw it or answer fails(…))"],
  ...["Map", "Set", "WeakMap", "WeakSet", "RegExp", "ArrayBuffer", "DataView"].map((tag) => [tag, ""] as const),
  ...["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64", "BigInt64", "BigUint64"].map(
    (kind) => [`${kind}Array`, ""] as const,
  ),
]);

function demandMembers(value: object, path: string): void {
  const tag = tagOf(value);
  const advice = HOLDERS.get(tag);
  if (advice !== undefined) throw new NotJson(path, `${withArticle(tag)}${advice}`);
}

/** Because it holds itself, or because it is that deep? */
function whyTooDeep(value: unknown): NotJson {
  const closing = cyclePath(value, "$", new Set(), new Set());
  return closing === undefined ? TOO_DEEP : new NotJson(closing, "a cycle");
}

/** The path of the first member that leads back to an object around it. */
function cyclePath(value: unknown, path: string, around: Set<unknown>, done: Set<unknown>): string | undefined {
  if (typeof value !== "object" || value === null || done.has(value) || around.size > DEPTH_LIMIT) return undefined;
  if (around.has(value)) return path;
  around.add(value);
  for (const [key, member] of Object.entries(value)) {
    const closing = cyclePath(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, around, done);
    if (closing !== undefined) return closing;
  }
  around.delete(value);
  done.add(value);
  return undefined;
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

import type { Json } from "./json.ts";
import { isJsonArray, setMember } from "./json.ts";
import { tagOf, withArticle } from "./shown-value.ts";

/** What a value from outside has that JSON has not. */
export class NotJson {
  readonly found: string;
  /** The way from the value to it; without a step for the value itself. */
  readonly #steps: string;

  constructor(found: string, steps = "") {
    this.found = found;
    this.#steps = steps;
  }

  /** The same, seen from the array or object around. */
  inside(step: string | number): NotJson {
    return new NotJson(this.found, `${typeof step === "number" ? `[${step}]` : `.${step}`}${this.#steps}`);
  }

  get path(): string {
    const path = `$${this.#steps}`;
    return path.length <= LONGEST_PATH ? path : `${path.slice(0, LONGEST_PATH / 2)}…${path.slice(-LONGEST_PATH / 2)}`;
  }
}

const LONGEST_PATH = 120;

const DEPTH_LIMIT = 1000;
const TOO_DEEP = new NotJson("more than 1,000 levels of nesting");

/**
 * A frozen JSON copy of a value that user code gave: `undefined` members are left out, those of arrays become `null`, and `toJSON`
 * is asked (a Date becomes ISO text), as `JSON.stringify` does. What has no JSON form (functions, NaN, bigints, cycles), or would
 * lose all it holds (a Map, a promise, an Error), throws {@link NotJson} with its path.
 */
export function frozenJson(value: unknown): Json {
  try {
    return copyOf(value, 0);
  } catch (thrown) {
    throw thrown === TOO_DEEP ? whyTooDeep(value) : thrown;
  }
}

function copyOf(value: unknown, depth: number): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return finite(value);
  if (typeof value !== "object") throw new NotJson(value === undefined ? "undefined" : `a ${typeof value}`);
  if (depth > DEPTH_LIMIT) throw TOO_DEEP;
  return copyOfObject(value, depth);
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new NotJson(String(value));
  return value;
}

function copyOfObject(value: object, depth: number): Json {
  if (Array.isArray(value)) return Object.freeze(value.map((item, index) => copyInside(item ?? null, index, depth)));
  if (hasToJson(value)) return copyOf(value.toJSON(), depth + 1);
  if (!isPlain(value)) demandMembers(value);
  const copy: { [key: string]: Json } = {};
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    const member = (value as { readonly [key: string]: unknown })[key];
    if (member !== undefined) setMember(copy, key, copyInside(member, key, depth));
  }
  return Object.freeze(copy);
}

/** The way to what is no JSON is put together only then. */
function copyInside(value: unknown, step: string | number, depth: number): Json {
  try {
    return copyOf(value, depth + 1);
  } catch (thrown) {
    throw thrown instanceof NotJson && thrown !== TOO_DEEP ? thrown.inside(step) : thrown;
  }
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

function demandMembers(value: object): void {
  const tag = tagOf(value);
  const advice = HOLDERS.get(tag);
  if (advice !== undefined) throw new NotJson(`${withArticle(tag)}${advice}`);
}

/** Because it holds itself, or because it is that deep? */
function whyTooDeep(value: unknown): NotJson {
  return cycleIn(value, new Set(), new Set()) ?? TOO_DEEP;
}

/** Where the first member is that leads back to an object around it. */
function cycleIn(value: unknown, around: Set<unknown>, done: Set<unknown>): NotJson | undefined {
  if (typeof value !== "object" || value === null || done.has(value) || around.size > DEPTH_LIMIT) return undefined;
  if (around.has(value)) return new NotJson("a cycle");
  around.add(value);
  for (const [key, member] of Object.entries(value)) {
    const cycle = cycleIn(member, around, done);
    if (cycle !== undefined) return cycle.inside(Array.isArray(value) ? Number(key) : key);
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
  if (isJsonArray(value)) return value.map(mutableCopy);
  const copy: { [key: string]: unknown } = { ...value };
  for (const key in copy) if (typeof copy[key] === "object") copy[key] = mutableCopy(copy[key] as Json);
  return copy;
}

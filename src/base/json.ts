/** JSON values as the whole library passes them on: read-only, shared, never copied without need. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Sets a member as own data, also one called `__proto__`, which plain assignment would turn into a prototype. */
export function setMember(target: { [key: string]: Json }, key: string, value: Json): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** A copy of `object` in which `key` has `value`. */
export function withMember(object: JsonObject, key: string, value: Json): JsonObject {
  const copy: { [key: string]: Json } = {};
  for (const own of Object.keys(object)) setMember(copy, own, object[own] as Json);
  setMember(copy, key, value);
  return copy;
}

/** Deep equality of JSON values; the order of members does not count. */
export function jsonEquals(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (isJsonArray(left)) return isJsonArray(right) && arraysEqual(left, right);
  return isJsonObject(left) && isJsonObject(right) && objectsEqual(left, right);
}

function arraysEqual(left: readonly Json[], right: readonly Json[]): boolean {
  return left.length === right.length && left.every((item, index) => jsonEquals(item, right[index] as Json));
}

function objectsEqual(left: JsonObject, right: JsonObject): boolean {
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && jsonEquals(left[key] as Json, right[key] as Json))
  );
}

/** Is the compact JSON text of `value` longer than `limit` bytes of UTF-8? Cheap for the small values that most are. */
export function exceedsBytes(value: Json, limit: number): boolean {
  if (roughBytes(value, limit) <= limit) return false;
  return Buffer.byteLength(JSON.stringify(value)) > limit;
}

/** An upper bound of the bytes of a value's JSON text; counting stops once it is over `limit`. */
function roughBytes(value: Json, limit: number): number {
  if (typeof value === "string") return 6 * value.length + 2;
  if (value === null || typeof value !== "object") return 25;
  let bytes = 2;
  if (isJsonArray(value)) {
    for (let at = 0; at < value.length && bytes <= limit; at++) bytes += roughBytes(value[at] as Json, limit) + 1;
    return bytes;
  }
  for (const key in value) if ((bytes += 6 * key.length + 4 + roughBytes(value[key] as Json, limit)) > limit) return bytes;
  return bytes;
}

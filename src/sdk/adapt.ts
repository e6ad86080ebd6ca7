import { shownValue } from "../base/shown-value.ts";
import type { Member, Shape, Structure } from "./shapes.ts";
import { memberIgnoringCase } from "./shapes.ts";

/**
 * A value as a mock wrote it, made what the SDK's serializer takes: members in the API's own spelling (ASL writes them with a capital),
 * dates from ISO text or seconds, bytes from base64 or text. Members that the API does not know are left out. Throws a TypeError for
 * what is no date or no number.
 */
export function adapted(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  switch (shape.kind) {
    case "structure":
    case "union":
      return adaptedMembers(shape, value);
    case "list":
      return Array.isArray(value) ? value.map((item) => adapted(shape.item(), item)) : value;
    case "map":
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, adapted(shape.value(), item)]));
    default:
      return adaptedScalar(shape.kind, value);
  }
}

function adaptedMembers(shape: Structure, value: unknown): unknown {
  if (typeof value !== "object") return value;
  const members = Object.entries(value as object).flatMap(([key, item]) => {
    const member = shape.members.get(key) ?? memberIgnoringCase(shape, key);
    const adaptedItem = member === undefined ? undefined : adaptedMember(member, item);
    return adaptedItem === undefined ? [] : [[member?.name, adaptedItem] as const];
  });
  return Object.fromEntries(members);
}

/** A payload is what it is, also where it looks like base64; event streams are adapted event by event. */
function adaptedMember({ shape, traits }: Member, value: unknown): unknown {
  const is = shape();
  if (is.kind === "union" && traits.streaming !== undefined) return value;
  if (is.kind === "streamingBlob" || (is.kind === "blob" && traits.httpPayload !== undefined)) return payloadOf(value);
  return adapted(is, value);
}

function payloadOf(value: unknown): unknown {
  if (typeof value === "string") return Buffer.from(value, "utf8");
  return value instanceof Uint8Array || isStream(value) ? value : Buffer.from(JSON.stringify(value), "utf8");
}

function isStream(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || "getReader" in value);
}

function adaptedScalar(kind: Shape["kind"], value: unknown): unknown {
  switch (kind) {
    case "timestamp":
      return dateOf(value);
    case "blob":
      return bytesOf(value);
    case "number":
      return numberOf(value);
    case "bigInteger":
      return typeof value === "number" || typeof value === "string" ? BigInt(value) : value;
    case "string":
      return typeof value === "object" && !("toISOString" in (value as object)) ? JSON.stringify(value) : String(value);
    default:
      return value;
  }
}

function dateOf(value: unknown): Date {
  const date = typeof value === "number" ? new Date(value * 1000) : typeof value === "string" ? new Date(value) : value;
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) throw new TypeError(`${shownValue(value)} is no date.`);
  return date;
}

function numberOf(value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) throw new TypeError(`${shownValue(value)} is no number.`);
  return number;
}

/** Text that is base64 to the letter stands for its bytes, as in ASL; other text for itself. */
function bytesOf(value: unknown): unknown {
  if (typeof value !== "string") return value instanceof Uint8Array ? value : Buffer.from(JSON.stringify(value), "utf8");
  const bytes = Buffer.from(value, "base64");
  return bytes.toString("base64") === value ? bytes : Buffer.from(value, "utf8");
}

import { printable } from "./printable.ts";
import { abbreviate } from "./text.ts";

/** A value that was not expected, in the few words a message has for it; never throws, whatever it is. */
export function shownValue(value: unknown): string {
  if (typeof value === "string") return printable(JSON.stringify(abbreviate(value, 80)));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "an array" : withArticle(tagOf(value));
}

/** The kind of an object, also of one from another realm: `Object`, `Map`, `Date`. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** `an object`, `a Map`. */
export function withArticle(tag: string): string {
  if (tag === "Object") return "an object";
  return `${/^[AEIOU](?!int)/.test(tag) ? "an" : "a"} ${tag}`;
}

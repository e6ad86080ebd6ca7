import { printable } from "../src/base/printable.ts";
import { abbreviate } from "../src/base/text.ts";

const LONGEST = 300;
const DEEPEST = 6;

/** A value in one line, as one would write it in a test; the same under every runner. */
export function shown(value: unknown): string {
  return abbreviate(printable(textOf(value, 0)), LONGEST);
}

function textOf(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if ("asymmetricMatch" in value) return asymmetricText(value, depth);
  if (value instanceof Date || value instanceof RegExp || value instanceof Error) return String(value);
  if (depth >= DEEPEST) return "…";
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, depth + 1)).join(", ")}]`;
  const members = Object.entries(value).map(([key, member]) => `${keyText(key)}: ${textOf(member, depth + 1)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

const keyText = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

/** `StringContaining "declined"`, `Any<Number>`. */
function asymmetricText(matcher: object, depth: number): string {
  if ("toAsymmetricMatcher" in matcher && typeof matcher.toAsymmetricMatcher === "function")
    return String((matcher.toAsymmetricMatcher as () => unknown)());
  return "sample" in matcher ? `${String(matcher)} ${textOf(matcher.sample, depth)}` : String(matcher);
}

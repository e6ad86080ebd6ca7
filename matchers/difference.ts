import { printable } from "../src/base/printable.ts";
import type { MatcherContext } from "./matcher.ts";
import { alike, isAsymmetric } from "./matcher.ts";
import { shown } from "./shown.ts";

const LINES = 60;
const DEEPEST = 60;

/**
 * How two values differ, a member a line, as the runner marks it; the same text under every runner, and harmless on a terminal.
 * `undefined` where there is nothing to see: values of one line, or a runner without help for it.
 */
export function differenceBetween(context: MatcherContext, expected: unknown, received: unknown): string | undefined {
  if (!isBig(received) && !isBig(expected)) return undefined;
  const [wanted, met] = [linesOf(agreed(expected, received, context)), linesOf(received)];
  if (wanted.length === 1 && met.length === 1) return undefined;
  const text = context.utils?.diff?.(wanted.join("\n"), met.join("\n"), { expand: false, contextLines: 3 });
  return typeof text === "string" && wanted.join("\n") !== met.join("\n") ? firstLines(text) : undefined;
}

/** How far a value is from the expected one: the number of lines that only one of them has. */
export function distanceBetween(context: MatcherContext, expected: unknown, received: unknown): number {
  const wanted = new Set(linesOf(agreed(expected, received, context)));
  const met = new Set(linesOf(received));
  return [...wanted].filter((line) => !met.has(line)).length + [...met].filter((line) => !wanted.has(line)).length;
}

const isBig = (value: unknown): boolean => typeof value === "object" && value !== null && !isAsymmetric(value);

/** The expected value, in which what an asymmetric matcher accepts stands in the matcher's place. */
function agreed(expected: unknown, received: unknown, context: MatcherContext): unknown {
  if (isAsymmetric(expected)) return alike(context, received, expected) ? received : containing(expected, received, context);
  if (Array.isArray(expected))
    return expected.map((item, index) => agreed(item, Array.isArray(received) ? received[index] : undefined, context));
  return isPlain(expected) ? fromEntries(Object.entries(expected), received, context) : expected;
}

/** What `expect.objectContaining` leaves open is as it was received. */
function containing(expected: object, received: unknown, context: MatcherContext): unknown {
  const sample = "sample" in expected ? expected.sample : undefined;
  if (String(expected) !== "ObjectContaining" || !isPlain(sample) || !isPlain(received)) return expected;
  const open = Object.entries(received).filter(([key]) => !Object.hasOwn(sample, key));
  return fromEntries([...open, ...Object.entries(sample)], received, context);
}

function fromEntries(entries: readonly (readonly [string, unknown])[], received: unknown, context: MatcherContext): object {
  const member = (key: string): unknown => (isPlain(received) && Object.hasOwn(received, key) ? received[key] : undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, agreed(value, member(key), context)]));
}

function isPlain(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isAsymmetric(value)) return false;
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** A value, a member a line; members in alphabetical order, without those that are `undefined`. */
function linesOf(value: unknown, depth = 0): readonly string[] {
  if (depth > DEEPEST) return ["…"];
  if (Array.isArray(value))
    return block(
      "[",
      value.map((item) => linesOf(item, depth + 1)),
      "]",
    );
  if (!isPlain(value)) return [shownWhole(value)];
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return block(
    "{",
    sorted.map(([key, member]) => prefixed(`${printable(JSON.stringify(key))}: `, linesOf(member, depth + 1))),
    "}",
  );
}

const shownWhole = (value: unknown): string => (typeof value === "string" ? printable(JSON.stringify(value)) : shown(value));

function block(open: string, members: readonly (readonly string[])[], close: string): readonly string[] {
  if (members.length === 0) return [open + close];
  const inner = members.flatMap((lines) => lines.map((line, index) => `  ${line}${index === lines.length - 1 ? "," : ""}`));
  return [open, ...inner, close];
}

const prefixed = (prefix: string, [first = "", ...rest]: readonly string[]): readonly string[] => [prefix + first, ...rest];

function firstLines(text: string): string {
  const lines = text.split("\n");
  return lines.length <= LINES ? text : `${lines.slice(0, LINES).join("\n")}\n… and ${lines.length - LINES} more lines`;
}

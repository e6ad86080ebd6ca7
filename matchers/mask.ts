import { printable } from "../src/base/printable.ts";
import { abbreviate } from "../src/base/text.ts";
import type { Visit } from "../src/history/visit.ts";
import type { Seen } from "./seen.ts";

/** What differs from run to run, or from account to account, and the sign that stands for it in a snapshot. */
const MASKS: readonly (readonly [pattern: RegExp, sign: string])[] = [
  [/(?<="task_?token":")(?:[^"\\]|\\.)+(?=")/gi, "<task token>"],
  [/\bAAAA[A-Za-z0-9+/]{60,}={0,2}/g, "<task token>"],
  [/\barn:aws[\w-]*:([\w-]+):[\w-]*:\d*:[^\s"'\\,;)\]}]+/g, "<$1 arn>"],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, "<uuid>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)/g, "<timestamp>"],
];

/** Text in which ARNs, UUIDs, timestamps and task tokens are replaced by signs. */
export function masked(text: string): string {
  return MASKS.reduce((result, [pattern, sign]) => result.replace(pattern, sign), text);
}

const LONGEST = 400;

/** A value as a snapshot shows it: compact JSON with members in alphabetical order, masked, cut where it is long. */
export function maskedJson(value: unknown): string {
  return cut(masked(JSON.stringify(value, sorted) ?? "undefined"));
}

/** Text as a snapshot shows it: on one line, masked, cut where it is long. */
export function maskedText(text: string): string {
  return cut(masked(text));
}

/** What is cut off still counts: its length is told. */
function cut(text: string): string {
  return printable(text.length <= LONGEST ? text : `${abbreviate(text, LONGEST)} (${text.length} characters)`);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Replaces what the user asked to have masked in the data of a state or an event. */
export type Mask = (data: unknown) => unknown;

/** An execution in whose data the user's own masks are in place. */
export function maskedView(view: Seen, mask: Mask): Seen {
  const { status, history, path, calls, mapRuns, variables, stateNames, input, output, error, cause, now } = view;
  return {
    status,
    history,
    path,
    calls,
    mapRuns,
    variables,
    stateNames,
    visits: view.visits.map((visit) => maskedVisit(visit, mask)),
    input: mask(input),
    output: output === undefined ? undefined : mask(output),
    error,
    cause,
    ...(now !== undefined && { now }),
  };
}

function maskedVisit(visit: Visit, mask: Mask): Visit {
  const input = mask(visit.input);
  return visit.output === undefined ? { ...visit, input } : { ...visit, input, output: mask(visit.output) };
}

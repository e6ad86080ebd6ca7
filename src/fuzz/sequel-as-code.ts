import type { Sequel } from "../aws/call.ts";
import { formatDuration } from "../base/duration.ts";
import { valueAsCode } from "./value-as-code.ts";

/** The reply that says what comes of a task's token: `callsBack(…)`, `failsBack(…)` or `hangs()`, with `heartbeats(…)` around it. */
export function sequelAsCode(sequel: Omit<Sequel, "by">): string {
  const ending = endingAsCode(sequel);
  return sequel.everyMs === undefined ? ending : `heartbeats(${inWords(sequel.everyMs)}, ${ending})`;
}

function endingAsCode({ ending, submitted, afterMs }: Omit<Sequel, "by">): string {
  const options = { after: afterMs === 0 ? undefined : wordsOf(afterMs), submitted };
  const more = options.after === undefined && submitted === undefined ? [] : [valueAsCode(options)];
  if (ending.kind === "success") return `callsBack(${[valueAsCode(ending.output ?? null), ...more].join(", ")})`;
  if (ending.kind !== "failure") return "hangs()";
  const told = ending.cause === undefined && more.length === 0 ? [ending.error] : [ending.error, ending.cause];
  return `failsBack(${[...told.map(textAsCode), ...more].join(", ")})`;
}

function textAsCode(text: string | undefined): string {
  return text === undefined ? "undefined" : JSON.stringify(text);
}

/** A duration as a mock is given it. */
export function inWords(milliseconds: number): string {
  return JSON.stringify(wordsOf(milliseconds));
}

function wordsOf(milliseconds: number): string {
  return formatDuration(milliseconds).replaceAll(" ", "");
}

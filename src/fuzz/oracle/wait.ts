import type { WaitState } from "../../asl/model.ts";
import type { Due } from "./line.ts";

/** ASL "Wait State": when it ends, in virtual milliseconds; `undefined` where that takes an expression. */
export function waitOf({ Seconds, Timestamp }: WaitState, name: string, now: number): Due | undefined {
  if (typeof Seconds === "number") return exactly(now + Seconds * 1_000, `"${name}" waits for ${Seconds} s`);
  if (Timestamp === undefined || !MILLISECONDS.test(Timestamp)) return undefined;
  return exactly(Math.max(now, Date.parse(Timestamp)), `"${name}" waits until ${Timestamp}`);
}

/** A timestamp that is no finer than the clock. */
const MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

function exactly(at: number, why: string): Due {
  return { least: at, most: at, rule: "wait", why };
}

import type { WaitState } from "../../asl/model.ts";
import type { Due } from "./line.ts";

/** ASL "Wait State": when it ends, in virtual milliseconds; `undefined` where that takes an expression. */
export function waitOf({ Seconds, Timestamp }: WaitState, name: string, now: number): Due | undefined {
  if (typeof Seconds === "number") return exactly(now + Seconds * 1_000, `"${name}" waits for ${Seconds} s`);
  const until = Timestamp === undefined ? Number.NaN : Date.parse(Timestamp);
  return Number.isNaN(until) ? undefined : exactly(Math.max(now, until), `"${name}" waits until ${Timestamp}`);
}

function exactly(at: number, why: string): Due {
  return { least: at, most: at, rule: "wait", why };
}

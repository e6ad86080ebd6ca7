import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";

const replyMark: unique symbol = Symbol.for("sfn-testkit.Reply");

/** What a mock can answer beside a plain value; made by {@link returns}, {@link fails}, {@link after} and {@link hangs}. */
export type Reply = { readonly [replyMark]: true } & ReplyKind;

type ReplyKind =
  | { readonly kind: "returns"; readonly value: unknown }
  | { readonly kind: "fails"; readonly error: string; readonly cause: string | undefined }
  | { readonly kind: "after"; readonly latencyMs: number; readonly mock: unknown }
  | { readonly kind: "hangs" };

/** Answers this value as it is, also an array or a function's name. `returns([1, 2])` */
export function returns(value: unknown): Reply {
  return reply({ kind: "returns", value });
}

/** Fails with exactly this `Error` and `Cause`. `fails("PaymentDeclined", "card expired")` */
export function fails(error: string, cause?: string): Reply {
  return reply({ kind: "fails", error, cause });
}

/** Answers as `mock` does, this much virtual time later. `after("3s", { ok: true })`; throws a UsageError for a duration it cannot read. */
export function after(duration: Duration, mock: unknown): Reply {
  return reply({ kind: "after", latencyMs: milliseconds(duration, "The duration of after()"), mock });
}

/** Never answers: the Task's `TimeoutSeconds` or `HeartbeatSeconds` ends the wait. `hangs()` */
export function hangs(): Reply {
  return reply({ kind: "hangs" });
}

function reply(kind: ReplyKind): Reply {
  return Object.freeze({ [replyMark]: true as const, ...kind });
}

export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null && replyMark in value;
}

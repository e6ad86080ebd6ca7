import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import { UsageError } from "../base/errors.ts";
import { shownValue } from "../base/shown-value.ts";

const replyMark: unique symbol = Symbol.for("sfn-testkit.Reply");

/** What a mock can answer beside a plain value; made by {@link returns}, {@link fails}, {@link after}, {@link hangs} and, for tasks that wait, {@link job}, {@link callsBack}, {@link failsBack} and {@link heartbeats}. */
export type Reply = { readonly [replyMark]: true } & ReplyKind;

type ReplyKind =
  | { readonly kind: "returns"; readonly value: unknown }
  | { readonly kind: "fails"; readonly error: string; readonly cause: string | undefined }
  | { readonly kind: "after"; readonly latencyMs: number; readonly mock: unknown }
  | { readonly kind: "hangs" }
  | JobReply
  | CallbackReply;

/** What `job()` says: how long the job runs and how it ends. */
export interface JobReply {
  readonly kind: "job";
  readonly durationMs: number;
  readonly result: unknown;
  readonly error: unknown;
  readonly submitted: unknown;
}

/** What will come of a task's token. */
export type CallbackReply =
  | { readonly kind: "callsBack"; readonly output: unknown; readonly afterMs: number; readonly submitted: unknown }
  | {
      readonly kind: "failsBack";
      readonly error: string | undefined;
      readonly cause: string | undefined;
      readonly afterMs: number;
      readonly submitted: unknown;
    }
  | { readonly kind: "heartbeats"; readonly everyMs: number; readonly ending: Reply };

/**
 * Answers this value as it is, also an array, which would be a sequence of answers otherwise.
 *
 * @example
 * const execution = await runStateMachine("order.asl.json", {
 *   mocks: { states: { ValidateOrder: returns(["not", "a", "sequence"]), ProcessPayment: fails("Down"), SendPaymentFailed: {} } },
 * });
 * expect(execution.visits[0]?.output).toEqual(["not", "a", "sequence"]);
 */
export function returns(value: unknown): Reply {
  return reply({ kind: "returns", value });
}

/**
 * Fails with exactly this `Error` and `Cause` (ASL "Errors"): for Retry, Catch and the history. Throws a UsageError for what is no text.
 *
 * @example
 * const execution = await runStateMachine("order.asl.json", { mocks: { lambda: { ValidateOrder: fails("OrderInvalid", "no address") } } });
 * expect(execution).toHaveFailed({ error: "OrderInvalid", cause: "no address" });
 */
export function fails(error: string, cause?: string): Reply {
  demandText("fails", "error", error);
  demandText("fails", "cause", cause);
  return reply({ kind: "fails", error, cause });
}

/**
 * Answers as `mock` does, this much virtual time later (seconds, or text such as `"1h30m"`). Throws a UsageError for a duration it cannot read.
 *
 * @example
 * const execution = await runStateMachine("order.asl.json", { mocks: { lambda: { ValidateOrder: after("3s", fails("Timeout")) } } });
 * expect(execution.durationSeconds).toBe(3);
 */
export function after(duration: Duration, mock: unknown): Reply {
  return reply({ kind: "after", latencyMs: milliseconds(duration, "The duration of after()"), mock });
}

/**
 * Never answers (ASL "Timeouts and heartbeats"), or never calls back where a Task waits for its token: the `TimeoutSeconds` or `HeartbeatSeconds` of the Task ends the wait; without them the run rejects with a DeadlockError.
 *
 * @example
 * const machine = {
 *   StartAt: "Ask",
 *   States: { Ask: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:sqs:sendMessage", TimeoutSeconds: 60, End: true } },
 * };
 * const execution = await runStateMachine(machine, { mocks: { states: { Ask: hangs() } } });
 * expect(execution).toHaveFailed({ error: "States.Timeout" });
 */
export function hangs(): Reply {
  return reply({ kind: "hangs" });
}

/** Throws a UsageError for an error or cause that is no text. */
export function demandText(name: string, what: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw new UsageError(`The ${what} of ${name}() must be a text, but was ${shownValue(value)}.`, {
    code: "INVALID_REPLY",
    hint: `For example \`${name}("PaymentDeclined", "card expired")\`. To fail as a function does that throws, let the mock be one that throws.`,
  });
}

export function reply(kind: ReplyKind): Reply {
  return Object.freeze({ [replyMark]: true as const, ...kind });
}

export function isReply(value: unknown): value is Reply {
  return typeof value === "object" && value !== null && replyMark in value;
}

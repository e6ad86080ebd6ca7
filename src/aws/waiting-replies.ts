/** The replies for tasks that wait for more than an answer: a job that runs, a token that comes back. */

import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import { UsageError } from "../base/errors.ts";
import { shownValue } from "../base/shown-value.ts";
import type { Reply } from "./replies.ts";
import { demandText, isReply, reply } from "./replies.ts";

/** How a job ends, and when. */
export interface JobOptions {
  /** Virtual time from the call to the end of the job; 0. */
  readonly duration?: Duration;
  /** What the Task gets when the job succeeds, as the service describes it; made up when left out. */
  readonly result?: unknown;
  /** Makes it fail with `States.TaskFailed`: the reason as text, the service's description of the job, or `fails(error, cause)` for exactly these. */
  readonly error?: unknown;
  /** What the service answers at once; made up when left out. */
  readonly submitted?: unknown;
}

/** When a token comes back. */
export interface CallbackOptions {
  /** Virtual time from the service's answer to the callback; 0. */
  readonly after?: Duration;
  /** What the service answers at once; made up when left out. */
  readonly submitted?: unknown;
}

/**
 * The job that a `.sync` Task waits for (AWS "Run a job"): how long it runs and how it ends. Throws a UsageError for both a result and an error.
 *
 * @example
 * const machine = { StartAt: "Crunch", States: { Crunch: { Type: "Task", Resource: "arn:aws:states:::glue:startJobRun.sync", End: true } } };
 * const execution = await runStateMachine(machine, {
 *   mocks: { glue: { startJobRun: job({ duration: "20m", error: "out of memory" }) } },
 * });
 * expect(execution).toHaveFailed({ error: "States.TaskFailed" });
 * expect(execution).toHaveLasted("20m");
 */
export function job(options: JobOptions = {}): Reply {
  const { duration = 0, result, error, submitted } = options;
  if (result !== undefined && error !== undefined)
    throw invalid("job() has both a result and an error.", "A job succeeds or fails: leave one of them out.");
  return reply({ kind: "job", durationMs: milliseconds(duration, "The duration of job()"), result, error, submitted });
}

/**
 * The token of a `.waitForTaskToken` Task comes back with this output, as by SendTaskSuccess (AWS "Wait for a callback"). Throws a UsageError for a
 * duration it cannot read.
 *
 * @example
 * const Resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
 * const machine = { StartAt: "Approve", States: { Approve: { Type: "Task", Resource, End: true } } };
 * const execution = await runStateMachine(machine, { mocks: { states: { Approve: callsBack({ approved: true }, { after: "2d" }) } } });
 * expect(execution).toHaveSucceeded({ approved: true });
 * expect(execution).toHaveLasted("2d");
 */
export function callsBack(output: unknown, options: CallbackOptions = {}): Reply {
  return reply({ kind: "callsBack", output, afterMs: afterOf("callsBack", options), submitted: options.submitted });
}

/**
 * The token of a `.waitForTaskToken` Task comes back with a failure, as by SendTaskFailure. Throws a UsageError for what is no text.
 *
 * @example
 * const Resource = "arn:aws:states:::sns:publish.waitForTaskToken";
 * const machine = { StartAt: "Approve", States: { Approve: { Type: "Task", Resource, End: true } } };
 * const execution = await runStateMachine(machine, {
 *   mocks: { sns: { publish: failsBack("Rejected", "too expensive", { after: "1h" }) } },
 * });
 * expect(execution).toHaveFailed({ error: "Rejected", cause: "too expensive" });
 */
export function failsBack(error?: string, cause?: string, options: CallbackOptions = {}): Reply {
  demandText("failsBack", "error", error);
  demandText("failsBack", "cause", cause);
  return reply({ kind: "failsBack", error, cause, afterMs: afterOf("failsBack", options), submitted: options.submitted });
}

/**
 * Sends SendTaskHeartbeat again and again until `thenReply` (a {@link callsBack}, {@link failsBack} or `hangs()`) ends it. Throws a UsageError for
 * another reply, and for an interval of 0.
 *
 * @example
 * const Resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
 * const machine = { StartAt: "Work", States: { Work: { Type: "Task", Resource, HeartbeatSeconds: 60, End: true } } };
 * const alive = { mocks: { states: { Work: heartbeats("30s", callsBack("done", { after: "1h" })) } } };
 * expect(await runStateMachine(machine, alive)).toHaveSucceeded("done");
 * const tooSlow = { mocks: { states: { Work: heartbeats("90s", callsBack("done", { after: "1h" })) } } };
 * expect(await runStateMachine(machine, tooSlow)).toHaveFailed({ error: "States.Timeout" });
 */
export function heartbeats(every: Duration, thenReply: Reply): Reply {
  const everyMs = milliseconds(every, "The interval of heartbeats()");
  if (everyMs <= 0) throw invalid(`The interval of heartbeats() must be more than 0, but was ${shownValue(every)}.`, 'For example "30s".');
  if (!isReply(thenReply) || !ENDS.has(thenReply.kind)) {
    const found = isReply(thenReply) ? `${thenReply.kind}()` : shownValue(thenReply);
    throw invalid(
      `heartbeats() ends with a callback, not with ${found}.`,
      'For example `heartbeats("30s", callsBack({ ok: true }, { after: "5m" }))`.',
    );
  }
  return reply({ kind: "heartbeats", everyMs, ending: thenReply });
}

const ENDS: ReadonlySet<string> = new Set(["callsBack", "failsBack", "hangs"]);

function afterOf(name: string, { after = 0 }: CallbackOptions): number {
  return milliseconds(after, `\`after\` of ${name}()`);
}

function invalid(message: string, hint: string): UsageError {
  return new UsageError(message, { code: "INVALID_REPLY", hint });
}

import type { Sequel, SequelEnding } from "../aws/call.ts";
import type { TaskToken } from "../aws/tokens.ts";
import type { Instant } from "../base/brand.ts";
import { instant, later } from "../base/brand.ts";
import { StatesFailure } from "../base/states-failure.ts";
import type { TaskLimits } from "../history/task-limits.ts";
import type { Step } from "../kernel/effect.ts";
import { signalled, TIMED_OUT } from "../kernel/effect.ts";

/** A Task that waits: what ends the wait, and when it began. */
export interface Wait {
  readonly token: TaskToken;
  readonly sequel: Sequel;
  readonly limits: TaskLimits;
  /** When the attempt began. */
  readonly startedAt: Instant;
  readonly now: Instant;
}

/** ASL "Timeouts and heartbeats": a deadline that came first. */
export interface Overdue {
  readonly kind: "overdue";
  readonly failure: StatesFailure;
}

const NEVER = Number.POSITIVE_INFINITY;

/** Waits until a job ends, a token comes back, or a deadline is over, whichever is first. */
export function* waitForEnd(wait: Wait): Step<SequelEnding | Overdue> {
  const { token, sequel } = wait;
  const due = sequel.ending.kind === "silence" ? NEVER : wait.now + sequel.afterMs;
  for (;;) {
    if (token.callback !== undefined) return token.callback;
    const timeout = timeoutInstant(wait.limits, wait.startedAt);
    const heartbeat = heartbeatDeadlineOf(wait);
    const until = Math.min(due, timeout, heartbeat);
    const news = yield* signalled(token.renewed(), until === NEVER ? undefined : instant(until));
    if (news !== TIMED_OUT) continue;
    if (until === timeout || until === heartbeat) return overdue(heartbeat < timeout);
    return sequel.ending;
  }
}

/** When the `TimeoutSeconds` of an attempt is over; `Infinity` without one. */
export function timeoutInstant({ timeoutSeconds }: TaskLimits, startedAt: Instant): number {
  return timeoutSeconds === undefined ? NEVER : later(startedAt, timeoutSeconds);
}

/** A mock that sends heartbeats often enough is never overdue; one that does not, at the first. */
function heartbeatDeadlineOf({ token, sequel, limits }: Wait): number {
  const { heartbeatSeconds } = limits;
  if (heartbeatSeconds === undefined) return NEVER;
  const isAlive = sequel.everyMs !== undefined && sequel.everyMs < heartbeatSeconds * 1_000;
  return isAlive ? NEVER : later(token.lastBeat, heartbeatSeconds);
}

function overdue(missedHeartbeat: boolean): Overdue {
  return {
    kind: "overdue",
    failure: new StatesFailure("States.Timeout", undefined, missedHeartbeat ? "States.HeartbeatTimeout" : undefined),
  };
}

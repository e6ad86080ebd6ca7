import type { TaskState } from "../../asl/model.ts";
import type { ErrorDetails, EventDetails, HistoryEvent } from "../../history/history-event.ts";
import { fail, whatElse } from "./failure-rules.ts";
import type { Follower } from "./follower.ts";
import type { Attempt, Line, Visit } from "./line.ts";
import { seconds } from "./shown.ts";

/** The details of an event that ends an attempt, in whichever family. */
interface EndDetails extends ErrorDetails {
  readonly output?: string;
}

/** An attempt begins: the first one, or the next one when a retrier lets it. */
export function taskScheduled(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  const visit = line?.visit;
  if (line === undefined || visit === undefined) return;
  if (!mayBegin(run, event, line, visit)) return;
  const attempt = attemptOf(visit.plan.state as TaskState, event, run.now);
  visit.attempt = attempt;
  visit.phase = "working";
  checkTimeoutTold(run, event, visit);
  run.advance(line, event);
  if (event.type !== "ActivityScheduled") line.due = timeOf(attempt, visit.plan.name, isDrivenFromOutside(visit));
}

/** The line of a Task's event. */
function taskLine(run: Follower, event: HistoryEvent): Line | undefined {
  const line = run.lineBefore(event);
  if (line === undefined) return undefined;
  const type = line.visit?.plan.state.Type;
  if (type !== "Task") return run.lose("order", event, `${event.type} belongs to a Task, but the line is in ${type ?? "no state"}.`);
  if (line.last === event.previousEventId) return line;
  return run.lose("links", event, `${event.type} has to hang on event ${line.last}, not on ${event.previousEventId}.`, line.visit?.plan);
}

/** May a state begin its work here: for the first time, or once more? */
export function mayBegin(run: Follower, event: HistoryEvent, line: Line, visit: Visit): boolean {
  const { plan, phase, decision } = visit;
  const isRetry = phase === "failed" && decision?.kind === "retry";
  const isUntold = !isRetry && plan.retriers.length > 0 && run.mayTakeSilently(visit);
  if (phase === "entered" || isRetry) run.checkDue(line, event);
  else if (!isUntold) run.lose("retry", event, `"${plan.name}" was tried again, but ${whatElse(visit)}.`, plan);
  if (isUntold) visit.used.isUncertain = true;
  return !run.isLost;
}

function attemptOf({ TimeoutSeconds, HeartbeatSeconds }: TaskState, event: HistoryEvent, scheduledAt: number): Attempt {
  const { timeoutInSeconds, heartbeatInSeconds }: { timeoutInSeconds?: number; heartbeatInSeconds?: number } =
    event.taskScheduledEventDetails ?? event.lambdaFunctionScheduledEventDetails ?? {};
  return {
    scheduledAt,
    timeoutSeconds: typeof TimeoutSeconds === "number" ? TimeoutSeconds : timeoutInSeconds,
    heartbeatSeconds: typeof HeartbeatSeconds === "number" ? HeartbeatSeconds : heartbeatInSeconds,
  };
}

function checkTimeoutTold(run: Follower, event: HistoryEvent, { plan, attempt }: Visit): void {
  const details = event.taskScheduledEventDetails ?? event.lambdaFunctionScheduledEventDetails;
  const { TimeoutSeconds } = plan.state as TaskState;
  if (details === undefined || typeof TimeoutSeconds === "string" || details.timeoutInSeconds === attempt?.timeoutSeconds) return;
  run.report("timeout", event, `"${plan.name}" has TimeoutSeconds ${TimeoutSeconds}, but ${details.timeoutInSeconds} was recorded.`, plan);
}

/** By when an attempt has to be over; somebody outside may put a missed heartbeat off. */
function timeOf(attempt: Attempt, name: string, isDriven: boolean): Line["due"] {
  const { scheduledAt, timeoutSeconds = Number.POSITIVE_INFINITY, heartbeatSeconds = Number.POSITIVE_INFINITY } = attempt;
  const most = isDriven ? timeoutSeconds : Math.min(timeoutSeconds, heartbeatSeconds);
  if (most === Number.POSITIVE_INFINITY) return undefined;
  return { least: scheduledAt, most: scheduledAt + most * 1_000, rule: "timeout", why: `An attempt of "${name}" has ${most} s` };
}

/** Does somebody outside tell how it goes, heartbeats included? */
function isDrivenFromOutside({ plan }: Visit): boolean {
  const { Resource } = plan.state as TaskState;
  return Resource.endsWith(".waitForTaskToken") || Resource.includes(":activity:");
}

export function taskProgressed(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  if (line === undefined || !isWorking(run, event, line)) return;
  const { due } = line;
  run.advance(line, event);
  line.due = due;
}

function isWorking(run: Follower, event: HistoryEvent, { visit }: Line): boolean {
  if (visit?.phase !== "working") run.lose("order", event, `${event.type} tells of an attempt that is not under way.`, visit?.plan);
  return !run.isLost;
}

export function taskSucceeded(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  const visit = line?.visit;
  if (line === undefined || visit === undefined || !isWorking(run, event, line)) return;
  run.checkDue(line, event);
  visit.phase = "done";
  visit.result = endOf(event).output;
  run.advance(line, event);
  run.demandUnlessRetried(line, visit, `"${visit.plan.name}" ends with its task`);
}

export function taskFailed(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  if (line === undefined || !isWorking(run, event, line)) return;
  run.checkDue(line, event);
  const { error, cause } = endOf(event);
  fail(run, event, line, { error, cause, isHeartbeat: false });
}

/** ASL "Timeouts and heartbeats": each attempt has its own time, and ends at its last instant. */
export function taskTimedOut(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  const visit = line?.visit;
  if (line === undefined || visit === undefined || !isWorking(run, event, line)) return;
  run.checkDue(line, event);
  const { error = "States.Timeout", cause } = endOf(event);
  fail(run, event, line, { error, cause, isHeartbeat: missedHeartbeat(run, event, visit) });
}

/** Checks the instant; answers whether it was a heartbeat that was missed, where that can be told. */
function missedHeartbeat(run: Follower, event: HistoryEvent, visit: Visit): boolean | undefined {
  const { plan, attempt } = visit;
  const { Resource, TimeoutSecondsPath, HeartbeatSecondsPath, HeartbeatSeconds } = plan.state as TaskState;
  const { scheduledAt = 0, timeoutSeconds, heartbeatSeconds } = attempt ?? {};
  const passed = (run.now - scheduledAt) / 1_000;
  const isUntold = heartbeatSeconds === undefined && (HeartbeatSecondsPath !== undefined || HeartbeatSeconds !== undefined);
  if (Resource.includes(":activity:") || isUntold) return undefined;
  if (passed === timeoutSeconds) return false;
  if (isDrivenFromOutside(visit) ? passed >= (heartbeatSeconds ?? Number.POSITIVE_INFINITY) : passed === heartbeatSeconds) return true;
  const limits = `TimeoutSeconds ${timeoutSeconds ?? TimeoutSecondsPath ?? "none"}, HeartbeatSeconds ${heartbeatSeconds ?? "none"}`;
  run.report("timeout", event, `"${plan.name}" timed out ${seconds(passed * 1_000)} after it was scheduled; it has ${limits}.`, plan);
  return undefined;
}

function endOf(event: HistoryEvent): EndDetails {
  const member = `${event.type.charAt(0).toLowerCase()}${event.type.slice(1)}EventDetails` as keyof EventDetails;
  return (event[member] ?? {}) as EndDetails;
}

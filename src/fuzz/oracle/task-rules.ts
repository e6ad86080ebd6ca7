import type { TaskState } from "../../asl/model.ts";
import type { ErrorDetails, EventDetails, HistoryEvent } from "../../history/history-event.ts";
import { Attempt, limitsTold } from "./attempt.ts";
import { fail, whatElse } from "./failure-rules.ts";
import type { Follower } from "./follower.ts";
import type { Line, Visit } from "./line.ts";
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
  visit.attempt = new Attempt(visit.plan.state as TaskState, event, run.now);
  visit.phase = "working";
  checkLimitsTold(run, event, visit);
  goOn(run, event, line, visit);
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

function checkLimitsTold(run: Follower, event: HistoryEvent, { plan }: Visit): void {
  const told = limitsTold(event);
  if (told === undefined) return;
  const { TimeoutSeconds, HeartbeatSeconds } = plan.state as TaskState;
  if (typeof TimeoutSeconds !== "string" && told.timeoutInSeconds !== TimeoutSeconds)
    run.report("timeout", event, `"${plan.name}" has TimeoutSeconds ${TimeoutSeconds}, but ${told.timeoutInSeconds} was recorded.`, plan);
  if (typeof HeartbeatSeconds === "number" && event.type !== "LambdaFunctionScheduled" && told.heartbeatInSeconds !== HeartbeatSeconds)
    run.report(
      "timeout",
      event,
      `"${plan.name}" has HeartbeatSeconds ${HeartbeatSeconds}, but ${told.heartbeatInSeconds} was recorded.`,
      plan,
    );
}

/** The attempt has come a step further; it still has to be over in time. */
function goOn(run: Follower, event: HistoryEvent, line: Line, { plan, attempt }: Visit): void {
  run.advance(line, event);
  const most = attempt?.endsBy;
  if (attempt === undefined || most === undefined) return;
  const least = attempt.scheduledAt;
  line.due = { least, most, rule: "timeout", why: `An attempt of "${plan.name}" has ${seconds(most - least)}` };
}

/** The call is made, or a worker takes the task: once. */
export function taskStarted(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  const visit = line?.visit;
  if (line === undefined || visit?.attempt === undefined || !isWorking(run, event, line)) return;
  const { attempt, plan } = visit;
  if (attempt.startedAt !== undefined) return run.lose("order", event, `An attempt of "${plan.name}" was started twice.`, plan);
  run.checkOverdue(line, event);
  attempt.startedAt = run.now;
  goOn(run, event, line, visit);
}

/** AWS "Run a Job", "Wait for a Callback with the Task Token": the service has answered, and the Task goes on waiting. */
export function taskSubmitted(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  const visit = line?.visit;
  if (line === undefined || visit?.attempt === undefined || !maySubmit(run, event, line)) return;
  run.checkOverdue(line, event);
  visit.attempt.isSubmitted = true;
  goOn(run, event, line, visit);
}

/** The service did not take the call: nobody will ever end it otherwise. */
export function taskSubmitFailed(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  if (line === undefined || !maySubmit(run, event, line)) return;
  run.checkDue(line, event);
  const { error, cause } = endOf(event);
  fail(run, event, line, { error, cause, isHeartbeat: false });
}

/** Only a Task that goes on waiting tells of it, and once. */
function maySubmit(run: Follower, event: HistoryEvent, line: Line): boolean {
  if (!isWorking(run, event, line)) return false;
  const { attempt, plan } = line.visit as Visit;
  const isAwaited = attempt?.startedAt !== undefined && attempt.missing === "TaskSubmitted";
  if (!isAwaited) run.lose("order", event, `"${plan.name}" does not wait for ${event.type} there.`, plan);
  return isAwaited;
}

function isWorking(run: Follower, event: HistoryEvent, { visit }: Line): boolean {
  if (visit?.phase !== "working") run.lose("order", event, `${event.type} tells of an attempt that is not under way.`, visit?.plan);
  return !run.isLost;
}

/** Has all come before that has to, where somebody ends the attempt? */
function mayEnd(run: Follower, event: HistoryEvent, line: Line): boolean {
  if (!isWorking(run, event, line)) return false;
  const { attempt, plan } = line.visit as Visit;
  const missing = attempt?.missing;
  if (missing !== undefined) run.lose("order", event, `"${plan.name}" cannot end with ${event.type} before ${missing}.`, plan);
  return !run.isLost;
}

export function taskSucceeded(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  const visit = line?.visit;
  if (line === undefined || visit === undefined || !mayEnd(run, event, line)) return;
  run.checkDue(line, event);
  visit.phase = "done";
  visit.result = endOf(event).output;
  run.advance(line, event);
  run.demandUnlessRetried(line, visit, `"${visit.plan.name}" ends with its task`);
}

export function taskFailed(run: Follower, event: HistoryEvent): void {
  const line = taskLine(run, event);
  if (line === undefined || !mayEnd(run, event, line)) return;
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
function missedHeartbeat(run: Follower, event: HistoryEvent, { plan, attempt }: Visit): boolean | undefined {
  const { TimeoutSecondsPath, HeartbeatSecondsPath, HeartbeatSeconds } = plan.state as TaskState;
  const { scheduledAt = run.now, timeoutSeconds, heartbeatSeconds } = attempt ?? {};
  if (heartbeatSeconds === undefined && (HeartbeatSecondsPath !== undefined || HeartbeatSeconds !== undefined)) return undefined;
  const over = attempt?.overAt(run.now);
  if (over !== undefined) return over === "heartbeat";
  const limits = `TimeoutSeconds ${timeoutSeconds ?? TimeoutSecondsPath ?? "none"}, HeartbeatSeconds ${heartbeatSeconds ?? "none"}`;
  run.report(
    "timeout",
    event,
    `"${plan.name}" timed out ${seconds(run.now - scheduledAt)} after it was scheduled; it has ${limits}.`,
    plan,
  );
  return undefined;
}

function endOf(event: HistoryEvent): EndDetails {
  const member = `${event.type.charAt(0).toLowerCase()}${event.type.slice(1)}EventDetails` as keyof EventDetails;
  return (event[member] ?? {}) as EndDetails;
}

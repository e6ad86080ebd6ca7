import type { HistoryEvent } from "../../history/history-event.ts";
import { checkChildren } from "./child-rules.ts";
import { decide } from "./decide.ts";
import { UNTOLD } from "./failure.ts";
import { demandDecided } from "./failure-rules.ts";
import type { Follower } from "./follower.ts";
import type { Fork, Line, Stopping, Visit } from "./line.ts";

/** States that an event tells to have been stopped. */
const STOPPABLE: ReadonlySet<string> = new Set(["Task", "Wait", "Parallel", "Map"]);

/** ASL "Parallel State" and "Map State": where one line fails, all others stop, each told of once. */
export function stopped(run: Follower, event: HistoryEvent): void {
  const line = run.lineBefore(event);
  if (line === undefined) return;
  const owner = line.visit?.fork?.stopping?.event === event.previousEventId ? line : ownerOfFailed(run, event, line);
  const stopping = owner?.visit?.fork?.stopping;
  if (stopping === undefined) return;
  const what = nameOf(event);
  const left = stopping.expected.get(what) ?? 0;
  if (left === 0) run.report("siblings", event, `Nothing is left that ${what} could tell of.`, owner?.visit?.plan);
  stopping.expected.set(what, left - 1);
}

/** An event as it is expected: its type, and which iteration it is about. */
function nameOf(event: HistoryEvent): string {
  const iteration = event.mapIterationAbortedEventDetails ?? event.mapIterationFailedEventDetails;
  return iteration === undefined ? event.type : iterationEvent(event.type, iteration.name, iteration.index);
}

const iterationEvent = (type: string, name: string, index: number): string => `${type} of "${name}" ${index}`;

/** The line around one that failed with its last event; with it everything beside it stops. */
export function ownerOfFailed(run: Follower, event: HistoryEvent, line: Line): Line | undefined {
  const { fork, visit } = line;
  if (fork === undefined || line.state === "ended")
    return run.lose("failure", event, `${event.type} tells of a failure where none was.`, visit?.plan);
  if (!hasFailed(run, event, line)) return run.lose("failure", event, `${event.type}, but nothing had failed before it.`, visit?.plan);
  // Where nothing else is told, the next attempt comes only after its delay.
  if (line.failure !== undefined && !event.type.endsWith("Started")) run.checkDue(line, event);
  stopAll(run, event, fork, line);
  return fork.owner;
}

/** Has the line failed: by an event, or by something that leaves none? */
export function hasFailed(run: Follower, event: HistoryEvent, line: Line): boolean {
  if (line.last !== event.previousEventId) return false;
  if (line.failure !== undefined) return true;
  const { visit, fork } = line;
  if (visit === undefined) return fork?.plan.data.entryMayFail === true && fork.isMap;
  return run.mayFailSilently(visit);
}

function stopAll(run: Follower, event: HistoryEvent, fork: Fork, failed: Line): void {
  const { owner, plan } = fork;
  const stopping: Stopping = { event: failed.last, expected: new Map() };
  fork.stopping = stopping;
  failed.state = "stopped";
  if (fork.isMap) expect(stopping, iterationEvent("MapIterationFailed", plan.name, failed.index));
  if (failed.visit?.plan.state.Type === "Task") expect(stopping, "TaskStateAborted");
  for (const line of fork.lines) stop(run, event, line, stopping, failed.at);
  run.adopt(owner, failed.last, failed.at);
  const visit = owner.visit as Visit;
  visit.phase = "failed";
  visit.failure = failed.failure ?? UNTOLD;
  visit.decision = decide(visit.plan, visit.used, visit.failure);
  demandDecided(run, owner, visit, failed.at);
}

function stop(run: Follower, event: HistoryEvent, line: Line, stopping: Stopping, at: number): void {
  const { fork, visit } = line;
  if (line.state !== "open") return;
  checkSoFar(run, event, line, at);
  line.state = "stopped";
  if (fork?.isMap) expect(stopping, iterationEvent("MapIterationAborted", fork.plan.name, line.index));
  if (visit === undefined) return;
  if (visit.mapRun !== undefined && visit.phase === "working") expect(stopping, "MapRunAborted");
  if (visit.fork !== undefined && visit.phase === "working") for (const inner of visit.fork.lines) stop(run, event, inner, stopping, at);
  if (STOPPABLE.has(visit.plan.state.Type)) expect(stopping, `${visit.plan.state.Type}StateAborted`);
}

/** Checks that a line did all that it had to do up to here. */
export function checkSoFar(run: Follower, event: HistoryEvent, line: Line, at: number): void {
  const { visit } = line;
  settle(run, event, line, at);
  run.checkOverdue(line, event, at);
  if (visit?.mapRun !== undefined && visit.phase === "working") checkChildren(run, event, visit, "stopped", at);
  if (visit !== undefined && !visit.isClosed) checkAllStopped(run, event, visit);
}

/** A Parallel whose branch failed before this instant, with nothing to tell of it, waits to be retried. */
function settle(run: Follower, event: HistoryEvent, { visit }: Line, at: number): void {
  const fork = visit?.phase === "working" ? visit.fork : undefined;
  if (fork === undefined || fork.isMap) return;
  const failed = fork.lines.find((line) => line.due !== undefined && line.due.most < at && mayHaveFailed(run, line));
  if (failed !== undefined) stopAll(run, event, fork, failed);
}

function mayHaveFailed(run: Follower, { failure, visit }: Line): boolean {
  return failure !== undefined || (visit !== undefined && run.mayFailSilently(visit));
}

function expect({ expected }: Stopping, what: string): void {
  expected.set(what, (expected.get(what) ?? 0) + 1);
}

/** Checks that of all that was stopped there is an event. */
export function checkAllStopped(run: Follower, event: HistoryEvent, { plan, fork }: Visit): void {
  for (const [what, left] of fork?.stopping?.expected ?? []) {
    if (left > 0) run.report("siblings", event, `"${plan.name}" failed, but ${left} × ${what} was not recorded.`, plan);
  }
}

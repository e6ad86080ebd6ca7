/** ASL "Map State", distributed: the events of a Map Run in the execution of its Map. */

import type { MapState } from "../../asl/model.ts";
import type { ErrorDetails, HistoryEvent } from "../../history/history-event.ts";
import { checkChildren } from "./child-rules.ts";
import { itemsOf } from "./data.ts";
import { fail } from "./failure-rules.ts";
import type { Follower } from "./follower.ts";
import type { Line, Visit } from "./line.ts";
import { Child, MapRun } from "./map-run.ts";
import { shownError } from "./shown.ts";
import { mayBegin } from "./task-rules.ts";
import { EXCEEDED } from "./tolerance.ts";

export function isDistributed({ plan: { state } }: Visit): boolean {
  return state.Type === "Map" && (state.ItemProcessor ?? state.Iterator)?.ProcessorConfig?.Mode === "DISTRIBUTED";
}

/** `MapStateStarted`: an attempt begins, the first one or the next one when a retrier lets it. */
export function distributedStarted(run: Follower, event: HistoryEvent, line: Line, visit: Visit): void {
  if (!mayBegin(run, event, line, visit)) return;
  const { plan, input } = visit;
  const state = plan.state as MapState;
  const told = event.mapStateStartedEventDetails?.length ?? 0;
  const length = state.ItemReader === undefined ? itemsOf(plan, input)?.length : 0;
  if (length !== undefined && length !== told)
    run.report("iterations", event, `"${plan.name}" has ${length} items to begin with, not ${told}.`, plan);
  visit.items = state.ItemReader === undefined ? told : undefined;
  visit.mapRun = undefined;
  visit.phase = "working";
  run.advance(line, event);
  run.demandNow(line, `The Map Run of "${plan.name}" begins at once`);
}

export function mapRunStarted(run: Follower, event: HistoryEvent): void {
  const line = lineOfMap(run, event);
  const visit = line?.visit;
  if (line === undefined || visit === undefined) return;
  if (visit.mapRun !== undefined) return run.lose("order", event, `The Map Run of "${visit.plan.name}" began twice.`, visit.plan);
  run.checkDue(line, event);
  const arn = event.mapRunStartedEventDetails?.mapRunArn;
  const isBatch = (visit.plan.state as MapState).ItemBatcher !== undefined;
  const children = (run.execution.childExecutions ?? []).filter(({ mapRunArn }) => mapRunArn !== undefined && mapRunArn === arn);
  visit.mapRun = new MapRun(
    event.id,
    run.now,
    children.map((child) => new Child(child, isBatch)),
  );
  run.advance(line, event);
}

/** The line of a distributed Map whose attempt is under way. */
function lineOfMap(run: Follower, event: HistoryEvent): Line | undefined {
  const line = run.lineBefore(event);
  const visit = line?.visit;
  if (line === undefined) return undefined;
  if (visit === undefined || !isDistributed(visit) || visit.phase !== "working")
    return run.lose("order", event, `${event.type} tells of a Map Run that is not under way.`, visit?.plan);
  if (line.last === event.previousEventId) return line;
  return run.lose("links", event, `${event.type} has to hang on event ${line.last}, not on ${event.previousEventId}.`, visit.plan);
}

export function mapRunSucceeded(run: Follower, event: HistoryEvent): void {
  const line = lineOfRun(run, event);
  const visit = line?.visit;
  if (line === undefined || visit?.mapRun === undefined) return;
  checkChildren(run, event, visit, "succeeded");
  visit.result = resultOf(visit.plan.state as MapState, visit.mapRun);
  visit.phase = "done";
  run.advance(line, event);
  run.demandNow(line, `"${visit.plan.name}" succeeds with its Map Run`);
}

function lineOfRun(run: Follower, event: HistoryEvent): Line | undefined {
  const line = lineOfMap(run, event);
  if (line?.visit?.mapRun === undefined)
    return run.lose("order", event, `${event.type} ends a Map Run that had not begun.`, line?.visit?.plan);
  return line;
}

/** The outputs in the order of the items; how items that failed are told, nobody can say. */
function resultOf({ ResultWriter }: MapState, { children }: MapRun): string | undefined {
  const outputs = children.map(({ output }) => output);
  return ResultWriter === undefined && !outputs.includes(undefined) ? `[${outputs.join(",")}]` : undefined;
}

/** `MapStateSucceeded`: the state goes on from the beginning of its Map Run, not from its end. */
export function distributedSucceeded(run: Follower, event: HistoryEvent, line: Line, visit: Visit): void {
  const { plan, mapRun } = visit;
  if (visit.phase !== "done" || mapRun === undefined)
    return run.lose("order", event, `"${plan.name}" succeeded before its Map Run had.`, plan);
  if (line.last !== event.previousEventId)
    return run.lose("links", event, `It has to hang on event ${line.last}, not on ${event.previousEventId}.`, plan);
  run.checkDue(line, event);
  visit.mapRun = undefined;
  run.adopt(line, mapRun.started);
  run.demandUnlessRetried(line, visit, `"${plan.name}" ends with its result`);
}

/** More items failed than are tolerated, or items could not be read, made into inputs, or their results be written. */
export function mapRunFailed(run: Follower, event: HistoryEvent): void {
  const line = lineOfRun(run, event);
  const visit = line?.visit;
  if (line === undefined || visit?.mapRun === undefined) return;
  const told = event.mapRunFailedEventDetails ?? {};
  checkChildren(run, event, visit, told.error === EXCEEDED ? "exceeded" : "failed");
  if (!mayFailWith(told, visit))
    run.report("failure", event, `Nothing in the Map Run of "${visit.plan.name}" fails with ${shownError(told)}.`, visit.plan);
  const { error, cause } = told;
  fail(run, event, line, { error, cause, isHeartbeat: false });
}

/** The fields whose expressions are evaluated in a Map Run, or that call something. */
const INSIDE = ["ItemReader", "ItemSelector", "Parameters", "ItemBatcher", "ResultWriter"] as const;

function mayFailWith({ error }: ErrorDetails, { plan }: Visit): boolean {
  const state = plan.state as MapState;
  if (error === EXCEEDED || error === "States.DataLimitExceeded") return true;
  if (error === "States.ItemReaderFailed") return state.ItemReader !== undefined;
  if (error === "States.ResultWriterFailed") return state.ResultWriter !== undefined;
  return INSIDE.some((field) => state[field] !== undefined);
}

import type { MapState } from "../../asl/model.ts";
import type { HistoryEvent } from "../../history/history-event.ts";
import { itemsOf } from "./data.ts";
import { whatElse } from "./failure-rules.ts";
import type { Follower } from "./follower.ts";
import type { ForkSize, Visit } from "./line.ts";
import { Fork, Line } from "./line.ts";
import { distributedStarted, distributedSucceeded, isDistributed } from "./map-run-rules.ts";
import { checkAllStopped, hasFailed, ownerOfFailed } from "./stop-rules.ts";
import { mayBegin } from "./task-rules.ts";

/** AWS runs so many iterations of an inline Map at once. */
const INLINE_CONCURRENCY = 40;

/** An attempt of a Parallel or Map begins: the first one, or all branches anew when a retrier lets them. */
export function forkStarted(run: Follower, event: HistoryEvent): void {
  const line = ownerStarting(run, event);
  const visit = line?.visit;
  if (line === undefined || visit === undefined) return;
  if (isDistributed(visit)) return distributedStarted(run, event, line, visit);
  checkAllStopped(run, event, visit);
  if (!mayBegin(run, event, line, visit)) return;
  visit.fork = new Fork(line, visit.plan, { id: event.id, at: run.now }, sizeOf(run, event, visit));
  visit.phase = "working";
  run.advance(line, event);
  if (visit.fork.isMap) demandIterations(run, visit.fork);
  else beginBranches(run, visit.fork, visit);
}

/** The line in the state that begins, whether the event hangs on its own last event or on the one that failed inside. */
function ownerStarting(run: Follower, event: HistoryEvent): Line | undefined {
  const line = run.lineBefore(event);
  if (line === undefined) return undefined;
  const isOwn = isForkOf(event, line) && line.visit?.isClosed !== true;
  const isOuter = !isOwn || mayRetryAround(run, event, line);
  // Nothing tells whether the inner one begins anew, or failed and makes the outer one begin anew.
  if (isOwn && isOuter && run.mayTakeSilently(line.visit as Visit)) return giveUp(run);
  const owner = isOwn && !(isOuter && !mayStart(line.visit as Visit)) ? line : ownerOfFailed(run, event, line);
  if (owner === undefined || isForkOf(event, owner)) return owner;
  return run.lose("order", event, `${event.type} begins a state that its line is not in.`, owner.visit?.plan);
}

/** Could it be the state around that is tried again, because of a failure in here? */
function mayRetryAround(run: Follower, event: HistoryEvent, line: Line): boolean {
  const { fork } = line;
  return fork !== undefined && fork.plan.retriers.length > 0 && isForkOf(event, fork.owner) && hasFailed(run, event, line);
}

/** Is it the state's turn to begin its work? */
function mayStart({ phase, decision }: Visit): boolean {
  return phase === "entered" || (phase === "failed" && decision?.kind === "retry");
}

function giveUp(run: Follower): undefined {
  run.isLost = true;
}

function isForkOf(event: HistoryEvent, { visit }: Line): boolean {
  return visit !== undefined && event.type.startsWith(`${visit.plan.state.Type}State`);
}

function sizeOf(run: Follower, event: HistoryEvent, { plan, input }: Visit): ForkSize {
  if (plan.state.Type !== "Map")
    return { length: plan.graphs.length, width: { most: plan.graphs.length, isExact: true }, items: undefined };
  const length = event.mapStateStartedEventDetails?.length ?? 0;
  const items = itemsOf(plan, input);
  if (items !== undefined && items.length !== length)
    run.report("iterations", event, `"${plan.name}" has ${items.length} items, but began with ${length}.`, plan);
  return { length, items, width: widthOf(plan.state, run) };
}

/** ASL "MaxConcurrency": 0 asks for as many as possible. */
function widthOf({ MaxConcurrency = 0, MaxConcurrencyPath }: MapState, run: Follower): Fork["width"] {
  const quota = run.limits.inlineMapConcurrency ?? INLINE_CONCURRENCY;
  if (typeof MaxConcurrency === "string" || MaxConcurrencyPath !== undefined) return { most: quota, isExact: false };
  return { most: MaxConcurrency === 0 ? quota : Math.min(MaxConcurrency, quota), isExact: true };
}

function beginBranches(run: Follower, fork: Fork, { plan, input }: Visit): void {
  const data = plan.data.inner === undefined ? undefined : input;
  for (const [index, graph] of plan.graphs.entries()) {
    const branch = new Line(graph, fork.started, data, fork, index);
    fork.lines.push(branch);
    run.demandNow(branch, `Branch ${index} of "${plan.name}" begins at once`);
  }
}

/** What a Map has to do at this instant: begin another iteration while it may, and end after the last. */
export function demandIterations(run: Follower, fork: Fork): void {
  const { owner, plan } = fork;
  owner.due = undefined;
  if (fork.mayBegin && (fork.width.isExact || fork.open === 0))
    run.demandNow(owner, `"${plan.name}" begins another iteration at once`, "concurrency");
  if (fork.succeeded === fork.length) run.demandNow(owner, `"${plan.name}" ends with its last iteration`);
}

/** All branches or iterations have their outputs: in their order they make the result. */
export function forkSucceeded(run: Follower, event: HistoryEvent): void {
  const line = forkLine(run, event);
  const visit = line?.visit;
  const fork = visit?.fork;
  if (line !== undefined && visit !== undefined && isDistributed(visit)) return distributedSucceeded(run, event, line, visit);
  if (line === undefined || visit === undefined || fork === undefined || visit.phase !== "working")
    return run.lose("order", event, `${event.type} ends a state that is not under way.`, visit?.plan);
  if (fork.succeeded !== fork.length)
    return run.lose("iterations", event, `"${visit.plan.name}" succeeded after ${fork.succeeded} of ${fork.length}.`, visit.plan);
  if (line.last !== event.previousEventId)
    return run.lose("links", event, `It has to hang on event ${line.last}, not on ${event.previousEventId}.`, visit.plan);
  run.checkDue(line, event);
  fork.isOver = true;
  visit.phase = "done";
  visit.result = resultOf(fork);
  run.demandUnlessRetried(line, visit, `"${visit.plan.name}" ends with its result`);
  run.adopt(line, line.last);
}

/** The line that owns what the event tells of: its own, or the one around a line that ended there. */
function forkLine(run: Follower, event: HistoryEvent): Line | undefined {
  let line = run.lineBefore(event);
  while (line?.state === "ended" && line.fork !== undefined) line = line.fork.owner;
  return line;
}

function resultOf({ lines }: Fork): string | undefined {
  const outputs: string[] = [];
  for (const { data } of lines) {
    if (data === undefined) return undefined;
    outputs.push(data);
  }
  return `[${outputs.join(",")}]`;
}

/** The state is over with a failure that nothing retries. */
export function forkFailed(run: Follower, event: HistoryEvent): void {
  const before = run.lineBefore(event);
  if (before === undefined) return;
  const line = isForkOf(event, before) && isFailing(before, event) ? before : ownerOfFailed(run, event, before);
  const visit = line?.visit;
  if (line === undefined || visit === undefined || run.isLost) return;
  checkAllStopped(run, event, visit);
  if (visit.decision?.kind === "retry")
    return run.lose("retry", event, `"${visit.plan.name}" failed for good, but ${whatElse(visit)}.`, visit.plan);
  run.checkDue(line, event);
  visit.isClosed = true;
  run.advance(line, event);
  if (visit.decision?.kind !== "open") run.demandNow(line, `The failure of "${visit.plan.name}" takes effect at once`, "failure");
  if (visit.decision?.kind === "fail") line.failure = visit.failure;
}

function isFailing({ visit }: Line, { previousEventId }: HistoryEvent): boolean {
  return (
    visit?.phase === "failed" && !visit.isClosed && (visit.fork?.stopping === undefined || visit.fork.stopping.event === previousEventId)
  );
}

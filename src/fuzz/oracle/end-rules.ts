import type { HistoryEvent } from "../../history/history-event.ts";
import { sameJson } from "./data.ts";
import { UNTOLD } from "./failure.ts";
import { whatElse } from "./failure-rules.ts";
import type { Follower } from "./follower.ts";
import type { Line } from "./line.ts";
import type { EndedExecution } from "./oracle.ts";
import { seconds, shown, shownError } from "./shown.ts";
import { checkSoFar, hasFailed } from "./stop-rules.ts";

const HISTORY_EVENTS = 25_000;
const EXECUTION_SECONDS = { STANDARD: 365 * 86_400, EXPRESS: 5 * 60 } as const;

export function executionStarted(run: Follower, event: HistoryEvent): void {
  if (event.id !== 1 || event.previousEventId !== 0) return run.lose("order", event, "An execution starts once, with its first event.");
  run.root.data = event.executionStartedEventDetails?.input;
  run.demandNow(run.root, "The first state is entered at once");
}

export function executionSucceeded(run: Follower, event: HistoryEvent): void {
  const { root } = run;
  const output = event.executionSucceededEventDetails?.output;
  if (run.lineBefore(event) !== root || root.state !== "ended" || root.last !== event.previousEventId)
    return run.lose("end", event, "The execution succeeded, but its last state had not ended.", root.visit?.plan);
  run.checkDue(root, event);
  if (!sameJson(root.data, output)) run.report("output", event, "The output of an execution is that of its last state.");
}

/** The failure of the last state, which nothing caught. */
export function executionFailed(run: Follower, event: HistoryEvent): void {
  if (isHistoryFull(run, event)) return checkLines(run, event);
  const line = run.lineBefore(event);
  if (line === undefined) return;
  const { visit } = line;
  if (line !== run.root || line.state === "ended" || !hasFailed(run, event, line))
    return run.lose("failure", event, `The execution failed, but ${visit ? whatElse(visit) : "no state had failed"}.`, visit?.plan);
  const { failure } = line;
  if (failure === undefined || failure === UNTOLD) return;
  run.checkDue(line, event);
  const told = event.executionFailedEventDetails ?? {};
  if (told.error !== failure.error || told.cause !== failure.cause)
    run.report("failure", event, `The execution has to fail with ${shownError(failure)}, as its state did, not with ${shownError(told)}.`);
}

function isHistoryFull({ limits }: Follower, { id, executionFailedEventDetails }: HistoryEvent): boolean {
  return id === (limits.historyEvents ?? HISTORY_EVENTS) && executionFailedEventDetails?.error === "States.Runtime";
}

/** ASL "TimeoutSeconds" of a machine, or the time that AWS gives it. */
export function executionTimedOut(run: Follower, event: HistoryEvent): void {
  const passed = run.now - run.startedAt;
  checkLines(run, event);
  if (passed < secondsOf(run) * 1_000)
    run.report("timeout", event, `The machine has ${secondsOf(run)} s, but the execution timed out after ${seconds(passed)}.`);
}

/** How long the execution may run. */
function secondsOf({ plan, limits, execution }: Follower): number {
  const quota = (limits.executionSeconds ?? EXECUTION_SECONDS)[execution.type];
  return Math.min(plan.timeoutSeconds ?? quota, quota);
}

export function executionAborted(run: Follower, event: HistoryEvent): void {
  checkLines(run, event);
}

/** Checks that nothing that is under way should have gone on before. */
function checkLines(run: Follower, event: HistoryEvent, line: Line = run.root): void {
  if (line.state === "stopped") return;
  checkSoFar(run, event, line, run.now);
  const { fork, phase } = line.visit ?? {};
  if (phase === "working") for (const inner of fork?.lines ?? []) checkLines(run, event, inner);
}

type Status = EndedExecution["status"];
const ENDS: Readonly<Record<Status, HistoryEvent["type"]>> = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
};
const TERMINAL: ReadonlySet<string> = new Set(Object.values(ENDS));

/** What holds of the execution as a whole: it ends once, in time, within its quotas, and says what its history says. */
export function checkEnd(run: Follower): void {
  const { history, status, type } = run.execution;
  const last = history.at(-1);
  if (last === undefined) return;
  if (history[0]?.type !== "ExecutionStarted") run.report("order", last, "The first event of an execution is ExecutionStarted.");
  if (last.type !== ENDS[status])
    run.report("end", last, `An execution that is ${status} ends with ${ENDS[status]}, not with ${last.type}.`);
  const early = history.find((event, index) => event !== last && TERMINAL.has(event.type) && !isRedriven(history[index + 1]));
  if (early !== undefined) run.report("end", early, `Nothing comes after ${early.type}, but ${history.length - early.id} events did.`);
  const quota = run.limits.historyEvents ?? HISTORY_EVENTS;
  if (type === "STANDARD" && history.length > quota)
    run.report("budget", last, `A history has ${quota} events at most, not ${history.length}.`);
  checkOutcome(run, last);
  checkTime(run, last);
}

/** After its end an execution may be taken up again. */
function isRedriven(event: HistoryEvent | undefined): boolean {
  return (event?.type as string | undefined) === "ExecutionRedriven";
}

/** The execution tells what its last event tells. */
function checkOutcome(run: Follower, last: HistoryEvent): void {
  const { output, error, cause } = run.execution;
  const failed = last.executionFailedEventDetails;
  const told = last.executionSucceededEventDetails?.output;
  if (told !== undefined && !sameJson(told, JSON.stringify(output)))
    run.report("output", last, `The execution's output has to be ${shown(told)}, as its history says.`);
  if (failed !== undefined && (failed.error !== error || failed.cause !== cause))
    run.report(
      "failure",
      last,
      `The execution's error has to be ${shownError(failed)}, as its history says, not ${shownError({ error, cause })}.`,
    );
}

function checkTime(run: Follower, last: HistoryEvent): void {
  const passed = run.now - run.startedAt;
  if (passed > secondsOf(run) * 1_000 && !run.execution.history.some(isRedriven))
    run.report("timeout", last, `The machine has ${secondsOf(run)} s, but the execution took ${seconds(passed)}.`);
}

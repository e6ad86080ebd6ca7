import type { FailState } from "../../asl/model.ts";
import type { HistoryEvent, StateExitedEventDetails } from "../../history/history-event.ts";
import { caughtOutput, outputOf, sameJson } from "./data.ts";
import type { SomeFailure } from "./failure.ts";
import { UNTOLD } from "./failure.ts";
import { whatElse } from "./failure-rules.ts";
import type { Follower } from "./follower.ts";
import type { Line } from "./line.ts";
import { Visit } from "./line.ts";
import type { StatePlan } from "./plan.ts";
import { shown } from "./shown.ts";
import { waitOf } from "./wait.ts";

/** ASL "Transitions": the line goes on where the state before leads, at once, with what that put out. */
export function stateEntered(run: Follower, event: HistoryEvent): void {
  const { name = "", input } = event.stateEnteredEventDetails ?? {};
  const plan = run.plan.states.get(name);
  if (plan === undefined) return run.lose("transition", event, `The definition has no state "${name}".`);
  const line = lineEntering(run, event, plan);
  if (line === undefined || !checkTransition(run, event, line, plan)) return;
  run.checkDue(line, event);
  if (!sameJson(line.data, input))
    run.report("input", event, `"${name}" has to get ${shown(line.data)}, but it got ${shown(input)}.`, plan);
  line.visit = new Visit(plan, event.id, event.previousEventId, input);
  run.advance(line, event);
  begin(run, line, line.visit);
}

/** The line that goes on, or the branch that begins. */
function lineEntering(run: Follower, event: HistoryEvent, plan: StatePlan): Line | undefined {
  const line = run.lineBefore(event);
  const fork = line?.visit?.fork;
  if (line === undefined || fork === undefined || fork.isMap || fork.started !== event.previousEventId) return line;
  const branch = fork.lines.find(({ graph, last }) => graph === plan.graph && last === fork.started);
  return branch ?? run.lose("order", event, `"${plan.name}" begins no branch of "${fork.plan.name}" that had not begun.`, plan);
}

function checkTransition(run: Follower, event: HistoryEvent, line: Line, plan: StatePlan): boolean {
  const { visit, next } = line;
  if (visit !== undefined) {
    run.lose("order", event, `"${plan.name}" was entered while the line was still in "${visit.plan.name}".`, plan);
  } else if (line.last !== event.previousEventId) {
    run.lose("links", event, `"${plan.name}" has to hang on event ${line.last}, not on ${event.previousEventId}.`, plan);
  } else if (event.type !== `${plan.state.Type}StateEntered`) {
    run.lose("transition", event, `"${plan.name}" is a ${plan.state.Type} state, but ${event.type} tells of it.`, plan);
  } else if (!next.includes(plan.name)) {
    const where = next.length === 0 ? "ends here" : `goes on with ${next.map((name) => `"${name}"`).join(" or ")}`;
    run.lose("transition", event, `The line ${where}, but it went on with "${plan.name}".`, plan);
  } else if (line.state === "ended") reopen(line);
  return !run.isLost;
}

/** It had not ended, but was caught. */
function reopen(line: Line): void {
  line.state = "open";
  if (line.fork === undefined || line.fork.isMap) return;
  line.fork.succeeded--;
  line.fork.owner.due = undefined;
}

function begin(run: Follower, line: Line, visit: Visit): void {
  const { state } = visit.plan;
  if (state.Type === "Fail") return failAtOnce(run, line, visit, state);
  if (state.Type === "Wait") line.due = waitOf(state, visit.plan.name, run.now);
  else run.demandUnlessRetried(line, visit, `"${visit.plan.name}" does not wait before it begins`);
}

/** ASL "Fail State". */
function failAtOnce(run: Follower, line: Line, visit: Visit, state: FailState): void {
  line.failure = failureTold(state) ?? UNTOLD;
  visit.phase = "failed";
  visit.failure = line.failure;
  run.demandNow(line, `The Fail state "${visit.plan.name}" ends its line at once`);
}

function failureTold({ Error: error, ErrorPath, Cause: cause, CausePath }: FailState): SomeFailure | undefined {
  const isWritten = ErrorPath === undefined && CausePath === undefined && !`${error}${cause}`.includes("{%");
  return isWritten ? { error, cause, isHeartbeat: false } : undefined;
}

/** The state is over, with a result or with a failure that was caught. */
export function stateExited(run: Follower, event: HistoryEvent): void {
  const details = event.stateExitedEventDetails as StateExitedEventDetails;
  const line = lineExiting(run, event);
  const visit = line?.visit;
  if (line === undefined) return;
  if (visit === undefined || visit.plan.name !== details.name || event.type !== `${visit.plan.state.Type}StateExited`)
    return run.lose("order", event, `${event.type} of "${details.name}" ends a state that its line is not in.`, visit?.plan);
  if (line.last !== event.previousEventId)
    return run.lose("links", event, `It has to hang on event ${line.last}, not on ${event.previousEventId}.`, visit.plan);
  if (visit.phase === "failed" || isUnfinished(visit)) leaveCaught(run, event, line, visit, details.output);
  else leave(run, event, line, visit, details.output);
  for (const name of Object.keys(details.assignedVariables ?? {})) run.assigned?.add(name);
}

/** The exit of a Parallel hangs on the last event of the branch that ended last. */
function lineExiting(run: Follower, event: HistoryEvent): Line | undefined {
  let line = run.lineBefore(event);
  while (line?.state === "ended" && line.fork !== undefined) line = line.fork.owner;
  return line;
}

function isUnfinished({ plan, phase }: Visit): boolean {
  return phase === "working" || (phase === "entered" && ["Task", "Parallel", "Map"].includes(plan.state.Type));
}

function leave(run: Follower, event: HistoryEvent, line: Line, visit: Visit, output: string | undefined): void {
  const { plan } = visit;
  const mayBeCaught = plan.catchers.length > 0 && run.mayTakeSilently(visit);
  const expected = outputOf(visit);
  run.checkDue(line, event);
  if (!mayBeCaught) checkVariables(run, event, plan);
  if (!mayBeCaught && !sameJson(expected, output))
    run.report("output", event, `"${plan.name}" has to put out ${shown(expected)}, but it put out ${shown(output)}.`, plan);
  const caught = mayBeCaught ? plan.catchers.map(({ Next }) => Next) : [];
  goOn(run, event, line, output, [...plan.next, ...caught]);
  if (plan.next.length === 0) end(run, line, event);
}

/** A child of a distributed Map sees no variables but its own. */
function checkVariables(run: Follower, event: HistoryEvent, plan: StatePlan): void {
  const missing = plan.data.variables.find((name) => run.assigned?.has(name) === false);
  if (missing !== undefined) run.report("variables", event, `"${plan.name}" needs $${missing}, which nothing has assigned there.`, plan);
}

/** ASL "Fallback states": the catcher's next state gets what its `ResultPath` makes of the error. */
function leaveCaught(run: Follower, event: HistoryEvent, line: Line, visit: Visit, output: string | undefined): void {
  const { plan, catcher, failure } = visit;
  if (catcher === undefined) return leaveCaughtSilently(run, event, line, visit, output);
  const isOpen = visit.mapRun !== undefined || (visit.fork !== undefined && !visit.fork.isOver);
  if (isOpen && !visit.isClosed)
    return run.lose("siblings", event, `"${plan.name}" has to be recorded as failed before its failure is caught.`, plan);
  const expected = failure === undefined || failure === UNTOLD ? undefined : caughtOutput(visit, catcher, failure);
  run.checkDue(line, event);
  if (!sameJson(expected, output))
    run.report("catch", event, `Its catcher has to put out ${shown(expected)}, but "${plan.name}" put out ${shown(output)}.`, plan);
  goOn(run, event, line, output, [catcher.Next]);
}

function leaveCaughtSilently(run: Follower, event: HistoryEvent, line: Line, visit: Visit, output: string | undefined): void {
  const { plan, decision } = visit;
  if (plan.catchers.length === 0 || !run.mayTakeSilently(visit)) {
    const rule = decision?.kind === "retry" ? "retry" : decision?.kind === "fail" ? "catch" : "order";
    return run.lose(rule, event, `"${plan.name}" was left, but ${whatElse(visit)}.`, plan);
  }
  goOn(
    run,
    event,
    line,
    output,
    plan.catchers.map(({ Next }) => Next),
  );
}

function goOn(run: Follower, event: HistoryEvent, line: Line, output: string | undefined, next: readonly string[]): void {
  line.visit = undefined;
  line.next = next;
  line.data = output;
  run.advance(line, event);
  run.demandNow(line, "The next state is entered at once");
}

function end(run: Follower, line: Line, event: HistoryEvent): void {
  line.state = "ended";
  const { fork } = line;
  if (fork === undefined) return run.demandNow(line, "The execution ends with its last state");
  if (fork.isMap) return run.demandNow(line, "An iteration ends with its last state");
  line.due = undefined;
  fork.owner.last = event.id;
  if (++fork.succeeded === fork.length) run.demandNow(fork.owner, `"${fork.plan.name}" ends with its last branch`);
}

import type { HistoryEvent } from "../../history/history-event.ts";
import { decide } from "./decide.ts";
import type { SomeFailure } from "./failure.ts";
import type { Follower } from "./follower.ts";
import type { Line, Visit } from "./line.ts";

/** An expression failed: a failure that the history tells. */
export function evaluationFailed(run: Follower, event: HistoryEvent): void {
  const { state = "", error, cause } = event.evaluationFailedEventDetails ?? {};
  const line = lineEvaluating(run, event, state);
  const visit = line?.visit;
  if (line === undefined || visit === undefined || run.isLost) return;
  // A selector of items fails in an iteration, of which nothing tells, or in a Map Run, which fails with it.
  if (visit.mapRun !== undefined && visit.phase === "working") return;
  if (visit.fork?.isMap && visit.phase === "working") run.isLost = true;
  else fail(run, event, line, { error, cause, isHeartbeat: false });
  // It is told already.
  if (visit.decision?.kind === "fail") line.failure = visit.failure;
}

/** The event hangs on what was before the state, or on the state's own last event. */
function lineEvaluating(run: Follower, event: HistoryEvent, state: string): Line | undefined {
  const line = run.lineBefore(event);
  if (line === undefined || line.visit?.plan.name === state) return line;
  const branch = line.visit?.fork?.lines.find(({ visit }) => visit?.plan.name === state && visit.before === event.previousEventId);
  return branch ?? run.lose("links", event, `No line is in "${state}" there.`, run.plan.states.get(state));
}

/** ASL "Errors": the state failed with this event; Retry decides first, then Catch. */
export function fail(run: Follower, event: HistoryEvent, line: Line, failure: SomeFailure): void {
  const visit = line.visit as Visit;
  // What a catcher does is outside of the state's own Retry and Catch.
  visit.decision = visit.catcher === undefined ? decide(visit.plan, visit.used, failure) : { kind: "fail" };
  visit.phase = "failed";
  visit.failure = failure;
  visit.fork = undefined;
  run.advance(line, event);
  demandDecided(run, line, visit);
}

/** What the decision about a failure demands next. */
export function demandDecided(run: Follower, line: Line, { plan, decision, isClosed, failure }: Visit, at: number = run.now): void {
  if (decision?.kind === "open") return;
  if (decision?.kind === "retry") {
    const { retrier, delay } = decision;
    const why = `Retrier ${retrier} of "${plan.name}" tries again ${inSeconds(delay)} after the failure`;
    line.due = { least: at + delay.least, most: at + delay.most, rule: "delay", why };
    return;
  }
  // A Parallel or Map has an event of its own that tells of it.
  if (decision?.kind === "fail" && (plan.graphs.length === 0 || isClosed)) line.failure = failure;
  run.demandNow(line, `The failure of "${plan.name}" takes effect at once`, "failure", at);
}

function inSeconds({ least, most }: { readonly least: number; readonly most: number }): string {
  return least === most ? `${most / 1_000} s` : `${least / 1_000} to ${most / 1_000} s`;
}

/** What a visit has to do instead of what it did, as a clause. */
export function whatElse({ phase, decision }: Visit): string {
  if (phase !== "failed") return "its work was not done";
  switch (decision?.kind) {
    case "retry":
      return `retrier ${decision.retrier} names its error and has attempts left`;
    case "catch":
      return `its catcher for ${decision.catcher.ErrorEquals.join(", ")} has to be taken`;
    default:
      return "neither a retrier with attempts left nor a catcher names its error";
  }
}

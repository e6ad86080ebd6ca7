import type { HistoryEvent, MapIterationEventDetails } from "../../history/history-event.ts";
import type { Follower } from "./follower.ts";
import { demandIterations } from "./fork-rules.ts";
import type { Fork } from "./line.ts";
import { Line } from "./line.ts";
import type { GraphPlan } from "./plan.ts";

/** An iteration begins: with the Map, or where another one ended. */
export function iterationStarted(run: Follower, event: HistoryEvent): void {
  const { name, index } = event.mapIterationStartedEventDetails as MapIterationEventDetails;
  const fork = forkAround(run.lineBefore(event), name, event.previousEventId);
  if (run.isLost) return;
  if (fork === undefined || fork.isOver || fork.stopping !== undefined)
    return run.lose("iterations", event, `Iteration ${index} began where no "${name}" is under way.`, run.plan.states.get(name));
  if (index !== fork.lines.length || index >= fork.length)
    return run.lose(
      "iterations",
      event,
      `Iteration ${index} began, but it is the turn of ${fork.lines.length} of ${fork.length}.`,
      fork.plan,
    );
  if (fork.open >= fork.width.most)
    run.report("concurrency", event, `"${name}" may run ${fork.width.most} iterations at once, but began another.`, fork.plan);
  run.checkDue(fork.owner, event);
  const line = new Line(fork.plan.graphs[0] as GraphPlan, event.id, fork.items?.[index], fork, index);
  fork.lines.push(line);
  run.advance(line, event);
  run.demandNow(line, `Iteration ${index} of "${name}" enters its first state at once`);
  demandIterations(run, fork);
}

/** The Map's attempt: the line is in it, or is an iteration of it that ended. */
function forkAround(line: Line | undefined, name: string, before: number): Fork | undefined {
  const { visit, fork, state } = line ?? {};
  if (visit?.plan.name === name && visit.fork?.started === before) return visit.fork;
  return state === "ended" && fork?.plan.name === name ? fork : undefined;
}

export function iterationSucceeded(run: Follower, event: HistoryEvent): void {
  const { name, index } = event.mapIterationSucceededEventDetails as MapIterationEventDetails;
  const line = run.lineBefore(event);
  if (line === undefined) return;
  const { fork } = line;
  if (line.state !== "ended" || fork?.plan.name !== name || line.index !== index || line.last !== event.previousEventId)
    return run.lose("iterations", event, `Iteration ${index} of "${name}" succeeded where it had not come to its end.`, fork?.plan);
  run.checkDue(line, event);
  fork.succeeded++;
  run.adopt(fork.owner, event.id);
  demandIterations(run, fork);
}

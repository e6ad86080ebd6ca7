import type { BranchStep, Visit } from "../../history/visit.ts";
import type { Call, Execution, ExecutionView, MapRunView } from "../execution.ts";

type View = Pick<ExecutionView, "visits" | "mapRuns">;

const known = new WeakMap<View, readonly Visit[]>();

/**
 * The visits of an execution, and after those of a distributed Map the visits of its child executions, in order of entry; their `branch`
 * begins with the Map and the index of the child.
 */
export function visitsInside(view: View): readonly Visit[] {
  if (view.mapRuns.length === 0) return view.visits;
  const found = known.get(view) ?? withChildren(view);
  known.set(view, found);
  return found;
}

function withChildren(view: View): readonly Visit[] {
  const inside = new Map<Visit | undefined, Visit[]>();
  for (const mapRun of view.mapRuns) {
    const map = visitOf(view, mapRun);
    inside.set(map, [...(inside.get(map) ?? []), ...visitsOfChildren(mapRun)]);
  }
  return view.visits.flatMap((visit) => [visit, ...(inside.get(visit) ?? [])]);
}

/** The visit of the Map that a Map Run belongs to. */
export function visitOf(view: View, { state, branch, startDate }: MapRunView): Visit | undefined {
  const visits = view.visits.filter((visit) => visit.state === state && isSamePlace(visit.branch, branch) && visit.enteredAt <= startDate);
  return visits.find(({ exitedAt }) => exitedAt === undefined || exitedAt >= startDate) ?? visits.at(-1);
}

function isSamePlace(left: readonly BranchStep[], right: readonly BranchStep[]): boolean {
  return (
    left.length === right.length && left.every(({ state, index }, depth) => state === right[depth]?.state && index === right[depth]?.index)
  );
}

function visitsOfChildren({ state, branch, children }: MapRunView): readonly Visit[] {
  const visits = children.flatMap(({ execution }, index) => {
    const around = [...branch, { state, index }];
    return execution === undefined ? [] : visitsInside(execution).map((visit) => ({ ...visit, branch: [...around, ...visit.branch] }));
  });
  return visits.sort((left, right) => left.enteredAt.getTime() - right.enteredAt.getTime());
}

/** An execution, and all children of its distributed Maps that have ended, and theirs. */
export function executionsInside<T extends ExecutionView>(view: T): readonly (T | Execution)[] {
  const children = view.mapRuns.flatMap((mapRun) =>
    mapRun.children.flatMap(({ execution }) => (execution === undefined ? [] : executionsInside(execution))),
  );
  return [view, ...children];
}

/** The calls of an execution and of the children of its distributed Maps, in order of time. */
export function callsInside(view: ExecutionView): readonly Call[] {
  if (view.mapRuns.length === 0) return view.calls;
  return inOrderOfTime(executionsInside(view).flatMap(({ calls }) => calls.map((call) => ({ call })))).map(({ call }) => call);
}

/** By the instant of their calls; as they were, where that is the same. */
export function inOrderOfTime<T extends { readonly call: Call }>(items: readonly T[]): readonly T[] {
  return [...items].sort((left, right) => left.call.at.getTime() - right.call.at.getTime());
}

import type { MapState } from "../../asl/model.ts";
import { mayNotBePlaced } from "./data.ts";
import type { Visit } from "./line.ts";
import { isToleranceEvaluated } from "./tolerance.ts";

/**
 * Can the state fail here without an event that tells of it? A path or an intrinsic function may, where there is one; so may a result
 * that finds no place in the input or is too large. Everything else is told.
 */
export function mayFailSilently(visit: Visit, payloadBytes: number): boolean {
  const { data, state } = visit.plan;
  switch (visit.phase) {
    case "entered":
      return data.entryMayFail || (!HAS_WORK.has(state.Type) && (data.exitMayFail || mayNotFit(visit, payloadBytes)));
    case "working":
      return isBeforeMapRun(visit) && isToleranceEvaluated(state as MapState);
    case "done":
      return data.exitMayFail || mayNotFit(visit, payloadBytes);
    case "failed":
      return visit.decision?.kind === "open" || catcherMayFail(visit);
  }
}

/** The same, of failures that the state's own Retry and Catch can take; most that are not told are `States.Runtime`, which none can. */
export function mayTakeSilently(visit: Visit, payloadBytes: number): boolean {
  const { data } = visit.plan;
  switch (visit.phase) {
    case "entered":
      return data.entryMayBeTaken || (data.entryMayFail && isLarge(visit, payloadBytes));
    case "working":
      return false;
    case "done":
      return data.exitMayBeTaken || mayNotFit(visit, payloadBytes);
    case "failed":
      return visit.decision?.kind === "open";
  }
}

/** A distributed Map finds out how many items may fail when it has begun, before its run has. */
function isBeforeMapRun({ plan, fork, mapRun }: Visit): boolean {
  return plan.state.Type === "Map" && fork === undefined && mapRun === undefined;
}

/** States that do something between their entry and their exit. */
const HAS_WORK: ReadonlySet<string> = new Set(["Task", "Parallel", "Map"]);
/** The most bytes that a character of JSON text takes. */
const CHARACTER_BYTES = 3;

function mayNotFit(visit: Visit, payloadBytes: number): boolean {
  return mayNotBePlaced(visit.input, visit.plan.data.path) || isLarge(visit, payloadBytes);
}

function isLarge({ plan, input, result }: Visit, payloadBytes: number): boolean {
  const characters = (input?.length ?? 0) + (result?.length ?? 0) + (plan.data.result?.length ?? 0);
  return characters * CHARACTER_BYTES > payloadBytes;
}

function catcherMayFail({ catcher }: Visit): boolean {
  if (catcher === undefined) return false;
  return "Output" in catcher || "Assign" in catcher || typeof catcher.ResultPath === "string";
}

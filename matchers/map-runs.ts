import { plural } from "../src/base/text.ts";
import type { Execution, MapRunView } from "../src/simulator/execution.ts";
import { executionsInside } from "../src/simulator/map-run/inside-map-runs.ts";
import type { Seen } from "./seen.ts";
import { brief, errorName, quoted } from "./words.ts";

/** What is to be known of a distributed Map around a state: that it has executions of its own, and where they are. */
export function mapRunsInWords(view: Seen): string | undefined {
  const lines = view.mapRuns.slice(0, TOLD).map((mapRun) => mapRunInWords(view, mapRun));
  return lines.length === 0 ? undefined : lines.join("\n");
}

const TOLD = 3;

/** `"Lines" ran 3 child executions: 2 SUCCEEDED, 1 FAILED. Each is …: execution.childExecutions[2]`. */
function mapRunInWords(view: Seen, mapRun: MapRunView): string {
  const { state, children } = mapRun;
  const shown = failedChild(mapRun) ?? children.find(({ execution }) => execution !== undefined)?.execution;
  const what = `${quoted(state)} ran ${plural(children.length, "child execution")}${children.length === 0 ? "" : `: ${statusesOf(mapRun)}`}`;
  const where = shown === undefined ? undefined : placeOfChild(view, shown);
  return where === undefined ? `${what}.` : `${what}. Each is an execution of its own, to be asked like this one: ${where}.`;
}

/** Where a child is to be found. */
export function placeOfChild({ childExecutions, mapRuns }: Seen & Partial<Pick<Execution, "childExecutions">>, child: Execution): string {
  const index = childExecutions?.indexOf(child) ?? -1;
  if (index >= 0) return `execution.childExecutions[${index}]`;
  const run = mapRuns.findIndex(({ children }) => children.some(({ execution }) => execution?.executionArn === child.executionArn));
  const place = mapRuns[run]?.children.findIndex(({ execution }) => execution?.executionArn === child.executionArn);
  return `execution.mapRuns[${run}].children[${place}].execution`;
}

function failedChild({ children }: MapRunView): Execution | undefined {
  return children.find(({ execution }) => execution !== undefined && FAILED.has(execution.status))?.execution;
}

const FAILED: ReadonlySet<string> = new Set(["FAILED", "TIMED_OUT"]);

/** `2 SUCCEEDED, 1 FAILED`, in the order of the statuses' first children. */
export function statusesOf({ children }: Pick<MapRunView, "children">): string {
  const counts = new Map<string, number>();
  for (const { execution } of children) {
    const status = execution?.status ?? "RUNNING";
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return ORDER.flatMap((status) => (counts.has(status) ? [`${counts.get(status)} ${status}`] : [])).join(", ");
}

const ORDER = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "RUNNING"];

/** The first child that failed, as a clause: `"Lines"[2] failed with "Busy"`. */
export function firstFailureInside(view: Seen): string | undefined {
  for (const seen of executionsInside(view)) {
    const mapRun = seen.mapRuns.find((run) => failedChild(run) !== undefined);
    const failed = mapRun && failedChild(mapRun);
    if (mapRun === undefined || failed === undefined) continue;
    const index = mapRun.children.findIndex(({ execution }) => execution === failed);
    return `child execution ${index} of ${quoted(mapRun.state)} failed with ${errorName(failed.error)}${failed.cause === undefined ? "" : `, ${brief(failed.cause)}`}`;
  }
  return undefined;
}

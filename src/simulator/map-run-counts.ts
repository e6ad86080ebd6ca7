import type { ChildResult } from "../interpreter/ports.ts";

/** AWS "MapRunExecutionCounts" and "MapRunItemCounts". */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly pendingRedrive: number;
  readonly total: number;
  /** AWS counts what ended also where there is no ResultWriter, once the Map Run is over. */
  readonly resultsWritten: number;
}

/** What became of a child, as far as it has. */
export type ChildStatus = ChildResult["status"] | "RUNNING" | "PENDING_REDRIVE";

const MEMBERS: Readonly<Record<ChildStatus, Exclude<keyof MapRunCounts, "total" | "resultsWritten">>> = {
  PENDING: "pending",
  RUNNING: "running",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
  PENDING_REDRIVE: "pendingRedrive",
};

/** Counts children by what became of them; `weight`: 1, or how many items a child has. */
export function countsOf(statuses: readonly ChildStatus[], weight: (index: number) => number, isOver: boolean): MapRunCounts {
  const counts = {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    pendingRedrive: 0,
    total: 0,
    resultsWritten: 0,
  };
  for (const [index, status] of statuses.entries()) {
    counts[MEMBERS[status]] += weight(index);
    counts.total += weight(index);
  }
  if (isOver) counts.resultsWritten = counts.total - counts.pending - counts.running;
  return counts;
}

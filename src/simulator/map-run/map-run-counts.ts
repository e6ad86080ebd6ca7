import type { ChildResult } from "../../interpreter/ports.ts";

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

type Tally = Record<ChildStatus, number>;

/** How many children, and how many items in them, are in each status: kept up to date, since whoever waits asks again and again. */
export class MapRunTally {
  readonly executions: Tally = nobody();
  readonly items: Tally = nobody();
  /** Whatever became of them. */
  totalItems = 0;

  add(executions: number, items: number): void {
    this.executions.PENDING += executions;
    this.items.PENDING += items;
    this.totalItems += items;
  }

  /** A child with so many items goes over from one status to another. */
  move(from: ChildStatus, to: ChildStatus, items: number): void {
    this.executions[from]--;
    this.executions[to]++;
    this.items[from] -= items;
    this.items[to] += items;
  }

  get failedItems(): number {
    return this.items.FAILED + this.items.TIMED_OUT;
  }

  counts(of: "executions" | "items", isOver: boolean): MapRunCounts {
    const { PENDING, RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE } = this[of];
    const ended = SUCCEEDED + FAILED + TIMED_OUT + ABORTED;
    return {
      pending: PENDING,
      running: RUNNING,
      succeeded: SUCCEEDED,
      failed: FAILED,
      timedOut: TIMED_OUT,
      aborted: ABORTED,
      pendingRedrive: PENDING_REDRIVE,
      total: PENDING + RUNNING + ended + PENDING_REDRIVE,
      resultsWritten: isOver ? ended : 0,
    };
  }
}

function nobody(): Tally {
  return { PENDING: 0, RUNNING: 0, SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0, PENDING_REDRIVE: 0 };
}

import type { HistoryEvent } from "../../history/history-event.ts";
import type { ChildExecution } from "./oracle.ts";

/** AWS "Map Run": one attempt of a distributed Map from `MapRunStarted` on, and the child executions that it began. */
export class MapRun {
  /** Id of `MapRunStarted`. */
  readonly started: number;
  /** Virtual milliseconds. */
  readonly startedAt: number;
  /** In the order of the items, which is that of their beginning. */
  readonly children: readonly Child[];

  constructor(started: number, startedAt: number, children: readonly Child[]) {
    this.started = started;
    this.startedAt = startedAt;
    this.children = children;
  }
}

/** A child execution, for one item or a batch of them. Times are virtual milliseconds. */
export class Child {
  readonly execution: ChildExecution;
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  /** How many items it has. */
  readonly items: number;

  constructor(execution: ChildExecution, isBatch: boolean) {
    const first = execution.history[0] as HistoryEvent;
    const last = execution.history.at(-1) as HistoryEvent;
    this.execution = execution;
    this.input = first.executionStartedEventDetails?.input;
    this.output = last.executionSucceededEventDetails?.output;
    this.startedAt = first.timestamp.getTime();
    this.endedAt = last.timestamp.getTime();
    this.items = isBatch ? itemsIn(this.input) : 1;
  }

  get hasFailed(): boolean {
    const { status } = this.execution;
    return status === "FAILED" || status === "TIMED_OUT";
  }

  get isAborted(): boolean {
    return this.execution.status === "ABORTED";
  }
}

/** ASL "ItemBatcher": `{ "Items": […] }`. */
function itemsIn(input: string | undefined): number {
  return (JSON.parse(input ?? "{}") as { readonly Items?: readonly unknown[] }).Items?.length ?? 0;
}

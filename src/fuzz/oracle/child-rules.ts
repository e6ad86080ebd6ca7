/** AWS "Map Run": how many child executions there are, when each begins, and which end with the run. */

import type { MapState } from "../../asl/model.ts";
import type { HistoryEvent } from "../../history/history-event.ts";
import { itemsOf, sameJson } from "./data.ts";
import type { Follower } from "./follower.ts";
import type { Visit } from "./line.ts";
import type { Child, MapRun } from "./map-run.ts";
import { seconds, shown } from "./shown.ts";
import { exceededAt, toleranceInWords, toleranceOf } from "./tolerance.ts";
import type { Rule } from "./violation.ts";

/** AWS runs so many child executions of a Map at once. */
const DISTRIBUTED_CONCURRENCY = 10_000;

/** How a Map Run comes to its end: by itself, or with what is around it. */
type Ending = "succeeded" | "exceeded" | "failed" | "stopped";

/** Checks the children of a Map Run that is over at this instant, each as an execution of its own. */
export function checkChildren(run: Follower, event: HistoryEvent, visit: Visit, ending: Ending, at: number = run.now): void {
  new Children(run, event, visit, ending, at).check();
}

class Children {
  readonly #run: Follower;
  readonly #event: HistoryEvent;
  readonly #visit: Visit;
  readonly #ending: Ending;
  readonly #mapRun: MapRun;
  readonly #state: MapState;
  /** How many may run at once, and whether that many have to. */
  readonly #width: { readonly most: number; readonly isExact: boolean };
  /** When the children end at the latest. */
  readonly #endsAt: number;
  /** When more items had failed than are tolerated; `undefined` where that cannot be told. */
  readonly #exceededAt: number | undefined;

  constructor(run: Follower, event: HistoryEvent, visit: Visit, ending: Ending, at: number) {
    this.#run = run;
    this.#event = event;
    this.#visit = visit;
    this.#ending = ending;
    this.#mapRun = visit.mapRun as MapRun;
    this.#state = visit.plan.state as MapState;
    this.#width = widthOf(this.#state, run);
    this.#exceededAt = exceededAt(toleranceOf(this.#state), this.#mapRun.children, this.#items);
    this.#endsAt = Math.min(at, this.#exceededAt ?? at);
  }

  get #items(): number | undefined {
    const { items, mapRun } = this.#visit;
    return items ?? (this.#ending === "succeeded" ? sumOfItems(mapRun as MapRun) : undefined);
  }

  check(): void {
    this.#eachForItself();
    this.#beginnings();
    this.#tolerance();
    this.#ends();
    this.#number();
  }

  #report(rule: Rule, message: string): void {
    this.#run.report(rule, this.#event, message, this.#visit.plan);
  }

  #eachForItself(): void {
    const { plan, input } = this.#visit;
    const items = itemsOf(plan, input);
    const type = (this.#state.ItemProcessor ?? this.#state.Iterator)?.ProcessorConfig?.ExecutionType ?? "STANDARD";
    for (const [index, child] of this.#mapRun.children.entries()) {
      const item = items?.[index];
      if (!sameJson(item, child.input))
        this.#report("input", `Child execution ${index} of "${plan.name}" has to get ${shown(item)}, but it got ${shown(child.input)}.`);
      if (child.execution.type !== type)
        this.#report("iterations", `The children of "${plan.name}" are of type ${type}, not ${child.execution.type}.`);
      this.#run.checkChild(plan, child.execution);
    }
  }

  /** ASL "MaxConcurrency": a child begins as soon as it may, in the order of the items. */
  #beginnings(): void {
    const { most, isExact } = this.#width;
    const { children } = this.#mapRun;
    let turn =
      this.#state.ItemReader === undefined ? this.#mapRun.startedAt : Math.max(this.#mapRun.startedAt, children[0]?.startedAt ?? 0);
    const ends: number[] = [];
    for (const [index, { startedAt, endedAt }] of children.entries()) {
      if (ends.length >= most) turn = Math.max(turn, ends.shift() as number);
      if (startedAt < turn || (isExact && startedAt > turn)) return this.#notInTurn(index, startedAt - turn);
      insert(ends, endedAt);
    }
  }

  #notInTurn(index: number, late: number): void {
    const { name } = this.#visit.plan;
    const how = late < 0 ? `${seconds(-late)} before it may` : `${seconds(late)} after it might`;
    const { most } = this.#width;
    this.#report("concurrency", `Child execution ${index} of "${name}" began ${how}: ${most} run at once.`);
  }

  #tolerance(): void {
    const { name } = this.#visit.plan;
    const tolerance = toleranceOf(this.#state);
    const at = this.#exceededAt;
    if (tolerance === undefined || at === undefined) return;
    const words = `"${name}" tolerates ${toleranceInWords(tolerance)}`;
    if (this.#ending === "exceeded" && at > this.#run.now) this.#report("tolerance", `${words}, and no more had failed.`);
    if (this.#ending === "succeeded" && at <= this.#run.now) this.#report("tolerance", `${words}, but it went on when more had failed.`);
    const late = this.#run.now - at;
    if (late > 0 && (this.#ending === "stopped" || this.#state.ResultWriter === undefined))
      this.#report("tolerance", `${words}, but it was over only ${seconds(late)} after more had failed.`);
  }

  /** What runs when the Map Run is over is stopped at that instant, and nothing else is. */
  #ends(): void {
    const { name } = this.#visit.plan;
    const end = this.#endsAt;
    for (const [index, child] of this.#mapRun.children.entries()) {
      const { startedAt, endedAt, isAborted } = child;
      if (startedAt > end || endedAt > end)
        return this.#report("siblings", `Child execution ${index} of "${name}" went on for ${seconds(endedAt - end)} after its Map Run.`);
      if (isAborted && (endedAt < end || this.#ending === "succeeded"))
        return this.#report("siblings", `Child execution ${index} of "${name}" was stopped, but nothing had failed.`);
    }
    this.#lateEnd(end);
  }

  /** Without a ResultWriter the Map Run is over with its last child. */
  #lateEnd(end: number): void {
    const { children, startedAt } = this.#mapRun;
    if (this.#ending !== "succeeded" || this.#state.ResultWriter !== undefined) return;
    if (children.length === 0 && this.#state.ItemReader !== undefined) return;
    const last = children.reduce((latest, { endedAt }) => Math.max(latest, endedAt), startedAt);
    if (last < end) this.#report("clock", `"${this.#visit.plan.name}" was over ${seconds(end - last)} after its last child execution.`);
  }

  /** One for each item: when a run ends before its time, as many as it may run are still under way, or all have begun. */
  #number(): void {
    const { name } = this.#visit.plan;
    const { children } = this.#mapRun;
    const { items } = this.#visit;
    if (items === undefined || this.#ending === "failed") return;
    const begun = sumOfItems(this.#mapRun);
    if (begun > items) return this.#report("iterations", `"${name}" has ${items} items, but began child executions for ${begun}.`);
    if (begun === items || (this.#ending === "stopped" && begun === 0)) return;
    const aborted = children.filter(({ isAborted }) => isAborted).length;
    if (this.#ending === "succeeded") this.#report("iterations", `"${name}" succeeded after ${begun} of ${items} items.`);
    else if (this.#width.isExact && !this.#isFull(aborted))
      this.#report(
        "siblings",
        `${aborted} child executions of "${name}" were stopped; so many ran when its Map Run was over: ${this.#width.most}.`,
      );
  }

  /** The one that failed has left its place. */
  #isFull(aborted: number): boolean {
    const { most } = this.#width;
    return (aborted === most && this.#ending === "stopped") || (aborted === most - 1 && this.#exceededAt === this.#endsAt);
  }
}

function widthOf({ MaxConcurrency = 0, MaxConcurrencyPath }: MapState, { limits }: Follower): { most: number; isExact: boolean } {
  const quota = limits.distributedMapConcurrency ?? DISTRIBUTED_CONCURRENCY;
  if (typeof MaxConcurrency === "string" || MaxConcurrencyPath !== undefined) return { most: quota, isExact: false };
  return { most: MaxConcurrency === 0 ? quota : Math.min(MaxConcurrency, quota), isExact: true };
}

function sumOfItems({ children }: MapRun): number {
  return children.reduce((sum, { items }: Child) => sum + items, 0);
}

/** Into numbers in their order. */
function insert(sorted: number[], number: number): void {
  let index = sorted.length;
  while (index > 0 && (sorted[index - 1] as number) > number) index--;
  sorted.splice(index, 0, number);
}

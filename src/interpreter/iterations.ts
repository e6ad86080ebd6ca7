import type { EventId } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { Line } from "../history/line.ts";
import type { Relay, Step } from "../kernel/effect.ts";
import { all } from "../kernel/effect.ts";
import type { Answer } from "../query/index.ts";
import { ready } from "./data-flow.ts";
import { Fork } from "./fork.ts";
import type { Scope } from "./scope.ts";
import type { StateNode } from "./state-node.ts";
import { LineOfStates } from "./transitions.ts";
import type { UnfinishedLine } from "./unfinished-line.ts";
import { isFinished, isUnfinished, linesInside } from "./unfinished-line.ts";

type ItemSelector = (input: Json, scope: Scope) => Answer;

/** What the iterations of one Map run on. */
export interface MapRun {
  /** The Map state. */
  readonly node: StateNode;
  /** The first state of its item processor. */
  readonly start: StateNode;
  readonly scope: Scope;
  readonly input: Json;
  readonly items: readonly Json[];
  readonly select: ItemSelector | undefined;
}

/** The iterations of one Map: as many lines as may run at once; when one is done, the next item takes its place. */
export class Iterations implements Relay {
  readonly #run: MapRun;
  readonly #fork: Fork;
  readonly #outputs: Json[];
  /** What the iterations got, in a run that is inspected. */
  readonly #inputs: Json[] | undefined;
  /** The item in each place. */
  readonly #present: number[];
  /** How far the iterations came before the execution was redriven. */
  readonly #before: UnfinishedLine["inside"] | undefined;
  #taken = 0;

  /** `concurrency` as `MaxConcurrency` has it: 0 asks for as many as possible. */
  constructor(run: MapRun, concurrency: number) {
    this.#run = run;
    const places = widthOf(run, concurrency);
    this.#present = new Array<number>(places);
    this.#before = linesInside(run.scope.takeResumed());
    if (this.#before === undefined) run.scope.event("MapStateStarted", run.items.length);
    this.#fork = new Fork(run.scope, places);
    this.#outputs = new Array<Json>(run.items.length);
    for (const [index, line] of this.#before?.entries() ?? []) if (isFinished(line)) this.#outputs[index] = line.output;
    this.#inputs = run.scope.environment.inspect && run.select !== undefined ? [] : undefined;
  }

  *run(): Step<readonly Json[]> {
    yield* all(this.#first(), this);
    this.#fork.complete();
    if (this.#inputs !== undefined) this.#run.scope.stage("afterItemSelector", this.#inputs);
    return this.#outputs;
  }

  /** Those that begin at once. */
  #first(): readonly Step<Json>[] {
    const lines = new Array<Step<Json>>(this.#present.length);
    let begun = 0;
    while (begun < lines.length && this.#isMore()) lines[begun] = this.#begin(begun++);
    lines.length = begun;
    return lines;
  }

  /** Ends an iteration and begins the next one, which hangs on its last event. */
  done(place: number, output: Json): Step<Json> | undefined {
    this.#outputs[this.#present[place] as number] = output;
    const last = this.#fork.succeeded(place);
    return this.#isMore() ? this.#begin(place, last) : undefined;
  }

  failed(place: number, thrown: unknown): unknown {
    return this.#fork.failed(place, thrown);
  }

  /** Is there an item without an output? It is the next one to be taken. */
  #isMore(): boolean {
    while (isFinished(this.#before?.[this.#taken])) this.#taken++;
    return this.#taken < this.#run.items.length;
  }

  #begin(place: number, after?: EventId): Step<Json> {
    const { start, items, select } = this.#run;
    const index = this.#taken++;
    this.#present[place] = index;
    const before = this.#before?.[index];
    if (isUnfinished(before)) return this.#fork.reopen(place, this.#line(index, before.line)).goOnFrom(before);
    const line = this.#line(index);
    if (after !== undefined) line.last = after;
    this.#fork.open(place, line);
    return select === undefined ? line.from(start, items[index] as Json) : this.#runSelected(line, index, select);
  }

  #line(index: number, again?: Line): LineOfStates {
    const { scope, items } = this.#run;
    return new LineOfStates(scope.environment, scope, index, items, again);
  }

  /** Gives the iteration what ItemSelector makes of its item: there `$` is the Map's input, and the present state is the Map. */
  *#runSelected(line: LineOfStates, index: number, select: ItemSelector): Step<Json> {
    const { node, start, scope, input } = this.#run;
    line.node = node;
    line.enteredEvent = scope.enteredEvent;
    const selected = yield* ready(select(input, line));
    if (this.#inputs !== undefined) this.#inputs[index] = selected;
    return yield* line.from(start, selected);
  }
}

/** How many iterations may run at once. */
function widthOf({ items, scope }: MapRun, concurrency: number): number {
  const asked = concurrency === 0 ? Number.POSITIVE_INFINITY : concurrency;
  return Math.min(asked, scope.environment.facts.limits.inlineMapConcurrency, items.length);
}

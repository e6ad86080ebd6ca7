import type { EventId } from "../base/brand.ts";
import type { Json } from "../base/json.ts";
import type { Step } from "../kernel/effect.ts";
import { all, computed } from "../kernel/effect.ts";
import type { Answer } from "../query/index.ts";
import { Fork } from "./fork.ts";
import type { Scope } from "./scope.ts";
import type { StateNode } from "./state-node.ts";
import { failureOf } from "./states-errors.ts";
import { runStates } from "./transitions.ts";

/** What the iterations of one Map run on. */
export interface MapRun {
  /** The Map state. */
  readonly node: StateNode;
  /** The first state of its item processor. */
  readonly start: StateNode;
  readonly scope: Scope;
  readonly input: Json;
  readonly items: readonly Json[];
  readonly select: ((input: Json, scope: Scope) => Answer) | undefined;
}

/** The iterations of one Map: as many lines as may run at once, each taking the next item when it is done with one. */
export class Iterations {
  readonly #run: MapRun;
  readonly #fork: Fork;
  readonly #outputs: Json[];
  /** What the iterations got, in a run that is inspected. */
  readonly #inputs: Json[] | undefined;
  #taken = 0;

  constructor(run: MapRun) {
    this.#run = run;
    run.scope.pen.event("MapStateStarted", run.items.length);
    this.#fork = new Fork(run.scope);
    this.#outputs = new Array<Json>(run.items.length);
    this.#inputs = run.scope.environment.inspect && run.select !== undefined ? [] : undefined;
  }

  *run(concurrency: number): Step<readonly Json[]> {
    const workers = Array.from({ length: this.#width(concurrency) }, (_, place) => this.#work(place, this.#open(place)));
    yield* all(workers);
    this.#fork.complete();
    if (this.#inputs !== undefined) this.#run.scope.stage("afterItemSelector", this.#inputs);
    return this.#outputs;
  }

  /** `MaxConcurrency` 0 asks for as many as possible. */
  #width(concurrency: number): number {
    const { items, scope } = this.#run;
    const asked = concurrency === 0 ? Number.POSITIVE_INFINITY : concurrency;
    return Math.min(asked, scope.environment.quotas.inlineMapConcurrency, items.length);
  }

  *#work(place: number, first: Scope): Step<void> {
    for (let line: Scope | undefined = first; line !== undefined; line = this.#next(place)) {
      try {
        const selected = this.#itemInput(line);
        const input = selected instanceof Promise ? yield* computed(selected) : selected;
        if (this.#inputs !== undefined) this.#inputs[line.pen.line.index] = input;
        this.#outputs[line.pen.line.index] = yield* runStates(this.#run.start, line, input);
      } catch (thrown) {
        const failure = failureOf(thrown, line);
        this.#fork.failed(place);
        throw failure;
      }
    }
  }

  /** Ends an iteration and begins the next one, which hangs on its last event. */
  #next(place: number): Scope | undefined {
    const last = this.#fork.succeeded(place);
    return this.#taken < this.#run.items.length ? this.#open(place, last) : undefined;
  }

  #open(place: number, after?: EventId): Scope {
    const { node, scope, items } = this.#run;
    const index = this.#taken++;
    const line = scope.inside(node, index, { index, value: items[index] as Json });
    if (after !== undefined) line.pen.last = after;
    this.#fork.open(place, line);
    return line;
  }

  /** The item, or what ItemSelector makes of it: there `$` is the Map's input, and the present state is the Map. */
  #itemInput(line: Scope): Answer {
    const { node, scope, select, input } = this.#run;
    if (select === undefined) return line.item?.value as Json;
    line.node = node;
    line.enteredAt = scope.enteredAt;
    line.enteredEvent = scope.enteredEvent;
    line.beforeEntry = scope.beforeEntry;
    return select(input, line);
  }
}

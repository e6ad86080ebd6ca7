import type { EventId } from "../base/brand.ts";
import { ABORTED } from "../history/events.ts";
import type { Relay } from "../kernel/effect.ts";
import type { Scope } from "./scope.ts";
import { failureOf } from "./states-errors.ts";

/** What runs inside a state: branches, iterations, or the child executions of a Map Run. */
export interface Inside {
  /** The state is over with a failure. */
  close(): void;
  /** The line around stops with this event: records what stops inside. */
  abortOpen(failing: EventId): void;
}

/** The branches of a Parallel or the iterations of a Map while they run, and the events that hold them together. */
export class Fork implements Relay, Inside {
  readonly #owner: Scope;
  readonly #isMap: boolean;
  readonly #open: (Scope | undefined)[];
  #over = false;

  /** `places`: how many run at once. */
  constructor(owner: Scope, places: number) {
    this.#owner = owner;
    this.#open = new Array<Scope | undefined>(places);
    this.#isMap = owner.node?.type === "Map";
    owner.fork = this;
  }

  /** A line begins in this place; an iteration takes the place of the one before. */
  open<T extends Scope>(place: number, line: T): T {
    this.#open[place] = line;
    if (this.#isMap) line.event("MapIterationStarted");
    return line;
  }

  /** A line that began before the execution was redriven goes on in this place. */
  reopen<T extends Scope>(place: number, line: T): T {
    this.#open[place] = line;
    return line;
  }

  /** A branch that had reached its end before the execution was redriven was not opened again. */
  done(place: number): undefined {
    if (this.#open[place] !== undefined) this.succeeded(place);
  }

  /** A line reached its end. The state goes on from the event of the line that ends last. */
  succeeded(place: number): EventId {
    const line = this.#open[place] as Scope;
    this.#open[place] = undefined;
    this.#owner.last = this.#isMap ? line.aside("MapIterationSucceeded") : line.last;
    return line.last;
  }

  /** A line failed: whatever else is open stops at this instant, and the state goes on from the failing event. */
  failed(place: number, thrown: unknown): unknown {
    const line = this.#open[place];
    if (line === undefined) return thrown;
    const failure = failureOf(thrown, line);
    this.#open[place] = undefined;
    this.#owner.last = line.last;
    if (this.#isMap) line.aside("MapIterationFailed");
    if (line.node?.type === "Task") line.aside("TaskStateAborted", undefined, line.node);
    this.abortOpen(line.last);
    return failure;
  }

  abortOpen(failing: EventId): void {
    for (const line of this.#open) if (line !== undefined) this.#abort(line, failing);
    this.#open.length = 0;
  }

  #abort(line: Scope, failing: EventId): void {
    const { node, fork } = line;
    line.last = failing;
    if (this.#isMap) line.aside("MapIterationAborted");
    fork?.abortOpen(failing);
    const type = node && ABORTED[node.type];
    if (type !== undefined) line.aside(type, undefined, node);
  }

  close(): void {
    if (!this.#over) this.#owner.event(this.#isMap ? "MapStateFailed" : "ParallelStateFailed");
    this.#over = true;
  }

  /** The state is over with a result; its exit hangs on the last event inside, not on this one. */
  complete(): void {
    this.#over = true;
    this.#owner.aside(this.#isMap ? "MapStateSucceeded" : "ParallelStateSucceeded");
  }
}

import type { EventId } from "../../base/brand.ts";
import type { StatesFailure } from "../../base/states-failure.ts";
import { errorDetails } from "../../base/states-failure.ts";
import type { Inside } from "../fork.ts";
import type { MapRunControl } from "../ports.ts";
import type { Scope } from "../scope.ts";

/** The events of a Map Run in the execution that it belongs to; what its children do is told in their own histories. */
export class MapRunEvents implements Inside {
  readonly #owner: Scope;
  readonly #started: EventId;
  #isRunning = true;
  #isOver = false;

  constructor(owner: Scope, { arn: mapRunArn, redriveCount }: MapRunControl) {
    this.#owner = owner;
    this.#started =
      redriveCount === 0 ? owner.event("MapRunStarted", { mapRunArn }) : owner.event("MapRunRedriven", { mapRunArn, redriveCount });
    owner.fork = this;
  }

  /** The state goes on from the beginning of the run, not from its end. */
  succeeded(): void {
    const owner = this.#owner;
    owner.last = this.#started;
    owner.event("MapRunSucceeded");
    owner.event("MapStateSucceeded");
    owner.last = this.#started;
    this.#isRunning = false;
    this.#isOver = true;
  }

  failed(failure: StatesFailure): void {
    const owner = this.#owner;
    owner.last = this.#started;
    owner.event("MapRunFailed", errorDetails(failure));
    this.#isRunning = false;
  }

  close(): void {
    if (!this.#isOver) this.#owner.event("MapStateFailed");
    this.#isOver = true;
  }

  abortOpen(failing: EventId): void {
    if (!this.#isRunning) return;
    this.#owner.last = failing;
    this.#owner.aside("MapRunAborted");
  }
}

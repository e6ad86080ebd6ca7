import type { Flight } from "./flight.ts";
import type { Goal } from "./goal.ts";
import type { Latch } from "./latch.ts";
import { newLatch } from "./latch.ts";
import { watch } from "./watchdog.ts";

/** The calls under way that hold time: neither landed, nor asleep, nor waiting for an answer of the world. */
export class Airborne {
  /** None, as long as no call takes its time. */
  #flights: Set<Flight> | undefined;
  /** Settles when no call is under way any more; whoever drives waits for the same one. */
  #landing: Latch | undefined;

  get isEmpty(): boolean {
    return this.#flights === undefined || this.#flights.size === 0;
  }

  add(flight: Flight): void {
    this.#flights ??= new Set();
    this.#flights.add(flight);
  }

  delete(flight: Flight): void {
    this.#flights?.delete(flight);
    if (!this.#arePerhapsIdle) return;
    this.#landing?.settle();
    this.#landing = undefined;
  }

  /** A handler that was answered one question of several may have nothing to do. */
  get #arePerhapsIdle(): boolean {
    for (const flight of this.#flights ?? []) if (!flight.isWaiting) return false;
    return true;
  }

  /** Waits until all have landed; `patience` in real seconds for handlers that may be idle, which then hold time no longer. */
  async landings(goal: Goal, patience: number | undefined): Promise<void> {
    this.#landing ??= newLatch();
    const { settled } = this.#landing;
    if (patience !== undefined && this.#arePerhapsIdle) return await watch(settled, patience, () => this.#flights?.clear());
    await watch(settled, goal.realSeconds, () => {
      throw goal.stuck([...(this.#flights ?? [])].map((flight) => flight.label()));
    });
  }
}

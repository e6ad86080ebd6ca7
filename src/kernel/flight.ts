import type { Instant } from "../base/brand.ts";
import type { ExternalEffect } from "./effect.ts";
import type { ExternalHandle } from "./external.ts";
import type { Fiber } from "./fiber.ts";
import type { Flights } from "./flights.ts";
import type { Asked } from "./questions.ts";
import type { Due } from "./ready-queue.ts";

/** What only calls have whose handlers take their time. */
class Course {
  /** Sleeps under way; a call that sleeps is parked. */
  sleeping = 0;
  /** Sleeps so far. */
  naps = 0;
  abort: AbortController | undefined;
  /** What its handler asks of the world, and has not been answered. */
  readonly asked: Set<Asked> = new Set();
}

/** A call to the outside from its start to its answer. Thousands may be under way at once: it is lean. */
export class Flight implements ExternalHandle, Due {
  readonly fiber: Fiber;
  readonly #effect: ExternalEffect;
  readonly sequence: number;
  readonly #flights: Flights;
  #phase: "under way" | "landed" | "cancelled" = "under way";
  #course: Course | undefined;
  /** When the fiber goes on, and what with. */
  #due: number | undefined;
  answer: unknown;

  constructor(fiber: Fiber, effect: ExternalEffect, sequence: number, flights: Flights) {
    this.fiber = fiber;
    this.#effect = effect;
    this.sequence = sequence;
    this.#flights = flights;
  }

  get kind(): "external" {
    return "external";
  }

  get at(): number {
    return this.#due ?? Number.POSITIVE_INFINITY;
  }

  get hasLanded(): boolean {
    return this.#phase === "landed";
  }

  get isCancelled(): boolean {
    return this.#phase === "cancelled";
  }

  get isUnderWay(): boolean {
    return this.#phase === "under way";
  }

  /** Its promise is settled: from now on it is only delivered. */
  land(): void {
    if (this.isUnderWay) this.#phase = "landed";
  }

  arrive(answer: unknown, at: number): this {
    this.answer = answer;
    this.#due = at;
    return this;
  }

  label(): string {
    const label = this.#effect.label();
    if (!this.isWaiting) return label;
    const asked = [...(this.#course?.asked ?? [])].map((each) => each.label());
    return `${label}, whose handler waits for ${asked.join(" and ")}`;
  }

  asks(asked: Asked): void {
    this.#course ??= new Course();
    this.#course.asked.add(asked);
  }

  isAnswered(asked: Asked): void {
    this.#course?.asked.delete(asked);
  }

  /** Does its handler wait for an answer of the world? */
  get isWaiting(): boolean {
    return this.#course !== undefined && this.#course.asked.size > 0;
  }

  get isAsleep(): boolean {
    return this.#course !== undefined && this.#course.sleeping > 0;
  }

  /** Falls asleep; answers how many sleeps that makes. */
  fallAsleep(): number {
    this.#course ??= new Course();
    this.#course.sleeping++;
    return ++this.#course.naps;
  }

  wakeUp(): void {
    if (this.#course !== undefined) this.#course.sleeping--;
  }

  now(): Instant {
    return this.#flights.now();
  }

  sleep(milliseconds: number): Promise<void> {
    return this.#flights.park(this, milliseconds);
  }

  get mayAsk(): boolean {
    return this.#flights.callers !== undefined;
  }

  within<T>(run: () => T): T {
    return this.#flights.within(this, run);
  }

  limit(milliseconds: number, answer: unknown): void {
    this.#flights.limit(this, milliseconds, answer);
  }

  get signal(): AbortSignal {
    this.#course ??= new Course();
    this.#course.abort ??= new AbortController();
    if (this.isCancelled) this.#course.abort.abort();
    return this.#course.abort.signal;
  }

  cancel(): void {
    this.#phase = "cancelled";
    this.#course?.abort?.abort();
  }
}

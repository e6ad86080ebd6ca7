import type { Instant } from "../base/brand.ts";
import type { ExternalEffect } from "./effect.ts";
import type { ExternalHandle } from "./external.ts";
import type { Fiber } from "./fiber.ts";
import type { Asked } from "./questions.ts";
import type { Due } from "./ready-queue.ts";

/** What a call that is under way needs of the kernel. */
export interface FlightControl {
  now(): Instant;
  /** The call sleeps in virtual time: until then it holds no time. */
  park(flight: Flight, milliseconds: number): Promise<void>;
  /** The call is answered in its place. */
  limit(flight: Flight, milliseconds: number, answer: unknown): void;
}

/** A call to the outside from its start to its answer. Thousands may be under way at once: it is lean. */
export class Flight implements ExternalHandle, Due {
  readonly fiber: Fiber;
  readonly #effect: ExternalEffect;
  readonly sequence: number;
  /** Sleeps under way; a call that sleeps is parked. */
  sleeping = 0;
  /** Sleeps so far. */
  naps = 0;
  landed = false;
  cancelled = false;
  /** When the fiber goes on, and what with. */
  at: number = Number.POSITIVE_INFINITY;
  answer: unknown;
  failed = false;
  readonly #control: FlightControl;
  #abort: AbortController | undefined;
  /** What its handler asks of the world, and has not been answered. */
  #asked: Set<Asked> | undefined;

  constructor(fiber: Fiber, effect: ExternalEffect, sequence: number, control: FlightControl) {
    this.fiber = fiber;
    this.#effect = effect;
    this.sequence = sequence;
    this.#control = control;
  }

  get kind(): "external" {
    return "external";
  }

  arrive(answer: unknown, at: number): this {
    this.answer = answer;
    this.at = at;
    return this;
  }

  fail(thrown: unknown, at: number): this {
    this.failed = true;
    return this.arrive(thrown, at);
  }

  label(): string {
    const label = this.#effect.label();
    if (!this.isWaiting) return label;
    const asked = [...(this.#asked as Set<Asked>)].map((each) => each.label());
    return `${label}, whose handler waits for ${asked.join(" and ")}`;
  }

  asks(asked: Asked): void {
    this.#asked ??= new Set();
    this.#asked.add(asked);
  }

  isAnswered(asked: Asked): void {
    this.#asked?.delete(asked);
  }

  /** Does its handler wait for an answer of the world? */
  get isWaiting(): boolean {
    return this.#asked !== undefined && this.#asked.size > 0;
  }

  now(): Instant {
    return this.#control.now();
  }

  sleep(milliseconds: number): Promise<void> {
    return this.#control.park(this, milliseconds);
  }

  limit(milliseconds: number, answer: unknown): void {
    this.#control.limit(this, milliseconds, answer);
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.cancelled) this.#abort.abort();
    return this.#abort.signal;
  }

  cancel(): void {
    this.cancelled = true;
    this.#abort?.abort();
  }
}

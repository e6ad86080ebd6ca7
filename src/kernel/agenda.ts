import type { Instant } from "../base/brand.ts";
import { instant } from "../base/brand.ts";
import type { Fiber } from "./fiber.ts";
import type { Flight } from "./flight.ts";
import type { Due } from "./ready-queue.ts";
import { DueHeap, earlier, Fifo } from "./ready-queue.ts";

/** Something that happens at an instant: a fiber goes on, a call is answered, or a sleeping call wakes up. */
export type Appointment = (Due & (FiberAppointment | WakeUp)) | Flight;

export interface FiberAppointment {
  readonly kind: "resume" | "deadline";
  readonly fiber: Fiber;
  /** Which wait of the fiber it is for. */
  readonly wait: number;
}

export interface WakeUp {
  readonly kind: "wake";
  readonly flight: Flight;
  readonly wakeUp: () => void;
}

/** Virtual time, and what is due when: by instant, ties by sequence. */
export class Agenda {
  #now: Instant;
  #sequence = 0;
  readonly #due = new DueHeap<Appointment>();
  /** What became due at the present instant, in order: spares the heap. */
  readonly #dueNow = new Fifo<Appointment>();

  constructor(start: Instant) {
    this.#now = start;
  }

  get now(): Instant {
    return this.#now;
  }

  get isEmpty(): boolean {
    return this.#due.peek() === undefined && this.#dueNow.isEmpty;
  }

  nextSequence(): number {
    return ++this.#sequence;
  }

  /** Adds what was not asked for before anything else of its instant. */
  append(due: Appointment): void {
    if (due.at <= this.#now) this.#dueNow.push(due);
    else this.#due.push(due);
  }

  /** Adds what may come before others of its instant, having been asked for earlier. */
  insert(due: Appointment): void {
    this.#due.push(due);
  }

  /** Takes the next appointment up to the horizon, and moves the clock there. */
  next(horizon: Instant): Appointment | undefined {
    for (;;) {
      const now = this.#dueNow.peek();
      const later = this.#due.peek();
      const next = now === undefined || (later !== undefined && earlier(later, now)) ? later : now;
      if (next === undefined || next.at > horizon) return undefined;
      if (next === now) this.#dueNow.shift();
      else this.#due.pop();
      if (isStale(next)) continue;
      this.advanceTo(instant(next.at));
      return next;
    }
  }

  /** Moves the clock, never back. */
  advanceTo(target: Instant): void {
    if (target > this.#now) this.#now = target;
  }
}

function isStale(due: Appointment): boolean {
  switch (due.kind) {
    case "wake":
      return due.flight.cancelled || due.flight.landed;
    case "external":
      return due.cancelled;
    default:
      return due.fiber.over || due.fiber.wait !== due.wait;
  }
}

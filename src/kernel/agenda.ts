import type { Instant } from "../base/brand.ts";
import { instant } from "../base/brand.ts";
import type { Fiber } from "./fiber.ts";
import type { Flight } from "./flight.ts";
import type { Due } from "./ready-queue.ts";
import { DueHeap, earlier, Fifo } from "./ready-queue.ts";
import type { TieBreaker } from "./tie-breaker.ts";

/** Something that happens at an instant: a fiber goes on, a call is answered, or a sleeping call wakes up. */
export type Appointment = (Due & (FiberAppointment | WakeUp | CutOff)) | Flight;

export interface FiberAppointment {
  readonly kind: "resume" | "deadline" | "signal";
  readonly fiber: Fiber;
  /** Which wait of the fiber it is for. */
  readonly wait: number;
}

export interface WakeUp {
  readonly kind: "wake";
  readonly flight: Flight;
  readonly wakeUp: () => void;
}

/** The end of a call that took too long. */
export interface CutOff {
  readonly kind: "limit";
  readonly flight: Flight;
  readonly answer: unknown;
}

/** Virtual time, and what is due when: by instant, ties by sequence. */
export class Agenda {
  #now: Instant;
  #sequence = 0;
  readonly #due = new DueHeap<Appointment>();
  /** What became due at the present instant, in order: spares the heap. */
  readonly #dueNow = new Fifo<Appointment>();
  /** Who orders what is due at the same instant; by sequence when there is nobody. */
  ties: TieBreaker | undefined;

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
    const first = this.#first(horizon);
    if (this.ties === undefined || first === undefined) return first;
    return this.ties.isSpent ? first : this.#anyOf(first, this.ties);
  }

  #first(horizon: Instant): Appointment | undefined {
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

  /** The first, or another that may as well come before it: of another fiber, and not behind a deadline. */
  #anyOf(first: Appointment, ties: TieBreaker): Appointment {
    const tied = [first];
    for (let last: Appointment | undefined = first; last !== undefined && !endsAWait(last); ) {
      last = this.#first(this.#now);
      if (last !== undefined) tied.push(last);
    }
    const free = tied.filter((due, place) => !endsAWait(due) && tied.findIndex((other) => fiberOf(other) === fiberOf(due)) === place);
    const picked = free.length < 2 ? first : (free[ties.pick(free.length)] as Appointment);
    for (const due of tied) if (due !== picked) this.#due.push(due);
    return picked;
  }

  /** What begins at once, in the order in which it is to begin. */
  inAnyOrder<T>(items: readonly T[]): readonly T[] {
    const { ties } = this;
    if (ties === undefined || ties.isSpent) return items;
    const rest = [...items];
    return items.map(() => rest.splice(rest.length < 2 ? 0 : ties.pick(rest.length), 1)[0] as T);
  }

  /** Moves the clock, never back. */
  advanceTo(target: Instant): void {
    if (target > this.#now) this.#now = target;
  }
}

function endsAWait({ kind }: Appointment): boolean {
  return kind === "deadline" || kind === "limit";
}

function fiberOf(due: Appointment): Fiber {
  return "flight" in due ? due.flight.fiber : due.fiber;
}

function isStale(due: Appointment): boolean {
  switch (due.kind) {
    case "wake":
      return !due.flight.isUnderWay;
    case "limit":
      return due.flight.isCancelled || due.flight.fiber.waitingFor !== due.flight;
    case "external":
      return due.isCancelled;
    default:
      return due.fiber.over || due.fiber.wait !== due.wait;
  }
}

import type { Instant } from "../base/brand.ts";
import type { Agenda, CutOff, WakeUp } from "./agenda.ts";
import { Airborne } from "./airborne.ts";
import type { Callers } from "./callers.ts";
import type { ExternalEffect } from "./effect.ts";
import type { Landed } from "./external.ts";
import { SILENCE } from "./external.ts";
import type { Fiber } from "./fiber.ts";
import { Thrown } from "./fiber.ts";
import { Flight } from "./flight.ts";
import { realTurn } from "./watchdog.ts";

/** Orders the sleeps of one call, which share its place in the order of calls. */
const NAP = 2 ** -20;

/** Who lets fibers go on. */
export interface FiberControl {
  resume(fiber: Fiber, value: unknown): void;
}

/** The calls to the outside, from start to answer. */
export class Flights {
  readonly airborne: Airborne = new Airborne();
  /** Those who may ask the world in the course of a call. */
  callers: Callers | undefined;
  readonly #agenda: Agenda;
  readonly #fibers: FiberControl;

  constructor(agenda: Agenda, fibers: FiberControl) {
    this.#agenda = agenda;
    this.#fibers = fibers;
  }

  now(): Instant {
    return this.#agenda.now;
  }

  launch(fiber: Fiber, effect: ExternalEffect): void {
    const flight = new Flight(fiber, effect, this.#agenda.nextSequence(), this);
    fiber.waitingFor = flight;
    try {
      const landed = effect.start(flight);
      if (landed instanceof Promise) this.#takeOff(flight, landed);
      else this.#land(flight, landed);
    } catch (thrown) {
      this.#fibers.resume(fiber, new Thrown(thrown));
    }
  }

  #takeOff(flight: Flight, landing: Promise<Landed>): void {
    if (!flight.isAsleep && !flight.isWaiting) this.airborne.add(flight);
    landing.then(
      (landed) => this.#touchDown(flight, () => this.#land(flight, landed)),
      (thrown: unknown) => this.#touchDown(flight, () => this.#file(flight.arrive(new Thrown(thrown), this.#agenda.now))),
    );
  }

  #touchDown(flight: Flight, file: () => void): void {
    flight.land();
    if (!flight.isCancelled) file();
    this.airborne.delete(flight);
  }

  #land(flight: Flight, landed: Landed): void {
    if (landed !== SILENCE) this.#file(flight.arrive(landed.value, this.#in(landed.latencyMs)));
  }

  /** The present instant itself, where it is that one: a number of its own would be one more thing to keep. */
  #in(milliseconds: number): number {
    return milliseconds === 0 ? this.#agenda.now : this.#agenda.now + milliseconds;
  }

  /** A reply is due when it was asked for plus its latency, ties in the order of asking, however it was given. */
  #file(flight: Flight): void {
    if (flight.hasLanded) this.#agenda.insert(flight);
    else this.#agenda.append(flight);
  }

  /** Nobody waits for it any more. */
  abandon(flight: Flight): void {
    flight.cancel();
    this.airborne.delete(flight);
  }

  /** A call sleeps in virtual time: until then it holds no time. */
  park(flight: Flight, milliseconds: number): Promise<void> {
    // Calls wake in the order they were made: how long each really took until it slept must not show.
    const sequence = flight.sequence + flight.fallAsleep() * NAP;
    const woken = new Promise<void>((wakeUp) => {
      this.#agenda.insert({ kind: "wake", flight, wakeUp, at: this.#agenda.now + milliseconds, sequence });
    });
    this.airborne.delete(flight);
    return woken;
  }

  /** What a handler asks, it asks in the course of its call. */
  within<T>(flight: Flight, run: () => T): T {
    return this.callers === undefined ? run() : this.callers.within(flight, run);
  }

  /** The handler of a call thinks: it holds time. */
  busy(flight: Flight): void {
    if (flight.isUnderWay && !flight.isAsleep) this.airborne.add(flight);
  }

  /** The handler of a call waits for an answer: it holds none. */
  waiting(flight: Flight): void {
    this.airborne.delete(flight);
  }

  /** A call fails at once, whatever its handler does. */
  abort(flight: Flight, thrown: unknown): void {
    if (!flight.isUnderWay) return;
    this.abandon(flight);
    this.#fibers.resume(flight.fiber, new Thrown(thrown));
  }

  /** The call is answered in its place then; an answer of the very instant comes first. */
  limit(flight: Flight, milliseconds: number, answer: unknown): void {
    this.#agenda.insert({ kind: "limit", flight, answer, at: this.#agenda.now + milliseconds, sequence: flight.sequence + 0.5 });
  }

  /** It took too long. */
  cutOff({ flight, answer }: CutOff): void {
    this.abandon(flight);
    this.#fibers.resume(flight.fiber, answer);
  }

  async wake({ flight, wakeUp }: WakeUp): Promise<void> {
    flight.wakeUp();
    this.airborne.add(flight);
    wakeUp();
    await realTurn();
    if (flight.isAsleep) this.airborne.delete(flight);
  }
}

import type { Instant } from "../base/brand.ts";
import type { Appointment, CutOff, FiberAppointment, WakeUp } from "./agenda.ts";
import { Agenda } from "./agenda.ts";
import { Airborne } from "./airborne.ts";
import type { CallerHost, Patience } from "./callers.ts";
import { Callers } from "./callers.ts";
import type { Effect, ExternalEffect, GroupEffect, Step, WaitEffect } from "./effect.ts";
import { TIMED_OUT } from "./effect.ts";
import type { Landed } from "./external.ts";
import { SILENCE } from "./external.ts";
import { Fiber, failureOf, Group, Root, relayed, waitsOf } from "./fiber.ts";
import type { FlightControl } from "./flight.ts";
import { Flight } from "./flight.ts";
import type { Goal, Stop } from "./goal.ts";
import type { Latch } from "./latch.ts";
import { newLatch } from "./latch.ts";
import { Fifo } from "./ready-queue.ts";
import type { Signal } from "./signal.ts";
import type { TieBreaker } from "./tie-breaker.ts";
import { realTurn } from "./watchdog.ts";

/** Orders the sleeps of one call, which share its place in the order of calls. */
const NAP = 2 ** -20;

/**
 * The one door for time and order. One fiber runs at a time; what is ready runs first in, first out; then the kernel waits
 * until every call under way has landed or sleeps; only then does the clock step to the next due instant.
 */
export class Kernel implements FlightControl, CallerHost {
  readonly #agenda: Agenda;
  readonly #ready = new Fifo<Fiber>();
  readonly #airborne = new Airborne();
  /** A root that wants its driver to have a look; nothing runs on until it has. */
  #pause: { readonly root: Root; readonly over: Latch } | undefined;
  /** Settles when the expression that keeps the turn has been evaluated. */
  #turn: Promise<void> | undefined;
  /** What a fiber of the world itself has thrown. */
  #broken: { readonly thrown: unknown } | undefined;
  /** Those who ask the world from outside the fibers; nobody, unless a way to ask is open. */
  #callers: Callers | undefined;

  constructor(start: Instant) {
    this.#agenda = new Agenda(start);
  }

  now(): Instant {
    return this.#agenda.now;
  }

  /** Lets somebody else order what is due at the same instant. */
  breakTies(ties: TieBreaker): void {
    this.#agenda.ties = ties;
  }

  /** Adds a fiber that nobody waits for; it runs when the kernel is driven. */
  start(label: string, body: Step<unknown>): Root {
    const root = new Root(label);
    root.fiber = new Fiber(body, root);
    this.#ready.push(root.fiber);
    return root;
  }

  /** Adds a fiber of the world itself: what it throws, whoever drives throws. */
  serve(label: string, body: Step<unknown>): void {
    this.start(label, this.#served(body));
  }

  *#served(body: Step<unknown>): Step<void> {
    try {
      yield* body;
    } catch (thrown) {
      this.#broken ??= { thrown };
    }
  }

  /** Whatever drives the world next throws this: something that nobody waits for has thrown it. */
  break(thrown: unknown): void {
    this.#broken ??= { thrown };
  }

  /** Stops a root where it is; nothing of it runs on. */
  stop(root: Root): void {
    if (root.fiber !== undefined) this.#cancel(root.fiber);
    root.fiber = undefined;
  }

  /** Lets handlers, and code outside, ask the world; `onWake` is called when somebody has asked and nobody drives. */
  listen(patience: Patience, onWake: () => void): Callers {
    return (this.#callers ??= new Callers(this, patience, onWake));
  }

  /** Runs fibers and moves time towards the goal; synchronous inside while nothing real is under way. */
  drive(goal: Goal): Promise<Stop> {
    if (this.#callers === undefined || goal.mayStep !== undefined) return this.#drive(goal);
    return this.#callers.whileDriven(() => this.#drive(goal));
  }

  async #drive(goal: Goal): Promise<Stop> {
    for (;;) {
      this.#runReady();
      if (this.#broken !== undefined) throw this.#broken.thrown;
      if (this.#pause !== undefined) {
        if (this.#pause.root === goal.root) return this.#endPause(this.#pause.over);
        await this.#pause.over.settled;
        continue;
      }
      if (this.#turn !== undefined) {
        await this.#turn;
        continue;
      }
      if (goal.root?.outcome !== undefined) return "over";
      if (!this.#airborne.isEmpty) {
        await this.#airborne.landings(goal, this.#callers?.patience.handler);
        continue;
      }
      const next = this.#callers === undefined ? this.#agenda.next(goal.horizon) : this.#nextHeeding(this.#callers, goal);
      if (next instanceof Promise) {
        await next;
        continue;
      }
      if (next === undefined) return this.#stopShort(goal);
      if (next.kind === "wake") await this.#wake(next);
      else if (next.kind === "external") this.#resume(next.fiber, next.answer, next.failed);
      else if (next.kind === "limit") this.#cutOff(next);
      else this.#keep(next);
    }
  }

  /** Moves the clock, when nothing is due before. */
  advanceTo(target: Instant): void {
    this.#agenda.advanceTo(target);
  }

  /** What is due now comes first, then those who ask, then what is due later. */
  #nextHeeding(callers: Callers, goal: Goal): Appointment | Promise<void> | undefined {
    const first = this.#agenda.next(this.now()) ?? callers.attend();
    if (first !== undefined) return first;
    return goal.mayStep?.() === false ? undefined : this.#agenda.next(goal.horizon);
  }

  #stopShort(goal: Goal): Stop {
    if (this.#agenda.isEmpty) return "idle";
    if (goal.mayStep !== undefined) return "later";
    this.advanceTo(goal.horizon);
    return "later";
  }

  #endPause({ settle }: Latch): Stop {
    this.#pause = undefined;
    settle();
    return "paused";
  }

  // — fibers —

  #runReady(): void {
    while (this.#pause === undefined && this.#turn === undefined) {
      const fiber = this.#ready.shift();
      if (fiber === undefined) return;
      if (!fiber.over) this.#run(fiber);
    }
  }

  #run(fiber: Fiber): void {
    let yielded: IteratorResult<Effect, unknown>;
    const { resumption } = fiber;
    fiber.resumption = undefined;
    try {
      yielded = fiber.throws ? fiber.body.throw(resumption) : fiber.body.next(resumption);
      while (yielded.done && relayed(fiber, yielded.value)) yielded = fiber.body.next();
    } catch (thrown) {
      this.#failed(fiber, thrown);
      return;
    }
    fiber.throws = false;
    if (yielded.done) this.#finished(fiber, yielded.value);
    else this.#perform(fiber, yielded.value);
  }

  #resume(fiber: Fiber, value: unknown, throws = false): void {
    fiber.wait++;
    fiber.waitingFor = undefined;
    fiber.resumption = value;
    fiber.throws = throws;
    this.#ready.push(fiber);
  }

  #finished(fiber: Fiber, value: unknown): void {
    fiber.over = true;
    const group = fiber.parent;
    if (group === undefined) {
      fiber.root.end({ value, at: this.#agenda.now });
      return;
    }
    group.results[fiber.index] = value;
    if (--group.remaining === 0) this.#resume(group.owner, group.results);
  }

  #failed(fiber: Fiber, thrown: unknown): void {
    fiber.over = true;
    const group = fiber.parent;
    if (group === undefined) {
      fiber.root.end({ thrown, at: this.#agenda.now });
      return;
    }
    const failure = failureOf(group, fiber.index, thrown);
    this.#cancelChildren(group);
    this.#resume(group.owner, failure, true);
  }

  #cancelChildren(group: Group): void {
    for (const child of group.children) this.#cancel(child);
  }

  #cancel(fiber: Fiber): void {
    if (fiber.over) return;
    const waiting = fiber.waitingFor;
    if (waiting?.kind === "group") this.#cancelChildren(waiting);
    if (waiting?.kind === "external") this.#abandon(waiting);
    fiber.over = true;
    fiber.wait++;
    fiber.body.return(undefined);
  }

  // — effects —

  #perform(fiber: Fiber, effect: Effect): void {
    switch (effect.kind) {
      case "sleep":
        fiber.waitingFor = effect;
        return this.#appoint(effect.until, "resume", fiber);
      case "external":
        return this.#launch(fiber, effect);
      case "wait":
        return this.#await(fiber, effect);
      case "compute":
        return this.#compute(fiber, effect.promise);
      case "group":
        return this.#spawn(fiber, effect);
      case "pause":
        this.#pause = { root: fiber.root, over: newLatch() };
        return this.#ready.pushFront(fiber);
    }
  }

  #await(fiber: Fiber, { on, deadline }: WaitEffect): void {
    if (on.said !== undefined) return this.#resume(fiber, on.said.value);
    on.waiter = fiber;
    on.sequence = this.#agenda.nextSequence();
    fiber.waitingFor = on;
    this.#appointDeadline(fiber, deadline);
  }

  /** Says what a fiber waits for, or will; it goes on at this instant, in the order of waiting. Said twice, or too late, nobody hears it. */
  signal<T>(signal: Signal<T>, value: T): void {
    if (signal.said !== undefined) return;
    signal.said = { value };
    const { waiter, sequence } = signal;
    if (waiter === undefined || waiter.over || waiter.waitingFor !== (signal as Signal)) return;
    this.#agenda.insert({ kind: "signal", fiber: waiter, wait: waiter.wait, at: this.#agenda.now, sequence });
  }

  #compute(fiber: Fiber, promise: Promise<unknown>): void {
    const end = (value: unknown, throws: boolean): void => {
      this.#turn = undefined;
      if (!fiber.over) this.#resumeFirst(fiber, value, throws);
    };
    this.#turn = promise.then(
      (value) => end(value, false),
      (thrown: unknown) => end(thrown, true),
    );
  }

  #resumeFirst(fiber: Fiber, value: unknown, throws: boolean): void {
    fiber.resumption = value;
    fiber.throws = throws;
    this.#ready.pushFront(fiber);
  }

  #spawn(fiber: Fiber, effect: GroupEffect): void {
    const group = new Group(fiber, effect.bodies, effect.relay);
    fiber.waitingFor = group;
    this.#appointDeadline(fiber, effect.deadline);
    if (group.remaining === 0) this.#resume(fiber, group.results);
    for (const child of this.#agenda.inAnyOrder(group.children)) this.#ready.push(child);
  }

  #appoint(at: Instant, kind: "resume" | "deadline", fiber: Fiber): void {
    const sequence = this.#agenda.nextSequence();
    this.#agenda.append({ kind, fiber, wait: fiber.wait, at: Math.max(at, this.#agenda.now), sequence });
  }

  #appointDeadline(fiber: Fiber, deadline: Instant | undefined): void {
    if (deadline !== undefined) this.#appoint(deadline, "deadline", fiber);
  }

  #keep(due: FiberAppointment): void {
    const waiting = due.fiber.waitingFor;
    if (due.kind === "deadline" && waiting?.kind === "group") this.#cancelChildren(waiting);
    if (due.kind === "deadline" && waiting?.kind === "external") this.#abandon(waiting);
    const said = due.kind === "signal" && waiting?.kind === "signal" ? waiting.said?.value : undefined;
    this.#resume(due.fiber, due.kind === "deadline" ? TIMED_OUT : said);
  }

  // — calls to the outside —

  #launch(fiber: Fiber, effect: ExternalEffect): void {
    this.#appointDeadline(fiber, effect.deadline);
    const flight = new Flight(fiber, effect, this.#agenda.nextSequence(), this);
    fiber.waitingFor = flight;
    try {
      const landed = this.#callers === undefined ? effect.start(flight) : this.#callers.within(flight, () => effect.start(flight));
      if (landed instanceof Promise) this.#takeOff(flight, landed);
      else this.#land(flight, landed);
    } catch (thrown) {
      this.#resume(fiber, thrown, true);
    }
  }

  #takeOff(flight: Flight, landing: Promise<Landed>): void {
    if (flight.sleeping === 0 && !flight.isWaiting) this.#airborne.add(flight);
    landing.then(
      (landed) => this.#touchDown(flight, () => this.#land(flight, landed)),
      (thrown: unknown) => this.#touchDown(flight, () => this.#file(flight.fail(thrown, this.#agenda.now))),
    );
  }

  #touchDown(flight: Flight, file: () => void): void {
    flight.landed = true;
    if (!flight.cancelled) file();
    this.#airborne.delete(flight);
  }

  #land(flight: Flight, landed: Landed): void {
    if (landed !== SILENCE) this.#file(flight.arrive(landed.value, this.#agenda.now + landed.latencyMs));
  }

  /** A reply is due when it was asked for plus its latency, ties in the order of asking, however it was given. */
  #file(flight: Flight): void {
    if (flight.landed) this.#agenda.insert(flight);
    else this.#agenda.append(flight);
  }

  #abandon(flight: Flight): void {
    flight.cancel();
    this.#airborne.delete(flight);
  }

  park(flight: Flight, milliseconds: number): Promise<void> {
    flight.sleeping++;
    // Calls wake in the order they were made: how long each really took until it slept must not show.
    const sequence = flight.sequence + ++flight.naps * NAP;
    const woken = new Promise<void>((wakeUp) => {
      this.#agenda.insert({ kind: "wake", flight, wakeUp, at: this.#agenda.now + milliseconds, sequence });
    });
    this.#airborne.delete(flight);
    return woken;
  }

  busy(flight: Flight): void {
    if (!flight.landed && !flight.cancelled && flight.sleeping === 0) this.#airborne.add(flight);
  }

  waiting(flight: Flight): void {
    this.#airborne.delete(flight);
  }

  abort(flight: Flight, thrown: unknown): void {
    if (flight.cancelled || flight.landed) return;
    this.#abandon(flight);
    this.#resume(flight.fiber, thrown, true);
  }

  /** An answer of the very instant comes first. */
  limit(flight: Flight, milliseconds: number, answer: unknown): void {
    this.#agenda.insert({ kind: "limit", flight, answer, at: this.#agenda.now + milliseconds, sequence: flight.sequence + 0.5 });
  }

  #cutOff({ flight, answer }: CutOff): void {
    this.#abandon(flight);
    this.#resume(flight.fiber, answer);
  }

  async #wake({ flight, wakeUp }: WakeUp): Promise<void> {
    flight.sleeping--;
    this.#airborne.add(flight);
    wakeUp();
    await realTurn();
    if (flight.sleeping > 0) this.#airborne.delete(flight);
  }

  /** What the fibers of a root wait for, in words. */
  waits(root: Root): readonly string[] {
    return root.fiber === undefined ? [] : [...waitsOf(root.fiber)];
  }
}

import type { Instant } from "../base/brand.ts";
import type { Appointment, FiberAppointment } from "./agenda.ts";
import { Agenda } from "./agenda.ts";
import { Breakage } from "./breakage.ts";
import type { CallerHost, Patience } from "./callers.ts";
import { Callers } from "./callers.ts";
import type { Effect, GroupEffect, Step, WaitEffect } from "./effect.ts";
import { TIMED_OUT } from "./effect.ts";
import { Fiber, failureOf, Group, Root, relayed, Thrown, waitsOf } from "./fiber.ts";
import type { Flight } from "./flight.ts";
import type { FiberControl } from "./flights.ts";
import { Flights } from "./flights.ts";
import type { Goal, Stop } from "./goal.ts";
import type { Latch } from "./latch.ts";
import { newLatch } from "./latch.ts";
import { Fifo } from "./ready-queue.ts";
import type { Signal } from "./signal.ts";
import type { TieBreaker } from "./tie-breaker.ts";

/**
 * The one door for time and order. One fiber runs at a time; what is ready runs first in, first out; then the kernel waits
 * until every call under way has landed or sleeps; only then does the clock step to the next due instant.
 */
export class Kernel implements FiberControl, CallerHost {
  readonly #agenda: Agenda;
  readonly #ready = new Fifo<Fiber>();
  readonly #flights: Flights;
  /** A root that wants its driver to have a look; nothing runs on until it has. */
  #pause: { readonly root: Root; readonly over: Latch } | undefined;
  /** Settles when the expression that keeps the turn has been evaluated. */
  #turn: Promise<void> | undefined;
  /** What a fiber of the world itself has thrown. */
  #broken: Breakage | undefined;
  /** Those who ask the world from outside the fibers; nobody, unless a way to ask is open. */
  #callers: Callers | undefined;

  constructor(start: Instant) {
    this.#agenda = new Agenda(start);
    this.#flights = new Flights(this.#agenda, this);
  }

  now(): Instant {
    return this.#agenda.now;
  }

  /** Lets somebody else order what is due at the same instant. */
  breakTies(ties: TieBreaker): void {
    this.#agenda.ties = ties;
  }

  /** Adds a fiber that nobody waits for; it runs when the kernel is driven. */
  start(label: string, body: Step<unknown>, within?: Root): Root {
    const root = new Root(label, within);
    root.fiber = new Fiber(body, root);
    this.#ready.push(root.fiber);
    return root;
  }

  /** The roots that were started last, so many of them, may begin in any order. */
  startedTogether(count: number): void {
    if (count < 2 || this.#agenda.ties === undefined) return;
    for (const fiber of this.#agenda.inAnyOrder(this.#ready.takeLast(count))) this.#ready.push(fiber);
  }

  /** Adds a fiber of the world itself: what it throws, whoever drives throws. */
  serve(label: string, body: Step<unknown>): void {
    this.start(label, this.#served(label, body));
  }

  *#served(label: string, body: Step<unknown>): Step<void> {
    try {
      yield* body;
    } catch (thrown) {
      this.break(thrown, label);
    }
  }

  /** Whatever drives the world throws this: `who`, whom nobody waits for, has thrown it. */
  break(thrown: unknown, who: string): void {
    this.#broken ??= new Breakage(thrown, who);
  }

  /** Stops a root where it is; nothing of it runs on. */
  stop(root: Root): void {
    if (root.fiber !== undefined) this.#cancel(root.fiber);
    root.fiber = undefined;
  }

  /** Lets handlers, and code outside, ask the world; `onWake` is called when somebody has asked and nobody drives. */
  listen(patience: Patience, onWake: () => void): Callers {
    this.#callers ??= new Callers(this, this.#flights, patience, onWake);
    this.#flights.callers = this.#callers;
    return this.#callers;
  }

  /** Runs fibers and moves time towards the goal; answers at once where nothing real was under way. */
  drive(goal: Goal): Stop | Promise<Stop> {
    if (this.#callers === undefined || goal.mayStep !== undefined) return this.#drive(goal);
    return this.#callers.whileDriven(async () => await this.#drive(goal));
  }

  #drive(goal: Goal): Stop | Promise<Stop> {
    this.#broken?.remind();
    const reached = this.#runTowards(goal);
    return reached instanceof Promise ? this.#driveOn(goal, reached) : reached;
  }

  async #driveOn(goal: Goal, first: Promise<void>): Promise<Stop> {
    let reached: Stop | Promise<void> = first;
    while (reached instanceof Promise) {
      await reached;
      reached = this.#runTowards(goal);
    }
    return reached;
  }

  /** As far as it gets without waiting for what is real: answers that, or where it stopped. */
  #runTowards(goal: Goal): Stop | Promise<void> {
    for (;;) {
      this.#runReady();
      this.#broken?.tell();
      if (this.#pause !== undefined) return this.#pause.root.isOf(goal.root) ? this.#endPause(this.#pause.over) : this.#pause.over.settled;
      if (this.#turn !== undefined) return this.#turn;
      if (goal.root?.outcome !== undefined) return "over";
      if (!this.#flights.airborne.isEmpty) return this.#flights.airborne.landings(goal, this.#callers?.patience.handler);
      const next = this.#callers === undefined ? this.#agenda.next(goal.horizon) : this.#nextHeeding(this.#callers, goal);
      if (next === undefined) return this.#stopShort(goal);
      if (next instanceof Promise) return next;
      if (next.kind === "wake") return this.#flights.wake(next);
      if (next.kind === "external") this.resume(next.fiber, next.answer);
      else if (next.kind === "limit") this.#flights.cutOff(next);
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
      yielded = resumption instanceof Thrown ? fiber.body.throw(resumption.thrown) : fiber.body.next(resumption);
      while (yielded.done && relayed(fiber, yielded.value)) yielded = fiber.body.next();
    } catch (thrown) {
      this.#failed(fiber, thrown);
      return;
    }
    if (yielded.done) this.#finished(fiber, yielded.value);
    else this.#perform(fiber, yielded.value);
  }

  /** Lets a fiber go on in its turn. */
  resume(fiber: Fiber, value: unknown): void {
    fiber.wait++;
    fiber.waitingFor = undefined;
    fiber.resumption = value;
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
    if (--group.remaining === 0) this.resume(group.owner, group.results);
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
    this.resume(group.owner, new Thrown(failure));
  }

  #cancelChildren(group: Group): void {
    for (const child of group.children) this.#cancel(child);
  }

  #cancel(fiber: Fiber): void {
    if (fiber.over) return;
    const waiting = fiber.waitingFor;
    if (waiting?.kind === "group") this.#cancelChildren(waiting);
    if (waiting?.kind === "external") this.#flights.abandon(waiting);
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
        this.#appointDeadline(fiber, effect.deadline);
        return this.#flights.launch(fiber, effect);
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
    if (on.said !== undefined) return this.resume(fiber, on.said.value);
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
    const end = (value: unknown): void => {
      this.#turn = undefined;
      if (!fiber.over) this.#resumeFirst(fiber, value);
    };
    this.#turn = promise.then(end, (thrown: unknown) => end(new Thrown(thrown)));
  }

  #resumeFirst(fiber: Fiber, value: unknown): void {
    fiber.resumption = value;
    this.#ready.pushFront(fiber);
  }

  #spawn(fiber: Fiber, effect: GroupEffect): void {
    const group = new Group(fiber, effect.bodies, effect.relay);
    fiber.waitingFor = group;
    this.#appointDeadline(fiber, effect.deadline);
    if (group.remaining === 0) this.resume(fiber, group.results);
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
    if (due.kind === "deadline" && waiting?.kind === "external") this.#flights.abandon(waiting);
    const said = due.kind === "signal" && waiting?.kind === "signal" ? waiting.said?.value : undefined;
    this.resume(due.fiber, due.kind === "deadline" ? TIMED_OUT : said);
  }

  /** A call fails at once, whatever its handler does. */
  abort(flight: Flight, thrown: unknown): void {
    this.#flights.abort(flight, thrown);
  }

  /** What the fibers of a root wait for, in words. */
  waits(root: Root): readonly string[] {
    return root.fiber === undefined ? [] : [...waitsOf(root.fiber)];
  }
}

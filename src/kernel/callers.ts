import { AsyncLocalStorage } from "node:async_hooks";
import type { Instant } from "../base/brand.ts";
import type { Step } from "./effect.ts";
import type { Root } from "./fiber.ts";
import type { Flight } from "./flight.ts";
import type { Flights } from "./flights.ts";
import { Outside } from "./outside.ts";
import type { Answering, Question } from "./questions.ts";
import { Asked, inOrder } from "./questions.ts";
import { realTurn } from "./watchdog.ts";

/** What callers need of the kernel. */
export interface CallerHost {
  now(): Instant;
  start(label: string, body: Step<unknown>): Root;
}

/** How long real silence is listened to, in seconds. */
export interface Patience {
  /** Code outside, after an answer: is it going to ask again? */
  readonly outside: number;
  /** A handler with other questions open, after an answer. */
  readonly handler: number;
}

/**
 * Handlers, and code outside, that ask the world while the kernel holds time for them. Questions are not answered as they arrive, but
 * all together when no handler is busy, in an order that does not depend on how quickly each was asked.
 */
export class Callers {
  readonly outside: Outside = new Outside();
  patience: Patience;
  readonly #host: CallerHost;
  readonly #calls: Flights;
  /** Is called when somebody has asked and nobody drives. */
  readonly #onWake: () => void;
  /** How many drive with a goal of their own. */
  #drivers = 0;
  readonly #flights = new AsyncLocalStorage<Flight>();
  #queue: Asked[] = [];
  /** Reads without news. */
  #held: Asked[] = [];
  /** Open questions of code outside. */
  readonly #open = new Set<Asked>();
  /** Executions that code outside has started, and nobody else drives. */
  readonly #started = new Set<Root>();
  /** What each caller has read at which instant. */
  readonly #seen = new WeakMap<Flight | Outside, Map<string, Seen>>();
  #answering: Promise<void> | undefined;

  constructor(host: CallerHost, calls: Flights, patience: Patience, onWake: () => void) {
    this.#host = host;
    this.#calls = calls;
    this.#onWake = onWake;
    this.patience = patience;
  }

  /** Runs a handler so that what it asks is known to be its. */
  within<T>(flight: Flight, start: () => T): T {
    return this.#flights.run(flight, start);
  }

  /** The handler's call in whose course this is asked; `undefined` outside all of them. */
  get current(): Flight | undefined {
    return this.#flights.getStore();
  }

  /** Asks the world what is still being read; answers when the question's turn has come. */
  ask<T>(arriving: Promise<Question<T>>, flight: Flight | undefined = this.current): Promise<T> {
    const isOver = flight !== undefined && !flight.isUnderWay;
    const asked = new Asked(arriving, isOver ? undefined : flight, !isOver);
    this.#queue.push(asked as Asked);
    if (asked.caller === undefined) this.#open.add(asked as Asked);
    else asked.caller.asks(asked as Asked);
    if (asked.caller !== undefined) this.#calls.waiting(asked.caller);
    else if (asked.holdsTime) this.outside.asks();
    this.#wake();
    return asked.answer;
  }

  /** Time goes on by itself until this is over, unless somebody drives. */
  started(root: Root): void {
    if (this.current === undefined) this.#started.add(root);
  }

  /** Does code outside wait for something that only time can bring? */
  get needDriver(): boolean {
    for (const root of this.#started) if (root.outcome !== undefined) this.#started.delete(root);
    return this.#open.size > 0 || this.#queue.length > 0 || this.#started.size > 0;
  }

  /** Somebody drives: code outside waits for that, and the executions it started are no longer left to themselves. */
  async whileDriven<T>(drive: () => Promise<T>): Promise<T> {
    this.#drivers++;
    this.outside.hush();
    this.#started.clear();
    try {
      return await drive();
    } finally {
      this.#drivers--;
      if (this.needDriver) this.#wake();
    }
  }

  /** Does somebody drive with a goal of their own? */
  get isDriven(): boolean {
    return this.#drivers > 0;
  }

  #wake(): void {
    if (!this.isDriven) this.#onWake();
  }

  /** What there is to answer before time may go on; `undefined` when there is nothing. */
  attend(): Promise<void> | undefined {
    if (this.#answering !== undefined) return this.#answering;
    if (this.#queue.length > 0) return (this.#answering = this.#answerAll());
    const news = this.#held.filter((asked) => this.#hasNews(asked));
    if (news.length > 0) return this.#answerHeld(news);
    return this.outside.holdsTime ? this.outside.listen(this.patience.outside) : undefined;
  }

  /** Two turns of the event loop, for those who ask side by side; then all of them, in order. */
  async #answerAll(): Promise<void> {
    await realTurn();
    await realTurn();
    await this.#arrivals();
    this.#answering = undefined;
    const asked = inOrder(this.#queue);
    this.#queue = [];
    for (const each of asked) this.#begin(each);
  }

  /** Waits until all is read that was sent, also meanwhile. */
  async #arrivals(): Promise<void> {
    for (let known = 0; known < this.#queue.length; ) {
      known = this.#queue.length;
      await Promise.all(this.#queue.map(({ arrival }) => arrival));
    }
  }

  #begin(asked: Asked): void {
    this.outside.hasAsked(asked.key);
    try {
      this.#go(asked, asked.begin());
    } catch (thrown) {
      this.#refuse(asked, thrown);
    }
  }

  #go(asked: Asked, answering: Answering<unknown>): void {
    switch (answering.kind) {
      case "now":
        return this.#answer(asked, answering.value, false);
      case "later":
        this.#host.start(asked.label(), this.#answered(asked, answering.body));
        return;
      case "read":
        return this.#read(asked, answering.look);
    }
  }

  *#answered(asked: Asked, body: Step<unknown>): Step<void> {
    try {
      this.#answer(asked, yield* body, false);
    } catch (thrown) {
      this.#refuse(asked, thrown);
    }
  }

  #read(asked: Asked, look: () => unknown): void {
    asked.look = look;
    asked.heldAt = this.#host.now();
    const seen = this.#seenBy(asked).get(asked.key);
    if (seen?.at === asked.heldAt && seen.text === JSON.stringify(look())) this.#held.push(asked);
    else this.#tell(asked);
  }

  #hasNews(asked: Asked): boolean {
    if (this.#host.now() > asked.heldAt) return true;
    return this.#seenBy(asked).get(asked.key)?.text !== JSON.stringify(asked.look?.());
  }

  #answerHeld(news: readonly Asked[]): Promise<void> {
    this.#held = this.#held.filter((asked) => !news.includes(asked));
    for (const asked of inOrder(news)) this.#tell(asked);
    return Promise.resolve();
  }

  /** Nothing is going to change: code outside is told so, and may give up. */
  tellOutside(): boolean {
    const held = this.#held.filter(({ caller }) => caller === undefined);
    void this.#answerHeld(held);
    return held.length > 0;
  }

  #tell(asked: Asked): void {
    const value = asked.look?.();
    this.#seenBy(asked).set(asked.key, { at: this.#host.now(), text: JSON.stringify(value) });
    this.#answer(asked, value, true);
  }

  #seenBy({ caller }: Asked): Map<string, Seen> {
    const who = caller ?? this.outside;
    let seen = this.#seen.get(who);
    if (seen === undefined) this.#seen.set(who, (seen = new Map<string, Seen>()));
    return seen;
  }

  #answer(asked: Asked, value: unknown, isRead: boolean): void {
    this.#close(asked);
    if (asked.caller === undefined && asked.holdsTime) this.outside.isAnswered(asked.key, isRead);
    asked.resolve(value);
  }

  /** Whoever asked gets the error, and where that was a handler, so does the run: a handler might swallow it. */
  #refuse(asked: Asked, thrown: unknown): void {
    this.#close(asked);
    asked.reject(thrown);
    if (asked.caller !== undefined) this.#calls.abort(asked.caller, thrown);
  }

  #close(asked: Asked): void {
    this.#open.delete(asked);
    asked.caller?.isAnswered(asked);
    if (asked.caller !== undefined) this.#calls.busy(asked.caller);
  }

  /** What code outside waits for, in words. */
  get waits(): readonly string[] {
    return [...this.#open].map((asked) => asked.label());
  }

  /** Nobody will ever answer these. */
  refuseOutside(thrown: unknown): void {
    const open = [...this.#open];
    this.#queue = this.#queue.filter((asked) => !this.#open.has(asked));
    this.#held = this.#held.filter((asked) => !this.#open.has(asked));
    for (const asked of open) this.#refuse(asked, thrown);
    this.#started.clear();
  }
}

interface Seen {
  readonly at: Instant;
  readonly text: string;
}

import type { Instant } from "../base/brand.ts";
import type { Relay, SleepEffect, Step } from "./effect.ts";
import type { Flight } from "./flight.ts";
import type { Signal } from "./signal.ts";

/** What is thrown in the body of a fiber when it goes on. */
export class Thrown {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

/** One line of execution: a generator, or several in turn; what it waits for, and the children it started. Thousands may wait at once: it is lean. */
export class Fiber {
  body: Step<unknown>;
  readonly #within: Group | Root;
  /** Its place among the children of its group. */
  readonly index: number;
  /** Counts waits; a timer made for an earlier wait is stale. */
  wait = 0;
  waitingFor: Waiting | undefined;
  /** What the body is resumed with. */
  resumption: unknown;
  over = false;

  constructor(body: Step<unknown>, within: Group | Root, index = 0) {
    this.body = body;
    this.#within = within;
    this.index = index;
  }

  get parent(): Group | undefined {
    return this.#within instanceof Group ? this.#within : undefined;
  }

  get root(): Root {
    return this.#within instanceof Root ? this.#within : this.#within.owner.root;
  }
}

export type Waiting = SleepEffect | Flight | Signal | Group;

/** Children that run side by side, and the fiber that waits for all of them. */
export class Group {
  readonly kind = "group";
  readonly owner: Fiber;
  readonly relay: Relay | undefined;
  readonly children: readonly Fiber[];
  readonly results: unknown[];
  remaining: number;

  constructor(owner: Fiber, bodies: readonly Step<unknown>[], relay: Relay | undefined) {
    this.owner = owner;
    this.relay = relay;
    this.children = bodies.map((body, index) => new Fiber(body, this, index));
    this.results = new Array(bodies.length);
    this.remaining = bodies.length;
  }
}

/** How a root ended, and when. */
export type RootOutcome = { readonly at: Instant } & ({ readonly value: unknown } | { readonly thrown: unknown });

/** Is told that a root has ended by itself. */
export interface RootWatcher {
  rootOver(): void;
}

/** A fiber nobody waits for, and how it ended. */
export class Root {
  readonly label: string;
  fiber: Fiber | undefined;
  outcome: RootOutcome | undefined;
  /** An object, no function: the engine keeps a function in a field with all that it refers to, once for each root. */
  watcher: RootWatcher | undefined;
  /** Who drives that one wants to look at this one, too. */
  readonly within: Root | undefined;

  constructor(label: string, within?: Root) {
    this.label = label;
    this.within = within;
  }

  /** Is it this root, or one that was started within it? */
  isOf(root: Root | undefined): boolean {
    return this === root || (this.within?.isOf(root) ?? false);
  }

  end(outcome: RootOutcome): void {
    this.outcome = outcome;
    this.fiber = undefined;
    this.watcher?.rootOver();
  }
}

/** What a fiber waits for, or its children do, in words. */
export function* waitsOf(fiber: Fiber): Iterable<string> {
  const waiting = fiber.waitingFor;
  if (waiting?.kind === "external" || waiting?.kind === "signal") yield waiting.label();
  if (waiting?.kind !== "group") return;
  for (const child of waiting.children) if (!child.over) yield* waitsOf(child);
}

/** Goes on with what is next in the fiber's place; is there anything? */
export function relayed(fiber: Fiber, value: unknown): boolean {
  const next = fiber.parent?.relay?.done(fiber.index, value);
  if (next === undefined) return false;
  fiber.body = next;
  return true;
}

/** What a group fails with; a failure while that is worked out comes first. */
export function failureOf({ relay }: Group, place: number, thrown: unknown): unknown {
  if (relay === undefined) return thrown;
  try {
    return relay.failed(place, thrown);
  } catch (failure) {
    return failure;
  }
}

import type { Instant } from "../base/brand.ts";
import type { ExternalHandle, Landed } from "./external.ts";
import type { Signal } from "./signal.ts";

/** A computation that runs as a fiber, most often a generator: it yields what it needs from the kernel and goes on with the answer. */
export interface Step<T> {
  next(answer?: unknown): IteratorResult<Effect, T>;
  throw(thrown: unknown): IteratorResult<Effect, T>;
  return(value: T): IteratorResult<Effect, T>;
  [Symbol.iterator](): Step<T>;
}

/** What a fiber may ask of the kernel; everything else is built from these. */
export type Effect = SleepEffect | ExternalEffect | WaitEffect | ComputeEffect | GroupEffect | PauseEffect;

export interface SleepEffect {
  readonly kind: "sleep";
  readonly until: Instant;
}

/** Asks the world outside; answered at (start + declared latency), ties in the order of starting. */
export interface ExternalEffect {
  readonly kind: "external";
  /** Names what is asked, for deadlock reports and the watchdog. */
  label(): string;
  readonly deadline: Instant | undefined;
  start(handle: ExternalHandle): Landed | Promise<Landed>;
}

/** Waits for what somebody will say, now or at any later instant of the world: a callback, a worker, a message. */
export interface WaitEffect {
  readonly kind: "wait";
  readonly on: Signal;
  readonly deadline: Instant | undefined;
}

/** Waits for an expression: it is no event of the world, so the fiber keeps its turn, and no other overtakes it. */
export interface ComputeEffect {
  readonly kind: "compute";
  readonly promise: Promise<unknown>;
}

/** Runs children side by side; the first failure cancels the others at that instant. */
export interface GroupEffect {
  readonly kind: "group";
  readonly bodies: readonly Step<unknown>[];
  readonly deadline: Instant | undefined;
  readonly relay: Relay | undefined;
}

/** Is told how the children of a group end, in the order in which they do. */
export interface Relay {
  /** The child in this place is done; what it answers, if anything, runs there next. */
  done(place: number, value: unknown): Step<unknown> | undefined;
  /** The child in this place failed, and the others are about to be cancelled: answers what the group fails with. */
  failed(place: number, thrown: unknown): unknown;
}

/** Hands control back to whoever drives the kernel, at this very point. */
export interface PauseEffect {
  readonly kind: "pause";
}

/** What an effect with a deadline answers when the deadline comes first. */
export const TIMED_OUT: unique symbol = Symbol("timed out");
export type TimedOut = typeof TIMED_OUT;

/** Waits until an instant; one that is past already waits for what else is due now. */
export function* sleepUntil(until: Instant): Step<void> {
  yield { kind: "sleep", until };
}

/** Waits for a signal, until `deadline` at most. */
export function* signalled<T>(on: Signal<T>, deadline?: Instant): Step<T | TimedOut> {
  return (yield { kind: "wait", on, deadline }) as T | TimedOut;
}

/** Waits for an expression, keeping the turn. */
export function* computed<T>(promise: Promise<T>): Step<T> {
  return (yield { kind: "compute", promise }) as T;
}

/** Runs all bodies side by side and answers their results in order; throws the first failure. */
export function* all<T>(bodies: readonly Step<T>[], relay?: Relay): Step<readonly T[]> {
  return (yield sideBySide(bodies, relay)) as readonly T[];
}

/** All bodies side by side; the answer is their results in order. */
export function sideBySide(bodies: readonly Step<unknown>[], relay?: Relay): GroupEffect {
  return { kind: "group", bodies, deadline: undefined, relay };
}

/** Runs one body, cancelled at `deadline`. */
export function* withDeadline<T>(deadline: Instant, body: Step<T>): Step<T | TimedOut> {
  const ended = (yield { kind: "group", bodies: [body], deadline, relay: undefined }) as readonly [T] | TimedOut;
  return ended === TIMED_OUT ? TIMED_OUT : ended[0];
}

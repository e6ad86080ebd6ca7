import type { Instant } from "../base/brand.ts";

/** What something outside answered, and how much virtual time it took; `SILENCE` never arrives. */
export type Landed<T = unknown> = { readonly value: T; readonly latencyMs: number } | typeof SILENCE;

/** The answer of what never answers: timeouts and heartbeats end such a wait, in virtual time. */
export const SILENCE: unique symbol = Symbol("silence");

/** What a call to the outside can use while it is under way. */
export interface ExternalHandle {
  now(): Instant;
  /** Waits in virtual time; meanwhile the call holds no time. */
  sleep(milliseconds: number): Promise<void>;
  /** Can code of the user ask the world? */
  readonly mayAsk: boolean;
  /** Runs code of the user: what it asks of the world is known to be asked in the course of this call. */
  within<T>(run: () => T): T;
  /** When the call is not answered by then, this is the answer; what it does after that is heard by nobody. */
  limit(milliseconds: number, answer: unknown): void;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

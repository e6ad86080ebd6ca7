import type { Json, JsonObject } from "../base/json.ts";

/** What an expression may look at besides its input. */
export interface Surroundings {
  /** The value of `$$`. */
  contextObject(): JsonObject;
  /** The value of a variable, `undefined` when it was not assigned. */
  variable(name: string): Json | undefined;
  /** The next random number, 0 ≤ n < 1. */
  random(): number;
  /** The next UUID. */
  uuid(): string;
  /** The present moment of virtual time, in milliseconds. */
  now(): number;
}

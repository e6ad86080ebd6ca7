import type { Instant } from "../base/brand.ts";
import type { Root } from "./fiber.ts";

/** How far to drive: until a root is over, or until nothing is due up to an instant. */
export interface Goal {
  readonly root?: Root;
  readonly horizon: Instant;
  /** Real seconds to wait for a call that does not settle. */
  readonly realSeconds: number;
  /** Makes the error for such a call. */
  stuck(labels: readonly string[]): Error;
  /** May time still move? Asked before each step of whoever drives by the way; others are not asked. */
  readonly mayStep?: () => boolean;
}

/** Why driving ended: the goal's root is over, a fiber paused, what is left is due later (or not wanted), or nothing is left at all. */
export type Stop = "over" | "paused" | "later" | "idle";

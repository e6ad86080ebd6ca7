import type { Fiber } from "./fiber.ts";

/** What one fiber waits for and somebody else says, once: see {@link Kernel.signal}. */
export class Signal<T = unknown> {
  readonly kind = "signal";
  /** Names what is waited for, for deadlock reports. */
  readonly label: () => string;
  /** The fiber that waits; `undefined` before it does, and when it no longer does. */
  waiter: Fiber | undefined;
  /** Its place among what else is due at an instant: that of the wait, however and by whom it is ended. */
  sequence = 0;
  /** What was said, in a box: `undefined` may be said, too. */
  said: { readonly value: T } | undefined;

  constructor(label: () => string) {
    this.label = label;
  }
}

import type { OptionCheck, OptionSet } from "../base/check-options.ts";
import { checkOptions, objectOf, optionSet } from "../base/check-options.ts";
import type { Duration } from "../base/duration.ts";
import { milliseconds } from "../base/duration.ts";
import type { Patience } from "../kernel/callers.ts";

/** How much real time a world gives to code that it has answered, before virtual time goes on without it. */
export interface PatienceOptions {
  /** An application outside every execution, that may be about to ask again; `"100ms"`. */
  readonly application?: Duration;
  /** A handler that waits for another answer, and may be about to ask again beside; `"25ms"`. */
  readonly handler?: Duration;
}

const duration = (name: string): OptionCheck => ({
  // Throws an error of its own, which says more.
  holds: (value) => milliseconds(value as Duration, `\`patience.${name}\``) >= 0,
  wanted: "a duration",
});

const OPTIONS: OptionSet = optionSet<PatienceOptions>("patience", "patience.", {
  application: duration("application"),
  handler: duration("handler"),
});

/** What the option `patience` must be. */
export const patienceObject: OptionCheck = objectOf("an object of durations", 'For example `{ application: "1s" }`.');

/** Reads the option; throws a UsageError for what cannot be. */
export function patienceOf(options: PatienceOptions = {}): Patience {
  checkOptions(options, OPTIONS);
  const { application = "100ms", handler = "25ms" } = options;
  return { outside: milliseconds(application) / 1_000, handler: milliseconds(handler) / 1_000 };
}

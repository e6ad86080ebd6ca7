import type { OptionSet } from "../../../base/check-options.ts";
import { atLeast, checkOptions, oneOf, optionSet } from "../../../base/check-options.ts";
import type { Duration } from "../../../base/duration.ts";
import { milliseconds } from "../../../base/duration.ts";

/** How a function consumes a queue: the settings of Lambda's event source mapping. */
export interface ConsumerOptions {
  /** Messages in one event, at most; 10. */
  readonly batchSize?: number | undefined;
  /** How long to gather messages for an event; 0. */
  readonly batchingWindow?: Duration | undefined;
  /** Events under way at once, at most; no limit. */
  readonly concurrency?: number | undefined;
  /** Does the function answer `{ batchItemFailures: [{ itemIdentifier }] }`? Otherwise an event succeeds or fails as a whole. */
  readonly reportBatchItemFailures?: boolean | undefined;
}

export interface ConsumerSettings {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrency: number;
  readonly reportsItems: boolean;
}

const OPTIONS: OptionSet = optionSet<ConsumerOptions>("a consumer", "", {
  batchSize: {
    holds: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10_000,
    wanted: "a number from 1 to 10,000",
  },
  batchingWindow: { holds: (value) => milliseconds(value as Duration, "`batchingWindow`") <= 300_000, wanted: "5 minutes at most" },
  concurrency: atLeast(1, "a number from 1 on"),
  reportBatchItemFailures: oneOf(true, false),
});

/** Throws a UsageError for options that do not exist or cannot be. */
export function consumerSettings(options: ConsumerOptions): ConsumerSettings {
  checkOptions(options, OPTIONS);
  return {
    batchSize: options.batchSize ?? 10,
    windowMs: milliseconds(options.batchingWindow ?? 0),
    concurrency: options.concurrency ?? Number.POSITIVE_INFINITY,
    reportsItems: options.reportBatchItemFailures ?? false,
  };
}

import type { OptionSet } from "../../../base/check-options.ts";
import { checkOptions, objectOf, oneOf, optionSet } from "../../../base/check-options.ts";
import type { Duration } from "../../../base/duration.ts";
import { milliseconds } from "../../../base/duration.ts";
import { UsageError } from "../../../base/errors.ts";
import { shownValue } from "../../../base/shown-value.ts";
import type { Queue } from "./queue.ts";

/** What a queue is created with; see `aws.sqs.createQueue`. */
export interface QueueOptions {
  /** How long a received message is hidden; 30 s. */
  readonly visibilityTimeout?: Duration | undefined;
  /** How long a message is hidden after it was sent; 0. */
  readonly delay?: Duration | undefined;
  /** How long a message is kept; 4 days. */
  readonly retention?: Duration | undefined;
  /** First in, first out within a message group; also by a name that ends in `.fifo`. */
  readonly fifo?: boolean | undefined;
  /** For FIFO: equal bodies within five minutes are one message. */
  readonly contentBasedDeduplication?: boolean | undefined;
  /** Takes what was received `maxReceiveCount` times and not deleted. */
  readonly deadLetterQueue?: { readonly queue: Queue; readonly maxReceiveCount: number } | undefined;
}

/** The same, complete, in milliseconds. */
export interface QueueSettings {
  visibilityTimeoutMs: number;
  delayMs: number;
  retentionMs: number;
  readonly fifo: boolean;
  readonly contentBasedDeduplication: boolean;
  deadLetterQueue: { readonly queue: Queue; readonly maxReceiveCount: number } | undefined;
}

function duration(name: string): { readonly holds: (value: unknown) => boolean; readonly wanted: string } {
  // Throws an error of its own, which says more.
  return { holds: (value) => milliseconds(value as Duration, `\`${name}\``) >= 0, wanted: "a duration" };
}

const OPTIONS: OptionSet = optionSet<QueueOptions>("a queue", "", {
  visibilityTimeout: duration("visibilityTimeout"),
  delay: duration("delay"),
  retention: duration("retention"),
  fifo: oneOf(true, false),
  contentBasedDeduplication: oneOf(true, false),
  deadLetterQueue: objectOf("{ queue, maxReceiveCount }"),
});

/** Throws a UsageError for options that do not exist or cannot be, and for a name that SQS does not take. */
export function queueSettings(name: string, options: QueueOptions): QueueSettings {
  checkOptions(options, OPTIONS);
  demandName(name, options.fifo);
  const { deadLetterQueue } = options;
  if (deadLetterQueue !== undefined) demandDeadLetterQueue(deadLetterQueue);
  return {
    visibilityTimeoutMs: milliseconds(options.visibilityTimeout ?? 30),
    delayMs: milliseconds(options.delay ?? 0),
    retentionMs: milliseconds(options.retention ?? "4d"),
    fifo: name.endsWith(".fifo"),
    contentBasedDeduplication: options.contentBasedDeduplication ?? false,
    deadLetterQueue,
  };
}

function demandName(name: unknown, fifo: boolean | undefined): void {
  if (typeof name !== "string" || !/^[\w-]{1,75}(\.fifo)?$/.test(name)) {
    throw new UsageError(`A queue's name must be 1 to 80 letters, digits, - and _, but was ${shownValue(name)}.`, { code: "INVALID_NAME" });
  }
  if (fifo === undefined || fifo === name.endsWith(".fifo")) return;
  throw new UsageError(
    `The queue "${name}" ${fifo ? "is to be FIFO, but its name does not end" : "is not to be FIFO, but its name ends"} in .fifo.`,
    {
      code: "INVALID_NAME",
      hint: "SQS tells FIFO queues by their name.",
    },
  );
}

function demandDeadLetterQueue({ queue, maxReceiveCount }: { readonly queue: Queue; readonly maxReceiveCount: number }): void {
  if (typeof queue === "object" && queue !== null && "arn" in queue && Number.isInteger(maxReceiveCount) && maxReceiveCount >= 1) return;
  throw new UsageError("`deadLetterQueue` must be a queue and how often a message may be received.", {
    code: "INVALID_OPTION",
    hint: "For example `deadLetterQueue: { queue: aws.sqs.createQueue('dead'), maxReceiveCount: 3 }`.",
  });
}

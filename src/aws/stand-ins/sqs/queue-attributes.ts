import { membersOf, textOf } from "../parameters.ts";
import type { ApiMembers } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { Queue } from "./queue.ts";
import type { Sqs } from "./sqs.ts";

/** CreateQueue: a queue of that name is the answer when there is one. */
export function createdQueue(sqs: Sqs, input: ApiMembers): Queue {
  const name = textOf(input, "QueueName");
  const known = sqs.queues.find((queue) => queue.name === name);
  if (known !== undefined) return known;
  const attributes = membersOf(input, "Attributes");
  const seconds = (attribute: string): number | undefined =>
    attributes[attribute] === undefined ? undefined : Number(attributes[attribute]);
  return sqs.createQueue(name, {
    visibilityTimeout: seconds("VisibilityTimeout"),
    delay: seconds("DelaySeconds"),
    retention: seconds("MessageRetentionPeriod"),
    contentBasedDeduplication: attributes["ContentBasedDeduplication"] === "true" ? true : undefined,
    deadLetterQueue: deadLetterQueueOf(sqs, attributes["RedrivePolicy"]),
  });
}

function deadLetterQueueOf(sqs: Sqs, policy: unknown): { readonly queue: Queue; readonly maxReceiveCount: number } | undefined {
  if (typeof policy !== "string") return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as { deadLetterTargetArn: string; maxReceiveCount: unknown };
  const queue = sqs.queues.find(({ arn }) => arn === deadLetterTargetArn);
  if (queue !== undefined) return { queue, maxReceiveCount: Number(maxReceiveCount) };
  throw new ApiException(
    "InvalidParameterValue",
    `Value ${policy} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.`,
    { isModelled: false },
  );
}

/** GetQueueAttributes: all of them, or those named. */
export function attributesOf(queue: Queue, names: readonly string[]): { readonly [name: string]: string } {
  const all = allAttributes(queue);
  if (names.includes("All")) return all;
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

function allAttributes({ arn, settings, messages }: Queue): { readonly [name: string]: string } {
  const count = (status: string): string => String(messages.filter((message) => message.status === status).length);
  const { deadLetterQueue, fifo, contentBasedDeduplication } = settings;
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: count("visible"),
    ApproximateNumberOfMessagesNotVisible: count("inFlight"),
    ApproximateNumberOfMessagesDelayed: count("delayed"),
    VisibilityTimeout: String(settings.visibilityTimeoutMs / 1_000),
    DelaySeconds: String(settings.delayMs / 1_000),
    MessageRetentionPeriod: String(settings.retentionMs / 1_000),
    ...(fifo && { FifoQueue: "true", ContentBasedDeduplication: String(contentBasedDeduplication) }),
    ...(deadLetterQueue !== undefined && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterQueue.queue.arn, maxReceiveCount: deadLetterQueue.maxReceiveCount }),
    }),
  };
}

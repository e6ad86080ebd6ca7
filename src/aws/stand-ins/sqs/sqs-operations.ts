import { md5 } from "../../../base/digest.ts";
import type { Operations } from "../operations.ts";
import { asText, listOf, membersOf, optionalNumber, optionalText, textOf } from "../parameters.ts";
import type { ApiMembers, ApiRequest } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import { md5OfAttributes, receivedMessage } from "./message.ts";
import type { Queue } from "./queue.ts";
import { attributesOf, createdQueue } from "./queue-attributes.ts";
import type { Sqs } from "./sqs.ts";

/** The operations of Amazon SQS. */
export const sqsOperations: Operations<Sqs> = {
  createQueue: (sqs, { input }) => ({ QueueUrl: createdQueue(sqs, input).url }),
  deleteQueue: (sqs, { input }) => {
    sqs.remove(queueOf(sqs, input));
    return {};
  },
  getQueueUrl: (sqs, { input }) => ({ QueueUrl: sqs.named(textOf(input, "QueueName")).url }),
  getQueueAttributes: (sqs, { input }) => ({ Attributes: attributesOf(queueOf(sqs, input), listOf(input, "AttributeNames").map(String)) }),
  listQueues: (sqs, { input }) => {
    const prefix = optionalText(input, "QueueNamePrefix") ?? "";
    const urls = sqs.queues.filter(({ name }) => name.startsWith(prefix)).map(({ url }) => url);
    return urls.length === 0 ? {} : { QueueUrls: urls };
  },
  purgeQueue: (sqs, { input }) => {
    queueOf(sqs, input).purge();
    return {};
  },
  sendMessage: (sqs, { input }) => sent(queueOf(sqs, input), input),
  sendMessageBatch: (sqs, { input }) => inBatch(queueOf(sqs, input), input, sent),
  receiveMessage: (sqs, request) => received(queueOf(sqs, request.input), request),
  deleteMessage: (sqs, { input }) => deleted(queueOf(sqs, input), input),
  deleteMessageBatch: (sqs, { input }) => inBatch(queueOf(sqs, input), input, deleted),
  changeMessageVisibility: (sqs, { input }) => hidden(queueOf(sqs, input), input),
  changeMessageVisibilityBatch: (sqs, { input }) => inBatch(queueOf(sqs, input), input, hidden),
};

function queueOf(sqs: Sqs, input: ApiMembers): Queue {
  return sqs.at(textOf(input, "QueueUrl"));
}

function sent(queue: Queue, input: ApiMembers): ApiMembers {
  const body = bodyOf(input);
  const attributes = membersOf(input, "MessageAttributes");
  const delaySeconds = optionalNumber(input, "DelaySeconds");
  const message = queue.add(body, {
    attributes,
    delayMs: delaySeconds === undefined ? undefined : delaySeconds * 1_000,
    groupId: optionalText(input, "MessageGroupId"),
    deduplicationId: optionalText(input, "MessageDeduplicationId"),
  });
  const md5OfMessageAttributes = md5OfAttributes(attributes);
  return {
    MD5OfMessageBody: md5(body),
    ...(md5OfMessageAttributes !== undefined && { MD5OfMessageAttributes: md5OfMessageAttributes }),
    MessageId: message.messageId,
    ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
  };
}

function bodyOf(input: ApiMembers): string {
  if (input["MessageBody"] === "" || input["MessageBody"] === undefined) textOf(input, "MessageBody");
  return asText(input["MessageBody"]);
}

function deleted(queue: Queue, input: ApiMembers): ApiMembers {
  queue.delete(queue.ofReceipt(textOf(input, "ReceiptHandle")));
  return {};
}

function hidden(queue: Queue, input: ApiMembers): ApiMembers {
  const receiptHandle = textOf(input, "ReceiptHandle");
  const message = queue.ofReceipt(receiptHandle);
  if (message === undefined)
    throw new ApiException("ReceiptHandleIsInvalid", `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`);
  queue.hide(message, (optionalNumber(input, "VisibilityTimeout") ?? 0) * 1_000);
  return {};
}

/** Each entry succeeds or fails for itself. */
function inBatch(queue: Queue, input: ApiMembers, one: (queue: Queue, entry: ApiMembers) => ApiMembers): ApiMembers {
  const entries = listOf(input, "Entries");
  if (entries.length === 0)
    throw new ApiException("EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry in the request.");
  if (entries.length > 10)
    throw new ApiException(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  const Successful: ApiMembers[] = [];
  const Failed: ApiMembers[] = [];
  for (const entry of entries) {
    const Id = entry["Id"];
    try {
      Successful.push({ Id, ...one(queue, entry) });
    } catch (thrown) {
      if (!(thrown instanceof ApiException)) throw thrown;
      Failed.push({ Id, SenderFault: true, Code: thrown.code, Message: thrown.message });
    }
  }
  return { Successful, ...(Failed.length > 0 && { Failed }) };
}

/** A long poll looks again each second of virtual time. */
async function received(queue: Queue, { input, handle }: ApiRequest): Promise<ApiMembers> {
  const most = optionalNumber(input, "MaxNumberOfMessages") ?? 1;
  const visibilitySeconds = optionalNumber(input, "VisibilityTimeout");
  const end = handle.now() + (optionalNumber(input, "WaitTimeSeconds") ?? 0) * 1_000;
  for (;;) {
    const messages = queue.receive(most, visibilitySeconds === undefined ? undefined : visibilitySeconds * 1_000);
    if (messages.length > 0) return { Messages: messages.map((message) => receivedMessage(message, md5(message.body))) };
    if (handle.now() >= end) return {};
    await handle.sleep(Math.min(1_000, end - handle.now()));
  }
}

import type { Instant } from "../../../base/brand.ts";
import { nodeCrypto } from "../../../base/node-modules.ts";
import type { ApiMembers } from "../stand-in.ts";

/** A message as a queue keeps it. */
export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: ApiMembers;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly sentAt: Instant;
  /** From when on it can be received. */
  visibleAt: Instant;
  firstReceivedAt: Instant | undefined;
  receiveCount: number;
  receiptHandle: string;
}

/** A message in a queue, as a test sees it. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  /** `"inFlight"`: received, and neither deleted nor visible again; `"delayed"`: not to be received yet. */
  readonly status: "visible" | "inFlight" | "delayed";
  /** How often it was received. */
  readonly receiveCount: number;
  readonly messageAttributes: ApiMembers;
  readonly groupId: string | undefined;
  readonly sentAt: Date;
}

/** A stored message as a test sees it now. */
export function shownMessage(message: StoredMessage, now: Instant): QueueMessage {
  const { messageId, body, receiveCount, messageAttributes, groupId, sentAt } = message;
  return { messageId, body, status: statusOf(message, now), receiveCount, messageAttributes, groupId, sentAt: new Date(sentAt) };
}

export function statusOf({ visibleAt, receiveCount }: StoredMessage, now: Instant): QueueMessage["status"] {
  if (visibleAt <= now) return "visible";
  return receiveCount > 0 ? "inFlight" : "delayed";
}

/** A message as ReceiveMessage answers it. */
export function receivedMessage(message: StoredMessage, md5OfBody: string): ApiMembers {
  const { messageId, receiptHandle, body, messageAttributes } = message;
  const attributes = Object.keys(messageAttributes).length > 0 && { MessageAttributes: messageAttributes };
  return {
    MessageId: messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: md5OfBody,
    Body: body,
    Attributes: systemAttributes(message),
    ...attributes,
  };
}

/** A record of a Lambda event: the same message in the words of an event source mapping. */
export function eventRecord(message: StoredMessage, md5OfBody: string, arn: string, region: string): { readonly [name: string]: unknown } {
  const { messageId, receiptHandle, body, messageAttributes } = message;
  const attributes = Object.entries(messageAttributes).map(([name, value]) => [name, recordAttribute(value as ApiMembers)]);
  return {
    messageId,
    receiptHandle,
    body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(attributes) as object,
    md5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: region,
  };
}

function recordAttribute({ DataType, StringValue, BinaryValue }: ApiMembers): object {
  const value = BinaryValue === undefined ? { stringValue: StringValue } : { binaryValue: base64(BinaryValue) };
  return { ...value, stringListValues: [], binaryListValues: [], dataType: DataType };
}

function systemAttributes(message: StoredMessage): { readonly [name: string]: string } {
  const { sentAt, firstReceivedAt, receiveCount, groupId, deduplicationId, sequenceNumber } = message;
  return {
    ApproximateReceiveCount: String(receiveCount),
    SentTimestamp: String(sentAt),
    SenderId: "AIDAIENQZJOLO23YVJ4VO",
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt ?? sentAt),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
  };
}

/** SQS API, "MD5 of message attributes": names in order, each piece behind its length. */
export function md5OfAttributes(attributes: ApiMembers): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = nodeCrypto().createHash("md5");
  const add = (piece: string | Uint8Array): void => {
    const bytes = Buffer.from(piece as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name] as ApiMembers;
    add(name);
    add(String(DataType));
    hash.update(Buffer.from([BinaryValue === undefined ? 1 : 2]));
    add(BinaryValue === undefined ? String(StringValue) : bytesOf(BinaryValue));
  }
  return hash.digest("hex");
}

/** Bytes come from an SDK client as such, from a Task in base64. */
function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value), "base64");
}

function base64(value: unknown): string {
  return Buffer.from(bytesOf(value)).toString("base64");
}

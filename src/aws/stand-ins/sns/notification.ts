import type { Instant } from "../../../base/brand.ts";
import type { ApiMembers } from "../stand-in.ts";

/** A message on its way from a topic to its subscribers. */
export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string | undefined;
  readonly attributes: ApiMembers;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sentAt: Instant;
}

/** What a queue gets without raw message delivery; the signature is none that would hold. */
export function envelopeOf(notification: Notification, subscriptionArn: string): string {
  const { SignatureVersion, ...members } = snsMembers(notification);
  const unsubscribe = `https://sns.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
  const signed = { SignatureVersion, Signature: "EXAMPLE", SigningCertURL: "EXAMPLE", UnsubscribeURL: unsubscribe };
  const attributes = attributesOf(notification);
  return JSON.stringify({ ...members, ...signed, ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }) });
}

/** A record of the event that a function gets. */
export function snsRecord(notification: Notification, subscriptionArn: string): object {
  const unsubscribe = `https://sns.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
  return {
    EventSource: "aws:sns",
    EventVersion: "1.0",
    EventSubscriptionArn: subscriptionArn,
    Sns: {
      ...snsMembers(notification),
      Subject: notification.subject ?? null,
      Signature: "EXAMPLE",
      SigningCertUrl: "EXAMPLE",
      UnsubscribeUrl: unsubscribe,
      MessageAttributes: attributesOf(notification),
    },
  };
}

function snsMembers({ messageId, topicArn, subject, message, sentAt }: Notification) {
  return {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: message,
    Timestamp: new Date(sentAt).toISOString(),
    SignatureVersion: "1",
  };
}

function attributesOf({ attributes }: Notification): { readonly [name: string]: object } {
  const entries = Object.entries(attributes).map(([name, value]) => {
    const { DataType, StringValue, BinaryValue } = value as ApiMembers;
    return [name, { Type: DataType, Value: StringValue ?? BinaryValue }] as const;
  });
  return Object.fromEntries(entries);
}

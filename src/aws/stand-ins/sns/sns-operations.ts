import type { Operations } from "../operations.ts";
import { asText, listOf, membersOf, optionalText, textOf } from "../parameters.ts";
import type { ApiMembers } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { Sns } from "./sns.ts";
import type { Topic } from "./topic.ts";

/** The operations of Amazon SNS; targets are subscribed by the test, which has them. */
export const snsOperations: Operations<Sns> = {
  createTopic: (sns, { input }) => {
    const name = textOf(input, "Name");
    return { TopicArn: (sns.topics.find((topic) => topic.name === name) ?? sns.createTopic(name)).arn };
  },
  deleteTopic: (sns, { input }) => {
    sns.remove(sns.at(textOf(input, "TopicArn")));
    return {};
  },
  listTopics: (sns) => ({ Topics: sns.topics.map(({ arn }) => ({ TopicArn: arn })) }),
  publish: (sns, { input }) => published(topicOf(sns, input), input),
  publishBatch: (sns, { input }) => {
    const topic = topicOf(sns, input);
    const entries = listOf(input, "PublishBatchRequestEntries");
    return { Successful: entries.map((entry) => ({ Id: entry["Id"], ...published(topic, entry) })), Failed: [] };
  },
};

function topicOf(sns: Sns, input: ApiMembers): Topic {
  return sns.at(textOf({ TopicArn: input["TopicArn"] ?? input["TargetArn"] }, "TopicArn"));
}

function published(topic: Topic, input: ApiMembers): ApiMembers {
  const groupId = optionalText(input, "MessageGroupId");
  if (topic.name.endsWith(".fifo") && groupId === undefined) {
    const message = "Invalid parameter: The MessageGroupId parameter is required for FIFO topics";
    throw new ApiException("InvalidParameterException", message, { code: "InvalidParameter" });
  }
  const messageId = topic.add({
    message: messageOf(input),
    subject: optionalText(input, "Subject"),
    attributes: membersOf(input, "MessageAttributes"),
    groupId,
    deduplicationId: optionalText(input, "MessageDeduplicationId"),
  });
  return { MessageId: messageId };
}

/** With `MessageStructure: "json"` the message holds one for each protocol. */
function messageOf(input: ApiMembers): string {
  const message = asText(input["Message"]);
  if (input["MessageStructure"] !== "json") return message;
  const { default: common } = JSON.parse(message) as { readonly default?: unknown };
  if (typeof common === "string") return common;
  throw new ApiException("InvalidParameterException", "Invalid parameter: Message Structure - No default entry in JSON message body", {
    code: "InvalidParameter",
  });
}

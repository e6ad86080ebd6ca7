import { md5 } from "../../base/digest.ts";
import type { ServiceOperation } from "../../sdk/service-model.ts";

type Fields = Record<string, unknown>;

/** SQS clients refuse answers without the digest of what was sent or received; a mock need not compute it. */
const DIGESTS: { readonly [operation: string]: (output: Fields, input: Readonly<Fields>) => Fields } = {
  SendMessage: (output, input) => ({ MD5OfMessageBody: md5Of(input["MessageBody"]), ...output }),
  SendMessageBatch: (output, input) => ({ ...output, Successful: listOf(output["Successful"]).map((entry) => sentEntry(entry, input)) }),
  ReceiveMessage: (output) =>
    "Messages" in output
      ? { ...output, Messages: listOf(output["Messages"]).map((message) => ({ MD5OfBody: md5Of(message["Body"]), ...message })) }
      : output,
};

/** The output of an SQS operation with its digests; any other output as it is. */
export function withDigests({ service, name }: ServiceOperation, output: Fields, input: Readonly<Fields>): Fields {
  const complete = service.client === "sqs" ? DIGESTS[name] : undefined;
  return complete === undefined ? output : complete(output, input);
}

function sentEntry(entry: Fields, input: Readonly<Fields>): Fields {
  const sent = listOf(input["Entries"]).find(({ Id }) => Id === entry["Id"]);
  return { MD5OfMessageBody: md5Of(sent?.["MessageBody"]), ...entry };
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

function md5Of(text: unknown): string {
  return md5(String(text ?? ""));
}

import * as sfn from "@aws-sdk/client-sfn";
import * as sqs from "@aws-sdk/client-sqs";
import { AwsSmithyRpcV2CborProtocol, AwsSmithyRpcV2JsonProtocol } from "@aws-sdk/core/protocols";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/wire/codec.ts";
import { refusal } from "../../src/wire/refusal.ts";
import type { Answers } from "./answering-client.ts";
import { answering } from "./answering-client.ts";

const queueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/q";

describe.each([
  ["rpcv2Cbor", AwsSmithyRpcV2CborProtocol],
  ["rpcv2Json", AwsSmithyRpcV2JsonProtocol],
])("a client that speaks %s", (_, protocol) => {
  const sfnClient = (answers: Answers): sfn.SFNClient => new sfn.SFNClient({ ...answering(answers), protocol } as never);
  const sqsClient = (answers: Answers): sqs.SQSClient => new sqs.SQSClient({ ...answering(answers), protocol, md5: false } as never);

  test("is understood where there is nothing to say in either direction", async () => {
    const asked: unknown[] = [];
    const client = sqsClient((call) => {
      asked.push([call.operation, call.input]);
      return { output: undefined };
    });

    await client.send(new sqs.DeleteQueueCommand({ QueueUrl: queueUrl }));
    const { QueueUrls } = await client.send(new sqs.ListQueuesCommand({}));

    expect(asked).toEqual([
      ["deleteQueue", { QueueUrl: queueUrl }],
      ["listQueues", {}],
    ]);
    expect(QueueUrls).toBeUndefined();
  });

  test("throws the class of a modelled error, with its members", async () => {
    const failing = sfnClient(() => ({
      error: { name: "ValidationException", message: "bad input", reason: "INVALID_ROUTING_CONFIGURATION" },
    }));

    const sending = failing.send(new sfn.DescribeExecutionCommand({ executionArn: "arn" }));

    await expect(sending).rejects.toBeInstanceOf(sfn.ValidationException);
    await expect(sending).rejects.toMatchObject({ message: "bad input", reason: "INVALID_ROUTING_CONFIGURATION" });
  });

  test("throws the class of an error by its code in queries, where its service was one of these", async () => {
    const failing = sqsClient(() => ({ error: { name: "QueueDoesNotExist", message: "gone" } }));

    const sending = failing.send(new sqs.SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "m" }));

    await expect(sending).rejects.toBeInstanceOf(sqs.QueueDoesNotExist);
    await expect(sending).rejects.toMatchObject({ message: "gone", Error: { Code: "AWS.SimpleQueueService.NonExistentQueue" } });
  });

  test("throws its base exception under a name the API does not know", async () => {
    const failing = sfnClient(() => ({ error: { name: "NobodyKnowsThis", message: "odd" } }));

    await expect(failing.send(new sfn.ListActivitiesCommand({}))).rejects.toMatchObject({
      name: "NobodyKnowsThis",
      message: "odd",
      $fault: "client",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("can read why its request is refused", async () => {
    const refusing = {
      ...answering(() => ({ output: {} })),
      requestHandler: {
        handle: async ({ hostname, headers }: { hostname: string; headers: Record<string, string> }) => {
          const why = new Error(`not «installed» ${"x".repeat(300)}`);
          const { status, ...answer } = refusal({ method: "POST", url: `https://${hostname}/`, headers, body: new Uint8Array() }, why);
          return { response: { statusCode: status, ...answer } };
        },
      },
    };

    const sending = new sfn.SFNClient({ ...refusing, protocol } as never).send(new sfn.ListActivitiesCommand({ maxResults: 1 }));

    await expect(sending).rejects.toMatchObject({ message: `not «installed» ${"x".repeat(300)}`, $metadata: { httpStatusCode: 400 } });
  });
});

describe("without the service's client", () => {
  const authorization = "AWS4-HMAC-SHA256 Credential=AKID/20250101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0";
  const request = (protocol: string): Parameters<typeof decode>[0] => ({
    method: "POST",
    url: "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/PutMetricData",
    headers: { "smithy-protocol": protocol, "content-type": "application/cbor", authorization },
    body: Buffer.of(0xa0),
  });

  test("CBOR is refused with what to install", async () => {
    await expect(decode(request("rpc-v2-cbor"))).rejects.toMatchObject({
      code: "SDK_CLIENT_MISSING",
      hint: expect.stringContaining("Install the client of cloudwatch") as string,
    });
  });

  test("a protocol that nobody knows is refused by its name", async () => {
    const refused = decode(request("rpc-v9"));

    await expect(refused).rejects.toMatchObject({ code: "UNSUPPORTED_PROTOCOL" });
    await expect(refused).rejects.toThrow(
      "A request to monitoring.us-east-1.amazonaws.com is written in rpc-v9, which is not supported over HTTP.",
    );
  });
});

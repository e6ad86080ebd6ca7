import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { fromContainerMetadata, fromInstanceMetadata } from "@smithy/credential-provider-imds";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { after, fails, mockAws, runStateMachine } from "sfn-testkit";
import { awsHandlers, interceptAws } from "sfn-testkit/msw";
import { afterEach, describe, expect, test, vi } from "vitest";
import { taskMachine } from "./machines.ts";
import { guardNetwork } from "./no-network.ts";

guardNetwork();

const publish = async (client: SNSClient = new SNSClient()): Promise<string | undefined> =>
  (await client.send(new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:123456789012:orders", Message: "o-1" }))).MessageId;

/** MSW 2 has one name for it, MSW 3 another. */
const refusingOthers = { onUnhandledRequest: "error", onUnhandledFrame: "error" } as const;

const answering = (MessageId: string) => mockAws({ sns: { publish: { MessageId } } });

describe("with a server of the user's own", () => {
  const server = setupServer(http.get("https://api.example.com/orders", () => HttpResponse.json(["o-1"])));
  afterEach(() => server.close());

  test("its handlers and the world's answer side by side, also after resetHandlers()", async () => {
    server.listen(refusingOthers);
    using interception = interceptAws(answering("m-1"), { server });
    server.resetHandlers();

    expect(interception.server).toBe(server);
    expect(await (await fetch("https://api.example.com/orders")).json()).toEqual(["o-1"]);
    expect(await publish()).toBe("m-1");
  });

  test("a handler that a test adds later comes before the world", async () => {
    server.listen();
    using _ = interceptAws(answering("m-1"), { server });
    const xml = "<PublishResponse><PublishResult><MessageId>m-2</MessageId></PublishResult></PublishResponse>";
    server.use(http.post("https://sns.us-east-1.amazonaws.com/", () => new HttpResponse(xml)));

    expect(await publish()).toBe("m-2");
  });

  test("what neither answers is still the server's to refuse", async () => {
    server.listen(refusingOthers);
    using _ = interceptAws(answering("m-1"), { server });

    await expect(fetch("https://api.example.com/unknown")).rejects.toThrow();
  });
});

test("awsHandlers() are handlers like others", async () => {
  const server = setupServer(...awsHandlers(answering("m-1")));
  server.listen();
  const client = new SNSClient({ region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } });

  expect(await publish(client)).toBe("m-1");
  server.close();
});

describe("the world that answers", () => {
  test("is the one intercepted last, and the one before it again when that is closed", async () => {
    using _ = interceptAws(answering("first"));
    const second = interceptAws(answering("second"));

    expect(await publish()).toBe("second");
    second.close();
    expect(await publish()).toBe("first");
  });

  test("is each boundary's own, however they interleave", async () => {
    using _ = interceptAws(answering("global"));
    const runAs = async (name: string): Promise<unknown> => {
      using outer = interceptAws(answering("other"));
      return await outer.boundary(async () => {
        using _inner = interceptAws(answering(name));
        return [await publish(), await publish()];
      })();
    };
    const names = ["a", "b", "c", "d"];

    expect(await Promise.all(names.map(runAs))).toEqual(names.map((name) => [name, name]));
  });

  test("is a handler's own, whichever was intercepted last", async () => {
    const publishes = async () => ({ MessageId: await publish() });
    const own = mockAws({ lambda: { Publish: publishes }, sns: { publish: { MessageId: "m-own" } } });
    using _ = interceptAws(own);
    using __ = interceptAws(answering("m-last"));

    expect(await runStateMachine(taskMachine("Publish"), { aws: own })).toHaveSucceeded({ MessageId: "m-own" });
    expect(await publish()).toBe("m-last");
  });

  test("begins anew with reset(), and goes on answering", async () => {
    const aws = mockAws({ sns: { publish: [{ MessageId: "m-1" }, { MessageId: "m-2" }] } });
    using _ = interceptAws(aws);

    expect([await publish(), await publish()]).toEqual(["m-1", "m-2"]);
    aws.reset();
    expect(await publish()).toBe("m-1");
    expect(aws.calls("sns:publish")).toHaveLength(1);
  });
});

describe("other traffic", () => {
  test("reaches the server it is meant for, untouched and without a word", async () => {
    const real = createServer((request, response) => response.end(`real ${request.url}`)).listen(0, "127.0.0.1");
    await once(real, "listening");
    const { port } = real.address() as AddressInfo;
    using _ = interceptAws(mockAws());
    const warn = vi.spyOn(console, "warn");

    expect(await (await fetch(`http://127.0.0.1:${port}/orders`)).text()).toBe("real /orders");
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
    real.close();
  });

  test("that is signed is AWS's, wherever it goes", async () => {
    using _ = interceptAws(answering("m-1"));

    expect(await publish(new SNSClient({ endpoint: "http://127.0.0.1:9" }))).toBe("m-1");
  });
});

describe("credentials", () => {
  test("are not needed, and the environment is as before afterwards", async () => {
    const before = { ...process.env };
    const { AWS_ACCESS_KEY_ID: keyBefore, AWS_REGION: regionBefore } = before;
    const interception = interceptAws(answering("m-1"));

    expect(await publish()).toBe("m-1");
    interception.close();
    expect([process.env["AWS_ACCESS_KEY_ID"], process.env["AWS_REGION"]]).toEqual([keyBefore, regionBefore]);
  });

  test("of instances come from the process itself", async () => {
    using _ = interceptAws(mockAws());

    expect(await fromInstanceMetadata()()).toMatchObject({ accessKeyId: "AKIAIOSFODNN7EXAMPLE" });
  });

  test("of containers come from the process itself", async () => {
    process.env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/role";
    using _ = interceptAws(mockAws());

    expect(await fromContainerMetadata()()).toMatchObject({ accessKeyId: "AKIAIOSFODNN7EXAMPLE" });
    delete process.env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"];
  });
});

describe("a mock that is asked over HTTP", () => {
  test("counts with the Tasks that ask it, and is logged with them", async () => {
    const aws = mockAws({ sqs: { sendMessage: [{ MessageId: "m-1" }, { MessageId: "m-2" }] } });
    using _ = interceptAws(aws);
    const Resource = "arn:aws:states:::sqs:sendMessage";
    const input = { QueueUrl: "https://sqs.us-east-1.amazonaws.com/1/orders", MessageBody: "o-1" };

    const sent = await new SQSClient().send(new SendMessageCommand(input));
    const execution = await runStateMachine({ StartAt: "Send", States: { Send: { Type: "Task", Resource, End: true } } }, { aws, input });

    expect(sent.MessageId).toBe("m-1");
    expect(execution).toHaveSucceeded({ MessageId: "m-2" });
    expect(aws.calls("sqs:sendMessage").map(({ input: asked }) => asked)).toEqual([input, input]);
  });

  test("answers after virtual time", async () => {
    const aws = mockAws({ sns: { publish: after("2h", { MessageId: "m-1" }) } });
    using _ = interceptAws(aws);

    expect(await publish()).toBe("m-1");
    expect(aws.now).toEqual(new Date("2025-01-01T02:00:00.000Z"));
  });

  test("gets what the client sent, with its bytes", async () => {
    const asked: unknown[] = [];
    using _ = interceptAws(mockAws({ dynamodb: { getItem: (input) => void asked.push(input) } }));

    await new DynamoDBClient().send(new GetItemCommand({ TableName: "t", Key: { id: { B: new Uint8Array([1, 2]) } } }));

    expect(asked).toEqual([{ TableName: "t", Key: { id: { B: new Uint8Array([1, 2]) } } }]);
  });

  test("may be given by the client's command, and then comes first", async () => {
    const aws = mockAws({ dynamodb: { getItem: { Item: {} } } });
    aws.on(GetItemCommand, ({ TableName }) => ({ Item: { from: { S: TableName ?? "" } } }));
    using _ = interceptAws(aws);

    const { Item } = await new DynamoDBClient().send(new GetItemCommand({ TableName: "orders", Key: {} }));

    expect(Item).toEqual({ from: { S: "orders" } });
  });

  test("for a function fails inside the answer, as Lambda does", async () => {
    using _ = interceptAws(mockAws({ lambda: { charge: fails("Declined", "no money") } }));

    const { FunctionError, Payload } = await new LambdaClient().send(new InvokeCommand({ FunctionName: "charge" }));

    expect(FunctionError).toBe("Unhandled");
    expect(JSON.parse(Payload?.transformToString() ?? "")).toEqual({ errorType: "Declined", errorMessage: "no money" });
  });

  test("for a function that is invoked asynchronously runs after the caller has gone on", async () => {
    const aws = mockAws({ lambda: { charge: after("10s", {}), Outer: invokeEvent } });
    using _ = interceptAws(aws);

    const execution = await runStateMachine(taskMachine("Outer"), { aws });
    await aws.finish();

    expect(execution).toHaveSucceeded(202);
    expect(execution).toHaveLasted(0);
    expect(aws.calls("lambda:invoke")).toHaveLength(2);
  });
});

describe("retries of the SDK", () => {
  test("are as many as without us, and cost no real time", async () => {
    const throttled = fails("ThrottlingException", "slow down");
    using _ = interceptAws(mockAws({ sns: { publish: [throttled, throttled, { MessageId: "m-1" }] } }));
    const client = new SNSClient({ maxAttempts: 3 });

    const { MessageId, $metadata } = await client.send(
      new PublishCommand({ TopicArn: "arn:aws:sns:us-east-1:123456789012:o", Message: "o" }),
    );

    expect(MessageId).toBe("m-1");
    expect($metadata).toMatchObject({ attempts: 3, totalRetryDelay: 0 });
  });

  test("end when the client gives up", async () => {
    const aws = mockAws({ sns: { publish: fails("ThrottlingException", "slow down") } });
    using _ = interceptAws(aws);

    await expect(publish()).rejects.toMatchObject({ $metadata: { attempts: 3, totalRetryDelay: 0 } });
    expect(aws.calls("sns:publish")).toHaveLength(3);
  });
});

async function invokeEvent(): Promise<number | undefined> {
  return (await new LambdaClient().send(new InvokeCommand({ FunctionName: "charge", InvocationType: "Event" }))).StatusCode;
}

import { after, mockAws, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, service } from "../running/machines.ts";

const sending = (parameters: object, resource = "sqs:sendMessage"): object => machine({ Send: service(resource, parameters) });

describe("a Task sends to a queue", () => {
  test("which keeps the message, and answers as SQS does", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");

    const execution = await runStateMachine(sending({ QueueUrl: jobs.url, MessageBody: { id: 1 } }), { aws });

    expect(execution.output).toEqual({ MD5OfMessageBody: "d2ce28b9a7fd7e4407e2b0fd499b7fe4", MessageId: jobs.messages[0]?.messageId });
    expect(jobs.messages).toMatchObject([{ body: '{"id":1}', status: "visible", receiveCount: 0, sentAt: new Date("2025-01-01") }]);
  });

  test("in the words of the SDK that Step Functions uses, for aws-sdk:", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");

    const execution = await runStateMachine(sending({ QueueUrl: jobs.url, MessageBody: "a" }, "aws-sdk:sqs:sendMessage"), { aws });

    expect(execution.output).toMatchObject({ Md5OfMessageBody: "0cc175b9c0f1b6a831c399e269772661" });
  });

  test.each([
    [
      "sqs:sendMessage",
      "SQS.QueueDoesNotExistException",
      "(Service: AmazonSQS; Status Code: 400; Error Code: AWS.SimpleQueueService.NonExistentQueue;",
    ],
    ["aws-sdk:sqs:sendMessage", "Sqs.QueueDoesNotExistException", "(Service: Sqs, Status Code: 400, Request ID: "],
  ])("that does not exist, and %s fails with AWS's own error", async (resource, error, cause) => {
    const aws = mockAws();
    aws.sqs.createQueue("jobs");

    const execution = await runStateMachine(
      sending({ QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/job", MessageBody: "a" }, resource),
      { aws },
    );

    expect(execution).toHaveFailed({ error, cause: expect.stringContaining(`The specified queue does not exist. ${cause}`) });
  });

  test("without a body, which is the service's general exception", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");

    const execution = await runStateMachine(sending({ QueueUrl: jobs.url, MessageBody: "" }), { aws });

    expect(execution).toHaveFailed({
      error: "SQS.AmazonSQSException",
      cause: expect.stringContaining(
        "The request must contain the parameter MessageBody. (Service: AmazonSQS; Status Code: 400; Error Code: MissingParameter;",
      ),
    });
  });

  test("unless a mock answers first", async () => {
    const aws = mockAws({ sqs: { sendMessage: { MessageId: "mocked" } }, otherwise: "never" });
    const jobs = aws.sqs.createQueue("jobs");

    expect((await runStateMachine(sending({ QueueUrl: jobs.url, MessageBody: "a" }), { aws })).output).toEqual({ MessageId: "mocked" });
    expect(jobs.messages).toEqual([]);
  });

  test("which comes before `otherwise`, and leaves other services to it", async () => {
    const aws = mockAws({ otherwise: { MessageId: "otherwise" } });
    const jobs = aws.sqs.createQueue("jobs");

    await runStateMachine(sending({ QueueUrl: jobs.url, MessageBody: "a" }), { aws });

    expect(jobs.messages).toHaveLength(1);
    expect((await runStateMachine(sending({ TopicArn: "t", Message: "m" }, "sns:publish"), { aws })).output).toEqual({
      MessageId: "otherwise",
    });
  });

  test("by an operation that the stand-in does not know, which is refused by name", async () => {
    const aws = mockAws();
    aws.sqs.createQueue("jobs");

    await expect(runStateMachine(sending({ QueueUrl: "jobs" }, "aws-sdk:sqs:listQueueTags"), { aws })).rejects.toMatchObject({
      code: "UNKNOWN_OPERATION",
      state: "Send",
      message: expect.stringContaining('The stand-in aws.sqs does not know the operation "listQueueTags".'),
    });
  });
});

describe("a world without a queue", () => {
  test("has no stand-in for SQS: the mock is missing", async () => {
    await expect(runStateMachine(sending({ QueueUrl: "jobs", MessageBody: "a" }), { aws: mockAws() })).rejects.toMatchObject({
      code: "MISSING_MOCK",
    });
  });

  test("is what reset makes: a queue of before is refused", () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    aws.reset();

    expect(aws.sqs.queues).toEqual([]);
    expect(() => jobs.send("a")).toThrow(expect.objectContaining({ code: "RESOURCE_OF_A_FORMER_WORLD" }));
  });
});

describe("a queue", () => {
  test("shows a message only after its delay", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs", { delay: "10s" });
    jobs.send("a");
    jobs.send("b", { delay: 0 });

    expect(jobs.messages.map(({ body, status }) => [body, status])).toEqual([
      ["a", "delayed"],
      ["b", "visible"],
    ]);
    await aws.advance("10s");
    expect(jobs.messages.map(({ status }) => status)).toEqual(["visible", "visible"]);
  });

  test("hides what was received until the visibility timeout, and forgets what is too old", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs", { visibilityTimeout: "1m", retention: "2m" });
    jobs.send("a");

    const received = await runStateMachine(sending({ QueueUrl: jobs.url }, "aws-sdk:sqs:receiveMessage"), { aws });

    expect(received.output).toMatchObject({
      Messages: [{ Body: "a", Md5OfBody: "0cc175b9c0f1b6a831c399e269772661", Attributes: { ApproximateReceiveCount: "1" } }],
    });
    expect(jobs.messages).toMatchObject([{ status: "inFlight", receiveCount: 1 }]);
    await aws.advance("1m");
    expect(jobs.messages).toMatchObject([{ status: "visible", receiveCount: 1 }]);
    await aws.advance("1m");
    expect(jobs.messages).toEqual([]);
  });

  test("is polled for long: the answer comes when a message does", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    jobs.send("a", { delay: 7 });

    const polled = await runStateMachine(sending({ QueueUrl: jobs.url, WaitTimeSeconds: 20 }, "aws-sdk:sqs:receiveMessage"), { aws });
    const again = await runStateMachine(sending({ QueueUrl: jobs.url, WaitTimeSeconds: 20 }, "aws-sdk:sqs:receiveMessage"), { aws });

    expect(polled.durationSeconds).toBe(7);
    expect(again.output).toEqual({});
    expect(again.durationSeconds).toBe(20);
  });

  test("deletes by receipt handle, and hides for as long as it is told", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    jobs.send("a");
    jobs.send("b");
    const receiving = machine({
      Receive: service("aws-sdk:sqs:receiveMessage", { QueueUrl: jobs.url, MaxNumberOfMessages: 10 }, { Next: "Delete" }),
      Delete: service(
        "aws-sdk:sqs:deleteMessage",
        { QueueUrl: jobs.url, "ReceiptHandle.$": "$.Messages[0].ReceiptHandle" },
        { Next: "Show", ResultPath: null },
      ),
      Show: service("aws-sdk:sqs:changeMessageVisibility", {
        QueueUrl: jobs.url,
        "ReceiptHandle.$": "$.Messages[1].ReceiptHandle",
        VisibilityTimeout: 0,
      }),
    });

    await runStateMachine(receiving, { aws });

    expect(jobs.messages).toMatchObject([{ body: "b", status: "visible" }]);
  });

  test.each([
    [{ visibility: 3 }, "UNKNOWN_OPTION"],
    [{ delay: "soon" }, "INVALID_DURATION"],
    [{ fifo: true }, "INVALID_NAME"],
    [{ deadLetterQueue: {} }, "INVALID_OPTION"],
  ])("with the options %o is refused", (options, code) => {
    expect(() => mockAws().sqs.createQueue("jobs", options as object)).toThrow(expect.objectContaining({ name: "UsageError", code }));
  });
});

describe("a FIFO queue", () => {
  test("takes a message once within five minutes", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs.fifo", { contentBasedDeduplication: true });

    const ids = [jobs.send("a", { groupId: "g" }), jobs.send("a", { groupId: "g" })];
    await aws.advance("5m");
    ids.push(jobs.send("a", { groupId: "g" }));

    expect(new Set(ids).size).toBe(2);
    expect(jobs.messages).toHaveLength(2);
  });

  test("gives nothing of a group of which a message is in flight", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs.fifo", { contentBasedDeduplication: true });
    for (const [body, groupId] of [
      ["a1", "a"],
      ["a2", "a"],
      ["b1", "b"],
    ])
      jobs.send(body, { groupId });
    const order: string[] = [];

    jobs.consume(
      (event: { Records: { body: string }[] }) => {
        order.push(...event.Records.map(({ body }) => body));
        return after("10s", {});
      },
      { batchSize: 1 },
    );
    await aws.settle();

    expect(order).toEqual(["a1", "b1"]);
    await aws.finish();
    expect(order).toEqual(["a1", "b1", "a2"]);
    expect(jobs.messages).toEqual([]);
  });
});

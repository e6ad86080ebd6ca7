import { fails, mockAws, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, service } from "../running/machines.ts";

const string = (StringValue: string) => ({ DataType: "String", StringValue });

describe("a topic", () => {
  test("delivers what a Task publishes to queues, in SNS's envelope or raw, and keeps it", async () => {
    const aws = mockAws();
    const orders = aws.sns.createTopic("orders");
    const [enveloped, raw] = [aws.sqs.createQueue("enveloped"), aws.sqs.createQueue("raw")];
    orders.subscribe(enveloped);
    orders.subscribe(raw, { rawMessageDelivery: true });
    const publishing = machine({
      Tell: service("sns:publish", {
        TopicArn: orders.arn,
        Message: { id: 1 },
        Subject: "new",
        MessageAttributes: { kind: string("created") },
      }),
    });

    const { output } = await runStateMachine(publishing, { aws });

    const [published] = orders.published;
    expect(output).toEqual({ MessageId: published?.messageId });
    expect(published).toMatchObject({ message: '{"id":1}', subject: "new", at: new Date("2025-01-01") });
    expect(JSON.parse(enveloped.messages[0]?.body ?? "")).toMatchObject({
      Type: "Notification",
      TopicArn: orders.arn,
      Subject: "new",
      Message: '{"id":1}',
      Timestamp: "2025-01-01T00:00:00.000Z",
      MessageAttributes: { kind: { Type: "String", Value: "created" } },
    });
    expect(raw.messages).toMatchObject([{ body: '{"id":1}', messageAttributes: { kind: string("created") } }]);
  });

  test("invokes functions with SNS's event, by name or as they are", async () => {
    const seen: unknown[] = [];
    const aws = mockAws({ lambda: { Notify: (event: object) => void seen.push(event) } });
    const orders = aws.sns.createTopic("orders");
    orders.subscribe("Notify");
    orders.subscribe((event: object) => void seen.push(event));
    orders.publish("hello");

    await aws.finish();

    expect(seen).toHaveLength(2);
    expect(seen[0]).toMatchObject({
      Records: [{ EventSource: "aws:sns", Sns: { Message: "hello", Subject: null, TopicArn: orders.arn } }],
    });
  });

  test("tries a failing function again after one minute, and two more", async () => {
    const aws = mockAws({ lambda: { Notify: fails("Down") } });
    aws.sns.createTopic("orders").subscribe("Notify");
    aws.sns.topics[0]?.publish("hello");

    await aws.finish();

    expect(aws.calls("lambda:invoke").map(({ at }) => (at.getTime() - Date.UTC(2025, 0)) / 1_000)).toEqual([0, 60, 180]);
  });

  test("delivers by filter policy", () => {
    const aws = mockAws();
    const orders = aws.sns.createTopic("orders");
    const large = aws.sqs.createQueue("large");
    orders.subscribe(large, { rawMessageDelivery: true, filterPolicy: { kind: ["created"], amount: [{ numeric: [">", 100] }] } });

    orders.publish("yes", { attributes: { kind: string("created"), amount: { DataType: "Number", StringValue: "101" } } });
    orders.publish("small", { attributes: { kind: string("created"), amount: { DataType: "Number", StringValue: "99" } } });
    orders.publish("no attributes");

    expect(large.messages.map(({ body }) => body)).toEqual(["yes"]);
  });

  test.each([
    [
      "sns:publish",
      "SNS.NotFoundException",
      "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: ",
    ],
    ["aws-sdk:sns:publish", "Sns.NotFoundException", "Topic does not exist (Service: Sns, Status Code: 404, Request ID: "],
  ])("that does not exist fails %s with AWS's own error", async (resource, error, cause) => {
    const aws = mockAws();
    aws.sns.createTopic("orders");

    const execution = await runStateMachine(
      machine({ Tell: service(resource, { TopicArn: "arn:aws:sns:us-east-1:123456789012:other", Message: "m" }) }),
      { aws },
    );

    expect(execution).toHaveFailed({ error, cause: expect.stringContaining(cause) });
  });
});

describe("an event bus", () => {
  const putting = (entry: object): object =>
    machine({
      Put: service("events:putEvents", {
        Entries: [{ Source: "orders", DetailType: "created", Detail: { id: "o-1", amount: 5 }, ...entry }],
      }),
    });

  test("keeps what was published", async () => {
    const aws = mockAws();
    aws.events.record();

    const { output } = await runStateMachine(putting({}), { aws });

    expect(aws.events.published).toEqual([
      {
        id: expect.any(String),
        bus: "default",
        source: "orders",
        detailType: "created",
        detail: { id: "o-1", amount: 5 },
        resources: [],
        at: new Date("2025-01-01"),
      },
    ]);
    expect(output).toEqual({ Entries: [{ EventId: aws.events.published[0]?.id }], FailedEntryCount: 0 });
  });

  test("delivers the whole event to the targets of the rules that match", async () => {
    const seen: unknown[] = [];
    const aws = mockAws({ lambda: { Notify: (event: object) => void seen.push(event) } });
    const jobs = aws.sqs.createQueue("jobs");
    aws.events.addRule({ pattern: { source: ["orders"], detail: { amount: [{ numeric: [">", 1] }] } }, targets: [jobs, "Notify"] });
    aws.events.addRule({ pattern: { source: ["invoices"] }, targets: [() => seen.push("never")] });

    await runStateMachine(putting({}), { aws });
    await aws.finish();

    const event = {
      version: "0",
      id: aws.events.published[0]?.id,
      "detail-type": "created",
      source: "orders",
      account: "123456789012",
      time: "2025-01-01T00:00:00Z",
      region: "us-east-1",
      resources: [],
      detail: { id: "o-1", amount: 5 },
    };
    expect(seen).toEqual([event]);
    expect(jobs.messages.map(({ body }) => JSON.parse(body) as unknown)).toEqual([event]);
  });

  test("starts the machines that its rules name, with the event", async () => {
    const aws = mockAws();
    const child = await aws.stateMachines.create("Child", machine({ Done: { Type: "Succeed", OutputPath: "$.detail" } }));
    aws.events.addRule({ pattern: { source: ["orders"] }, targets: [child] });

    await runStateMachine(putting({}), { aws });
    await aws.finish();

    expect(child.executions).toMatchObject([{ status: "SUCCEEDED", output: { id: "o-1", amount: 5 } }]);
  });

  test("beside the default one has rules of its own", async () => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    aws.events.createBus("other").addRule({ pattern: { source: ["orders"] }, targets: [jobs] });

    await runStateMachine(putting({}), { aws });
    expect(jobs.messages).toEqual([]);
    await runStateMachine(putting({ EventBusName: "other" }), { aws });
    expect(jobs.messages).toHaveLength(1);
  });

  test("refuses a pattern with an operator that does not exist", () => {
    const add = () => mockAws().events.addRule({ pattern: { source: [{ prefx: "o" }] }, targets: ["Notify"] });

    expect(add).toThrow(expect.objectContaining({ code: "UNKNOWN_OPERATOR", message: expect.stringContaining('Did you mean "prefix"') }));
  });
});

describe("an event pattern", () => {
  const event = {
    source: "orders",
    detail: { state: "Paid", amount: 7, tags: ["a", "b"], ip: "10.0.0.9", items: [{ n: 1 }, { n: 2 }], none: null },
  };

  test.each([
    [{ state: ["Paid", "Open"] }, true],
    [{ state: ["Open"] }, false],
    [{ state: [{ prefix: "Pa" }] }, true],
    [{ state: [{ prefix: { "equals-ignore-case": "pA" } }] }, true],
    [{ state: [{ suffix: "id" }] }, true],
    [{ state: [{ "equals-ignore-case": "pAID" }] }, true],
    [{ state: [{ wildcard: "P*d" }] }, true],
    [{ state: [{ wildcard: "P.*" }] }, false],
    [{ state: [{ "anything-but": "Open" }] }, true],
    [{ state: [{ "anything-but": ["Open", "Paid"] }] }, false],
    [{ state: [{ "anything-but": { prefix: "Pa" } }] }, false],
    [{ state: [{ "anything-but": { wildcard: ["X*", "*id"] } }] }, false],
    [{ amount: [{ numeric: [">", 5, "<=", 7] }] }, true],
    [{ amount: [{ numeric: ["=", 8] }] }, false],
    [{ amount: ["7"] }, false],
    [{ tags: ["b", "c"] }, true],
    [{ tags: ["c"] }, false],
    [{ ip: [{ cidr: "10.0.0.0/24" }] }, true],
    [{ ip: [{ cidr: "10.0.1.0/24" }] }, false],
    [{ absent: [{ exists: false }] }, true],
    [{ state: [{ exists: false }] }, false],
    [{ state: [{ exists: true }] }, true],
    [{ absent: [{ exists: true }, "x"] }, false],
    [{ none: [null] }, true],
    [{ items: { n: [2] } }, true],
    [{ items: { n: [3] } }, false],
    [{ $or: [{ state: ["Open"] }, { amount: [7] }] }, true],
    [{ $or: [{ state: ["Open"] }, { amount: [8] }] }, false],
  ])("%j", async (detail, matches) => {
    const aws = mockAws();
    const jobs = aws.sqs.createQueue("jobs");
    aws.events.addRule({ pattern: { source: ["orders"], detail }, targets: [jobs] });
    const Entries = [{ Source: "orders", DetailType: "t", Detail: event.detail }];

    await runStateMachine(machine({ Put: service("events:putEvents", { Entries }) }), { aws });

    expect(jobs.messages).toHaveLength(matches ? 1 : 0);
  });

  test.each([
    [{ state: "Paid" }, "INVALID_PATTERN"],
    [{ state: [] }, "INVALID_PATTERN"],
    [{ state: [{ numeric: [">"] }] }, "INVALID_PATTERN"],
    [{ state: [{ prefix: 1 }] }, "INVALID_PATTERN"],
    [{ state: [{ cidr: "10.0.0.0" }] }, "INVALID_PATTERN"],
    [{ state: [{ regex: "a" }] }, "UNKNOWN_OPERATOR"],
  ])("%j is refused", (detail, code) => {
    expect(() => mockAws().events.addRule({ pattern: { detail }, targets: ["T"] })).toThrow(expect.objectContaining({ code }));
  });
});

import type { Execution } from "sfn-testkit";
import { fails, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder, fanout, runningOrder, task } from "./runs.ts";

const service = (resource: string, Parameters: object, rest: object = { End: true }): object => ({
  Type: "Task",
  Resource: `arn:aws:states:::${resource}`,
  Parameters,
  ...rest,
});

const saved: Execution = await runStateMachine(
  {
    StartAt: "Save",
    States: {
      Save: service(
        "dynamodb:putItem",
        { TableName: "orders", Item: { id: { "S.$": "$.id" }, total: { N: "3" } } },
        { Retry: [{ ErrorEquals: ["Throttled"], IntervalSeconds: 2 }], ResultPath: null, Next: "Archive" },
      ),
      Archive: service("aws-sdk:s3:putObject", { Bucket: "archive", Key: "o-1" }, { ResultPath: null, Next: "Publish" }),
      Publish: service("events:putEvents", { Entries: [] }, { ResultPath: null, Next: "Notify" }),
      Notify: service(
        "lambda:invoke",
        { FunctionName: "arn:aws:lambda:us-east-1:123456789012:function:Notify:live", Payload: { "id.$": "$.id" } },
        { ResultPath: null, Next: "Count" },
      ),
      Count: task("Count"),
    },
  },
  {
    input: { id: "o-1" },
    mocks: {
      dynamodb: { putItem: [fails("Throttled"), {}] },
      s3: { putObject: {} },
      events: { putEvents: {} },
      lambda: { Notify: {}, Count: 1 },
    },
  },
);

describe("toHaveCalledService", () => {
  test("passes for an action that was called, with this input, so many times", () => {
    expect(saved).toHaveCalledService("dynamodb:putItem");
    expect(saved).toHaveCalledService("dynamodb:putItem", { TableName: "orders", Item: { id: { S: "o-1" }, total: { N: "3" } } });
    expect(saved).toHaveCalledService("dynamodb:putItem", expect.objectContaining({ TableName: "orders" }), { times: 2 });
    expect(saved).toHaveCalledService("dynamodb:putItem", undefined, { times: 2 });
    expect(saved).toHaveCalledService("dynamodb:putItem", { TableName: "customers" }, { times: 0 });
    expect(saved).not.toHaveCalledService("dynamodb:putItem", undefined, { times: 1 });
    expect(saved).not.toHaveCalledService("dynamodb:putItem", { TableName: "orders" });
    expect(saved).not.toHaveCalledService("dynamodb:getItem");
    expect(runningOrder()).toHaveCalledService("lambda:invoke", undefined, { times: 2 });
  });

  test.each(["s3:putObject", "aws-sdk:s3:putObject", "arn:aws:states:::aws-sdk:s3:putObject"])("knows an action by the name %s", (name) => {
    expect(saved).toHaveCalledService(name as "s3:putObject");
  });

  test("knows a service by its other name", () => {
    expect(saved).toHaveCalledService("eventbridge:putEvents");
    expect(saved).toHaveCalledService("events:putEvents");
  });

  test("shows the nearest call with the difference", () => {
    const input = { TableName: "orders", Item: { id: { S: "o-2" }, total: { N: "3" } } };

    expect(messageOf(() => expect(saved).toHaveCalledService("dynamodb:putItem", input))).toMatchInlineSnapshot(`
      "expect(execution).toHaveCalledService("dynamodb:putItem", { TableName: "orders", Item: { id: { S: "o-2" }, total: { N: "3" } } })

      Expected: "dynamodb:putItem" to be called with { TableName: "orders", Item: { id: { S: "o-2" }, total: { N: "3" } } }
      Received: it was called twice, never with that input
        at 0s by "Save" with { TableName: "orders", Item: { id: { S: "o-1" }, total: { N: "3" } } }: failed with "Throttled"
        at 2s by "Save", attempt 2 with { TableName: "orders", Item: { id: { S: "o-1" }, total: { N: "3" } } }

      - Expected
      + Received

      @@ -1,7 +1,7 @@
        {
          "Item": {
            "id": {
      -       "S": "o-2",
      +       "S": "o-1",
            },
            "total": {
              "N": "3",

      Path taken:
      >      0s  Save  ↻ 2s
             2s  Archive
             2s  Publish
             2s  Notify
             2s  Count
        It SUCCEEDED after 2s.

      To compare a part of the input, write expect.objectContaining({ … })."
    `);
  });

  test("tells how often it was called", () => {
    expect(messageOf(() => expect(saved).toHaveCalledService("dynamodb:putItem", undefined, { times: 1 }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveCalledService("dynamodb:putItem", undefined, { times: 1 })

      Expected: "dynamodb:putItem" to be called once
      Received: it was called twice
        at 0s by "Save" with { TableName: "orders", Item: { id: { S: "o-1" }, total: { N: "3" } } }: failed with "Throttled"
        at 2s by "Save", attempt 2 with { TableName: "orders", Item: { id: { S: "o-1" }, total: { N: "3" } } }

      Path taken:
      >      0s  Save  ↻ 2s
             2s  Archive
             2s  Publish
             2s  Notify
             2s  Count
        It SUCCEEDED after 2s.

      Every attempt of a state is a call of its own, and so is every iteration's."
    `);
  });

  test("tells what was called instead, and the nearest name", () => {
    expect(messageOf(() => expect(saved).toHaveCalledService("dynamodb:PutItem"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveCalledService("dynamodb:PutItem")

      Expected: "dynamodb:PutItem" to be called
      Received: it was never called; called were "dynamodb:putItem" twice, "s3:putObject" once, "events:putEvents" once and "lambda:invoke" twice

      Path taken:
             0s  Save  ↻ 2s
             2s  Archive
             2s  Publish
             2s  Notify
             2s  Count
        It SUCCEEDED after 2s.

      Did you mean "dynamodb:putItem"?"
    `);
    expect(messageOf(() => expect(saved).toHaveCalledService("sqs:sendMessage"))).toContain("The path shows which states were entered");
  });

  test("tells, negated, the calls that there were", () => {
    expect(
      messageOf(() => expect(saved).not.toHaveCalledService("s3:putObject", { Bucket: "archive", Key: "o-1" })),
    ).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveCalledService("s3:putObject", { Bucket: "archive", Key: "o-1" })

      Expected: "s3:putObject" not to be called with { Bucket: "archive", Key: "o-1" }
      Received: it was called once with that input
        at 2s by "Archive" with { Bucket: "archive", Key: "o-1" }

      Path taken:
             0s  Save  ↻ 2s
      >      2s  Archive
             2s  Publish
             2s  Notify
             2s  Count
        It SUCCEEDED after 2s.

      Every attempt of a state is a call of its own, and so is every iteration's."
    `);
  });

  test("names and numbers that are none are errors, also negated", () => {
    // @ts-expect-error an action names its service
    expect(messageOf(() => expect(saved).not.toHaveCalledService("putItem"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveCalledService("putItem")

      An action must be named as "service:operation", such as "dynamodb:putItem", but was "putItem"."
    `);
    expect(messageOf(() => expect(saved).toHaveCalledService("s3:putObject", undefined, { times: -1 }))).toContain(
      '"times" must be a whole number of calls, but was -1.',
    );
    // @ts-expect-error a misspelt member
    expect(messageOf(() => expect(saved).not.toHaveCalledService("s3:putObject", undefined, { time: 1 }))).toContain(
      'Did you mean "times"?',
    );
  });
});

describe("toHaveInvoked", () => {
  test("passes for a function invoked by its ARN", () => {
    expect(declinedOrder()).toHaveInvoked("ProcessPayment");
    expect(declinedOrder()).toHaveInvoked("ProcessPayment", { orderId: "o-1", valid: true }, { times: 4 });
    expect(declinedOrder()).toHaveInvoked("arn:aws:lambda:us-east-1:123456789012:function:ProcessPayment");
    expect(declinedOrder()).not.toHaveInvoked("Ship");
    expect(declinedOrder()).not.toHaveInvoked("ProcessPayment", {});
    expect(fanout()).toHaveInvoked("Charge", expect.anything(), { times: 1 });
  });

  test("passes for a function invoked by lambda:invoke, with its payload", () => {
    expect(saved).toHaveInvoked("Notify", { id: "o-1" });
    expect(saved).toHaveInvoked("Notify:live", { id: "o-1" }, { times: 1 });
    expect(saved).not.toHaveInvoked("Notify:test");
    expect(saved).toHaveInvoked("Count", { id: "o-1" });
  });

  test("a payload that is text is read, and none is an empty object", async () => {
    const invoke = (Parameters: object): Promise<Execution> =>
      runStateMachine({ StartAt: "Ask", States: { Ask: service("lambda:invoke", Parameters) } }, { mocks: { lambda: { Ask: {} } } });

    expect(await invoke({ FunctionName: "Ask", Payload: '{"id":1}' })).toHaveInvoked("Ask", { id: 1 });
    expect(await invoke({ FunctionName: "Ask", Qualifier: "live" })).toHaveInvoked("Ask:live", {});
  });

  test("shows the nearest payload with the difference", () => {
    expect(
      messageOf(() => expect(declinedOrder()).toHaveInvoked("ProcessPayment", { orderId: "o-2", valid: true })),
    ).toMatchInlineSnapshot(`
      "expect(execution).toHaveInvoked("ProcessPayment", { orderId: "o-2", valid: true })

      Expected: "ProcessPayment" to be invoked with { orderId: "o-2", valid: true }
      Received: it was invoked 4 times, never with that payload
        at 0s by "ProcessPayment" with { orderId: "o-1", valid: true }: failed with "PaymentDeclined"
        at 2s by "ProcessPayment", attempt 2 with { orderId: "o-1", valid: true }: failed with "PaymentDeclined"
        at 6s by "ProcessPayment", attempt 3 with { orderId: "o-1", valid: true }: failed with "PaymentDeclined"
        at 14s by "ProcessPayment", attempt 4 with { orderId: "o-1", valid: true }: failed with "PaymentDeclined"

      - Expected
      + Received

        {
      -   "orderId": "o-2",
      +   "orderId": "o-1",
          "valid": true,
        }

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To compare a part of the payload, write expect.objectContaining({ … })."
    `);
  });

  test("tells what was invoked instead, and, negated, what was", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveInvoked("Ship"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveInvoked("Ship")

      Expected: "Ship" to be invoked
      Received: it was never invoked; called were "ValidateOrder" once, "ProcessPayment" 4 times and "TellCustomer" once

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      The path shows which states were entered: is the one that makes the call among them?"
    `);
    expect(messageOf(() => expect(saved).not.toHaveInvoked("Notify", undefined, { times: 1 }))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveInvoked("Notify", undefined, { times: 1 })

      Expected: "Notify" not to be invoked once
      Received: it was invoked once
        at 2s by "Notify" with { id: "o-1" }

      Path taken:
             0s  Save  ↻ 2s
             2s  Archive
             2s  Publish
      >      2s  Notify
             2s  Count
        It SUCCEEDED after 2s.

      Every attempt of a state is a call of its own, and so is every iteration's."
    `);
  });

  test("a number of times in the payload's place is noticed", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveInvoked("ProcessPayment", { times: 4 }))).toContain(
      "`{ times }` is the third argument; for any payload write undefined before it.",
    );
  });

  test("a name that is none is an error, also negated", () => {
    expect(messageOf(() => expect(declinedOrder()).not.toHaveInvoked(""))).toContain('A function\'s name must be a string, but was "".');
  });
});

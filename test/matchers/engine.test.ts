import { fails, after as later, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";

const task = (name: string, rest: object = {}): object => ({
  Type: "Task",
  Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  End: true,
  ...rest,
});

const order = {
  StartAt: "ValidateOrder",
  States: {
    ValidateOrder: task("ValidateOrder", { End: undefined, Next: "ProcessPayment" }),
    ProcessPayment: task("ProcessPayment", {
      Retry: [{ ErrorEquals: ["PaymentDeclined"], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 3 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "TellCustomer", ResultPath: "$.failure" }],
    }),
    TellCustomer: task("TellCustomer"),
  },
};

const fanout = {
  StartAt: "Fanout",
  States: {
    Fanout: {
      Type: "Parallel",
      End: true,
      Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 1, MaxAttempts: 1 }],
      Branches: [
        { StartAt: "Charge", States: { Charge: task("Charge", { End: undefined, Next: "Receipt" }), Receipt: task("Receipt") } },
        {
          StartAt: "EachItem",
          States: {
            EachItem: {
              Type: "Map",
              End: true,
              ItemsPath: "$.items",
              MaxConcurrency: 2,
              ItemProcessor: { StartAt: "Pack", States: { Pack: task("Pack") } },
            },
          },
        },
      ],
    },
  },
};

describe("on executions of the engine", () => {
  test("a declined card is retried, then the customer is told", async () => {
    const execution = await runStateMachine(order, {
      input: { orderId: "o-1" },
      mocks: {
        lambda: {
          ValidateOrder: (given: object) => ({ ...given, valid: true }),
          ProcessPayment: fails("PaymentDeclined", "card expired"),
          TellCustomer: { MessageId: "m-1" },
        },
      },
    });

    expect(execution).toHaveRetried("ProcessPayment", { times: 3, delays: ["2s", "4s", "8s"] });
    expect(execution).toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "TellCustomer" });
    expect(execution).toEndInState("TellCustomer");
    expect(execution).toHaveTakenPath(["ValidateOrder", "ProcessPayment", "TellCustomer"]);
    expect(execution).toHaveSucceeded({ MessageId: "m-1" });
    expect(execution).toMatchHistorySnapshot();
    expect(execution).toMatchHistorySnapshot({ detail: "events" });
  });

  test("a Parallel with a Map inside, retried as a whole", async () => {
    const execution = await runStateMachine(fanout, {
      input: { items: [1, 2, 3] },
      mocks: {
        lambda: { Charge: [fails("Flaky"), later("3s", "charged")], Receipt: later("1s", "receipt"), Pack: later("2s", "packed") },
      },
    });

    expect(execution).toHaveRetried("Fanout", { times: 1, delays: ["1s"], error: "Flaky" });
    expect(execution).toHaveRunInParallel("Charge", "Pack");
    expect(execution).toHaveRunInParallel("Receipt", "Pack");
    expect(execution).toHaveRunInParallel("Pack", "Pack");
    expect(execution).not.toHaveRunInParallel("Pack", "Pack", "Pack");
    expect(execution).not.toHaveRunInParallel("Charge", "Receipt");
    expect(execution).toMatchHistorySnapshot();
    expect(String(execution)).toMatchSnapshot();
  });

  test("a message of a failed assertion shows the run", async () => {
    const execution = await runStateMachine(order, { mocks: { lambda: { ValidateOrder: fails("Invalid", "no address") } } });

    expect(messageOf(() => expect(execution).toHaveSucceeded())).toMatchInlineSnapshot(`
      "expect(execution).toHaveSucceeded()

      Expected: the execution to succeed
      Received: it FAILED: Invalid, no address

      Path taken:
      >      0s  ValidateOrder  ✗ Invalid
        It FAILED after 0s: Invalid, no address.

      No Retry or Catch of "ValidateOrder" took the last "Invalid": name it there, or correct what the mock answers."
    `);
  });
});

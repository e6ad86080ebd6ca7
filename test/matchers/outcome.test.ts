import { startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { RunBuilder } from "./run-builder.ts";
import { declinedOrder, failedOrder, runningOrder } from "./runs.ts";

describe("toHaveSucceeded", () => {
  test("passes for an execution that succeeded, with or without its output", () => {
    expect(declinedOrder()).toHaveSucceeded();
    expect(declinedOrder()).toHaveSucceeded({ MessageId: "m-1" });
    expect(declinedOrder()).toHaveSucceeded({ MessageId: expect.stringMatching(/^m-/) });
    expect(failedOrder()).not.toHaveSucceeded();
    expect(runningOrder()).not.toHaveSucceeded();
  });

  test("an output of null is not the same as no output asked", () => {
    const succeeded = new RunBuilder().succeeded(0);

    expect(succeeded).not.toHaveSucceeded(null);
    expect(succeeded).not.toHaveSucceeded(undefined);
    expect(succeeded).toHaveSucceeded(0);
  });

  test("an execution moved to its end by the test has its output too", async () => {
    const machine = { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 5, End: true } } };
    const execution = await startStateMachine(machine, { input: { total: 3 } });

    expect(execution).not.toHaveSucceeded();
    await execution.advance("5s");
    expect(execution).toHaveSucceeded({ total: 3 });
    expect(execution).toEndInState("Hold");
  });

  test("tells the failure it met", () => {
    expect(messageOf(() => expect(failedOrder()).toHaveSucceeded())).toMatchInlineSnapshot(`
      "expect(execution).toHaveSucceeded()

      Expected: the execution to succeed
      Received: it FAILED: OutOfOrder, the terminal\\nis broken\\u001b[2J

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ✗ OutOfOrder
        It FAILED after 3s: OutOfOrder, the terminal\\nis broken\\u001b[2J.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells how the output differs", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveSucceeded({ MessageId: "m-2" }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveSucceeded({ MessageId: "m-2" })

      Expected: the execution to succeed with { MessageId: "m-2" }
      Received: it SUCCEEDED with { MessageId: "m-1" }

      - Expected
      + Received

        {
      -   "MessageId": "m-2",
      +   "MessageId": "m-1",
        }

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells, negated, what it succeeded with", () => {
    expect(messageOf(() => expect(declinedOrder()).not.toHaveSucceeded())).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveSucceeded()

      Expected: the execution not to succeed
      Received: it SUCCEEDED with { MessageId: "m-1" }

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells that an execution is still running", () => {
    expect(messageOf(() => expect(runningOrder()).toHaveSucceeded())).toMatchInlineSnapshot(`
      "expect(execution).toHaveSucceeded()

      Expected: the execution to succeed
      Received: it is still running

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  … still running
        It is still running.

      The execution is still running: let it come to its end with \`await execution.finish()\`, or move time on with \`advance\`."
    `);
  });
});

describe("toHaveFailed", () => {
  test("passes for an execution that failed with the error and cause asked", () => {
    expect(failedOrder()).toHaveFailed();
    expect(failedOrder()).toHaveFailed({ error: "OutOfOrder" });
    expect(failedOrder()).toHaveFailed({ error: expect.any(String), cause: expect.stringContaining("broken") });
    expect(failedOrder()).not.toHaveFailed({ error: "OutOfOrder", cause: "other" });
    expect(declinedOrder()).not.toHaveFailed();
  });

  test("timing out is not failing", () => {
    const timedOut = new RunBuilder().failed("States.Timeout", undefined, "TIMED_OUT");

    expect(timedOut).not.toHaveFailed();
    expect(messageOf(() => expect(timedOut).toHaveFailed())).toMatchInlineSnapshot(`
      "expect(execution).toHaveFailed()

      Expected: the execution to fail
      Received: it TIMED_OUT: States.Timeout

      Path taken:
        (no state was entered)
        It TIMED_OUT after 0s: States.Timeout.

      An execution that ran into its own TimeoutSeconds is TIMED_OUT, which is not FAILED."
    `);
  });

  test("tells the error and cause it met, with control characters escaped", () => {
    expect(messageOf(() => expect(failedOrder()).toHaveFailed({ error: "PaymentDeclined", cause: "x" }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveFailed({ error: "PaymentDeclined", cause: "x" })

      Expected: the execution to fail with error "PaymentDeclined" and cause "x"
      Received: it FAILED: OutOfOrder, the terminal\\nis broken\\u001b[2J

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ✗ OutOfOrder
        It FAILED after 3s: OutOfOrder, the terminal\\nis broken\\u001b[2J.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells, negated, the failure it met", () => {
    expect(messageOf(() => expect(failedOrder()).not.toHaveFailed({ error: "OutOfOrder" }))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveFailed({ error: "OutOfOrder" })

      Expected: the execution not to fail with error "OutOfOrder"
      Received: it FAILED: OutOfOrder, the terminal\\nis broken\\u001b[2J

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ✗ OutOfOrder
        It FAILED after 3s: OutOfOrder, the terminal\\nis broken\\u001b[2J.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("an expectation with a misspelt member is an error, also negated", () => {
    // @ts-expect-error a misspelt member
    const misspelt = (): void => expect(failedOrder()).not.toHaveFailed({ eror: "OutOfOrder" });

    expect(messageOf(misspelt)).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveFailed({ eror: "OutOfOrder" })

      The expectation has no member "eror". Did you mean "error"?"
    `);
  });

  test("an error given as text is an error", () => {
    // @ts-expect-error text instead of an object
    expect(messageOf(() => expect(failedOrder()).toHaveFailed("OutOfOrder"))).toContain(
      'must be an object with "error", "cause", but was "OutOfOrder"',
    );
  });
});

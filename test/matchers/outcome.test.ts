import type { Execution } from "sfn-testkit";
import { hangs, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { RunBuilder } from "./run-builder.ts";
import { declinedOrder, failedOrder, runningOrder, task } from "./runs.ts";

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

      No Retry or Catch of "ProcessPayment" took the last "OutOfOrder": name it there, or correct what the mock answers."
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

      An execution that ran into its own TimeoutSeconds is TIMED_OUT, which is not FAILED: ask with toHaveTimedOut()."
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

const hold = { StartAt: "Hold", TimeoutSeconds: 60, States: { Hold: { Type: "Wait", SecondsPath: "$", End: true } } };

describe("toHaveTimedOut", () => {
  test("passes for an execution that ran into the timeout of its machine", async () => {
    expect(await runStateMachine(hold, { input: 90 })).toHaveTimedOut();
    expect(await runStateMachine(hold, { input: 30 })).not.toHaveTimedOut();
    expect(runningOrder()).not.toHaveTimedOut();
  });

  test("tells how it ended, in both senses", async () => {
    const [late, inTime] = [await runStateMachine(hold, { input: 90 }), await runStateMachine(hold, { input: 30 })];

    expect(messageOf(() => expect(inTime).toHaveTimedOut())).toMatchInlineSnapshot(`
      "expect(execution).toHaveTimedOut()

      Expected: the execution to time out
      Received: it SUCCEEDED with 30

      Path taken:
             0s  Hold
        It SUCCEEDED after 30s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(late).not.toHaveTimedOut())).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveTimedOut()

      Expected: the execution not to time out
      Received: it TIMED_OUT

      Path taken:
      >      0s  Hold  aborted
        It TIMED_OUT after 1m.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells the timeout of a Task from that of the execution", async () => {
    const Charge = task("Charge", { TimeoutSeconds: 5, End: true });
    const failed = await runStateMachine({ StartAt: "Charge", States: { Charge } }, { mocks: { lambda: { Charge: hangs() } } });

    expect(messageOf(() => expect(failed).toHaveTimedOut())).toMatchInlineSnapshot(`
      "expect(execution).toHaveTimedOut()

      Expected: the execution to time out
      Received: it FAILED: States.Timeout

      Path taken:
             0s  Charge  ✗ States.Timeout
        It FAILED after 5s: States.Timeout.

      A Task ran into its own TimeoutSeconds, so the execution FAILED: ask with toHaveTimedOutIn(state) or toHaveFailed({ error })."
    `);
  });
});

describe("toHaveBeenAborted", () => {
  const stopped = async (): Promise<Execution> => {
    const execution = await startStateMachine(hold, { input: 30 });
    await execution.advance("10s");
    return await execution.stop("Cancelled", "by the customer");
  };
  const Fork = {
    Type: "Parallel",
    End: true,
    Branches: [
      { StartAt: "Slow", States: { Slow: { Type: "Wait", Seconds: 9, End: true } } },
      { StartAt: "Break", States: { Break: { Type: "Fail", Error: "Broken" } } },
    ],
  };

  test("passes for an execution that was stopped, and for the state it was in", async () => {
    expect(await stopped()).toHaveBeenAborted();
    expect(await stopped()).toHaveBeenAborted("Hold");
    expect(declinedOrder()).not.toHaveBeenAborted();
    expect(declinedOrder()).not.toHaveBeenAborted("ProcessPayment");
    expect(runningOrder()).not.toHaveBeenAborted("ProcessPayment");
  });

  test("with a state, passes for one that its sibling's failure cut off", async () => {
    const failed = await runStateMachine({ StartAt: "Fork", States: { Fork } });

    expect(failed).not.toHaveBeenAborted();
    expect(failed).toHaveBeenAborted("Slow");
    expect(failed).not.toHaveBeenAborted("Break");
  });

  test("tells how it ended, in both senses", async () => {
    const execution = await stopped();

    expect(messageOf(() => expect(declinedOrder()).toHaveBeenAborted())).toMatchInlineSnapshot(`
      "expect(execution).toHaveBeenAborted()

      Expected: the execution to be aborted
      Received: it SUCCEEDED with { MessageId: "m-1" }

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(execution).not.toHaveBeenAborted())).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveBeenAborted()

      Expected: the execution not to be aborted
      Received: it ABORTED: Cancelled, by the customer

      Path taken:
      >      0s  Hold  aborted
        It ABORTED after 10s: Cancelled, by the customer.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells what became of the state, in both senses", async () => {
    const failed = await runStateMachine({ StartAt: "Fork", States: { Fork } });

    expect(messageOf(() => expect(failed).toHaveBeenAborted("Break"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveBeenAborted("Break")

      Expected: "Break" to be aborted
      Received: it failed with "Broken"

      Path taken:
             0s  Fork  ✗ Broken
             0s    [0] Slow  aborted
      >      0s    [1] Break  ✗ Broken
        It FAILED after 0s: Broken.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(failed).not.toHaveBeenAborted("Slow"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveBeenAborted("Slow")

      Expected: "Slow" not to be aborted
      Received: it was aborted

      Path taken:
             0s  Fork  ✗ Broken
      >      0s    [0] Slow  aborted
             0s    [1] Break  ✗ Broken
        It FAILED after 0s: Broken.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(declinedOrder()).toHaveBeenAborted("Ship"))).toContain('"Ship" was never entered');
    expect(messageOf(() => expect(declinedOrder()).toHaveBeenAborted("ProcessPayment"))).toContain('it failed with "PaymentDeclined"');
  });
});

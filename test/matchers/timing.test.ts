import type { Execution, Mock } from "sfn-testkit";
import { fails, hangs, after as later, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder, failedOrder, fanout, runningOrder, task } from "./runs.ts";

const Hold = { Type: "Wait", SecondsPath: "$.seconds", Next: "Charge" };
const Charge = task("Charge", {
  TimeoutSeconds: 30,
  End: true,
  Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1, IntervalSeconds: 10 }],
});
const slowMachine = { StartAt: "Hold", TimeoutSeconds: 600, States: { Hold, Charge } };

const charged = (seconds: number, answer: Mock): Promise<Execution> =>
  runStateMachine(slowMachine, { input: { seconds }, mocks: { lambda: { Charge: answer } } });

describe("toHaveTimedOutIn", () => {
  test("passes where an attempt of the Task ran into its timeout, caught, retried or not", async () => {
    const recovered = await charged(300, [later("90s", {}), {}]);

    expect(recovered).toHaveTimedOutIn("Charge");
    expect(recovered).toHaveSucceeded();
    expect(await charged(300, hangs())).toHaveTimedOutIn("Charge");
    expect(await charged(300, later("20s", {}))).not.toHaveTimedOutIn("Charge");
    expect(recovered).not.toHaveTimedOutIn("Hold");
  });

  test("passes for the state in which the execution itself timed out", async () => {
    const late = await charged(900, {});

    expect(late).toHaveTimedOut();
    expect(late).toHaveTimedOutIn("Hold");
    expect(late).not.toHaveTimedOutIn("Charge");
  });

  test("a missed heartbeat counts, another failure does not, nor does a Parallel around the Task", async () => {
    const Beat = task("Beat", { HeartbeatSeconds: 5, End: true });
    const Fork = { Type: "Parallel", Branches: [{ StartAt: "Beat", States: { Beat } }], End: true };
    const silent = await runStateMachine({ StartAt: "Fork", States: { Fork } }, { mocks: { lambda: { Beat: hangs() } } });

    expect(silent).toHaveTimedOutIn("Beat");
    expect(silent).not.toHaveTimedOutIn("Fork");
    expect(failedOrder()).not.toHaveTimedOutIn("ProcessPayment");
  });

  test("tells how the state ended instead", async () => {
    const execution = await charged(300, later("20s", {}));

    expect(messageOf(() => expect(execution).toHaveTimedOutIn("Charge"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveTimedOutIn("Charge")

      Expected: the execution to time out in "Charge"
      Received: it succeeded after 20s

      Path taken:
             0s  Hold
      >      5m  Charge
        It SUCCEEDED after 5m 20s.

      Compare TimeoutSeconds and HeartbeatSeconds with how long the mock takes: after(duration, …)."
    `);
  });

  test("tells, negated, when it timed out", async () => {
    const execution = await charged(300, hangs());

    expect(messageOf(() => expect(execution).not.toHaveTimedOutIn("Charge"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveTimedOutIn("Charge")

      Expected: the execution not to time out in "Charge"
      Received: it timed out after 30s

      Path taken:
             0s  Hold
      >      5m  Charge  ↻ 10s  ✗ States.Timeout
        It FAILED after 6m 10s: States.Timeout.

      Compare TimeoutSeconds and HeartbeatSeconds with how long the mock takes: after(duration, …)."
    `);
    expect(messageOf(() => expect(failedOrder()).toHaveTimedOutIn("ProcessPayment"))).toContain('it failed with "OutOfOrder"');
    expect(messageOf(() => expect(failedOrder()).toHaveTimedOutIn("Ship"))).toContain('"Ship" was never entered');
  });
});

describe("toHaveWaited", () => {
  test("passes for the time from entry to exit, written in any way", async () => {
    const execution = await charged(300, later("20s", {}));

    for (const duration of ["5m", 300, "300s", "4m60s", expect.closeTo(300)]) expect(execution).toHaveWaited("Hold", duration);
    expect(execution).toHaveWaited("Charge", "20s");
    expect(execution).not.toHaveWaited("Hold", "6m");
    expect(fanout()).toHaveWaited("Rest", "1s");
  });

  test("a state that was not left has not waited", async () => {
    const running = await startStateMachine(slowMachine, { input: { seconds: 300 } });
    await running.advance("5s");

    expect(running).not.toHaveWaited("Hold", "5s");
    expect(messageOf(() => expect(running).toHaveWaited("Hold", "5s"))).toContain("Received: it is still waiting");
    expect(messageOf(() => expect(failedOrder()).toHaveWaited("ProcessPayment", "3s"))).toContain('Received: it failed with "OutOfOrder"');
  });

  test("tells how long it waited", async () => {
    const execution = await charged(300, later("20s", {}));

    expect(messageOf(() => expect(execution).toHaveWaited("Hold", "10m"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveWaited("Hold", "10m")

      Expected: "Hold" to wait 10m
      Received: it waited 5m

      Path taken:
      >      0s  Hold
             5m  Charge
        It SUCCEEDED after 5m 20s.

      Compare with the state's Seconds or Timestamp, or the input that their paths read."
    `);
    expect(messageOf(() => expect(execution).not.toHaveWaited("Hold", "5m"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveWaited("Hold", "5m")

      Expected: "Hold" not to wait 5m
      Received: it waited 5m

      Path taken:
      >      0s  Hold
             5m  Charge
        It SUCCEEDED after 5m 20s.

      Compare with the state's Seconds or Timestamp, or the input that their paths read."
    `);
  });

  test("what is no duration is an error, also negated", () => {
    expect(messageOf(() => expect(fanout()).not.toHaveWaited("Rest", "1 second"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveWaited("Rest", "1 second")

      The time to wait must be a number of seconds or text such as "500ms", "30s", "1h30m", but was "1 second"."
    `);
  });
});

describe("toHaveLasted and toHaveFinishedWithin", () => {
  test("pass by the virtual time from start to end", () => {
    expect(declinedOrder()).toHaveLasted("14s");
    expect(declinedOrder()).toHaveLasted(14);
    expect(declinedOrder()).not.toHaveLasted("13s");
    expect(declinedOrder()).toHaveFinishedWithin("14s");
    expect(declinedOrder()).toHaveFinishedWithin("1h");
    expect(declinedOrder()).not.toHaveFinishedWithin("13.999s");
  });

  test("an execution that is still running has neither lasted nor finished", () => {
    expect(runningOrder()).not.toHaveLasted("5s");
    expect(runningOrder()).not.toHaveFinishedWithin("1h");
    expect(messageOf(() => expect(runningOrder()).toHaveFinishedWithin("1h"))).toContain("it is still running, after 5s");
  });

  test("tell how long it lasted, and mark where the time went", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveLasted("10s"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveLasted("10s")

      Expected: the execution to last 10s
      Received: it lasted 14s

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(declinedOrder()).not.toHaveLasted("14s"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveLasted("14s")

      Expected: the execution not to last 14s
      Received: it lasted 14s

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(declinedOrder()).toHaveFinishedWithin("10s"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveFinishedWithin("10s")

      Expected: the execution to finish within 10s
      Received: it lasted 14s

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(declinedOrder()).not.toHaveFinishedWithin("20s"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveFinishedWithin("20s")

      Expected: the execution not to finish within 20s
      Received: it lasted 14s

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("what is no duration is an error", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveLasted("soon"))).toContain(
      "The time to last must be a number of seconds or text such as",
    );
    expect(messageOf(() => expect(declinedOrder()).toHaveFinishedWithin(-1))).toContain("The time limit must be a number of seconds");
    expect(messageOf(() => expect(declinedOrder()).not.toHaveFinishedWithin(expect.any(Number)))).toContain("must be a duration");
  });
});

test("a mock's failure called States.Timeout counts as a timeout", async () => {
  expect(await charged(1, fails("States.Timeout"))).toHaveTimedOutIn("Charge");
});

import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder, failedOrder, twoVisits } from "./runs.ts";

describe("toHaveRetried", () => {
  test("passes for the number, delays and error of the retries", () => {
    expect(declinedOrder()).toHaveRetried("ProcessPayment");
    expect(declinedOrder()).toHaveRetried("ProcessPayment", { times: 3, delays: ["2s", 4, "8000ms"], error: "PaymentDeclined" });
    expect(declinedOrder()).toHaveRetried("ProcessPayment", {
      delays: [expect.any(Number), 4, 8],
      error: expect.stringContaining("Declined"),
    });
    expect(declinedOrder()).toHaveRetried("ValidateOrder", { times: 0 });
    expect(declinedOrder()).not.toHaveRetried("ValidateOrder");
    expect(declinedOrder()).not.toHaveRetried("Ship", { times: 0 });
  });

  test.each([
    ["the number", { times: 4 }],
    ["a delay", { delays: ["2s", "4s", "9s"] }],
    ["the number of delays", { delays: ["2s", "4s"] }],
    ["the error", { error: "OutOfOrder" }],
  ] as const)("does not pass when %s differs", (_what, expected) => {
    expect(declinedOrder()).not.toHaveRetried("ProcessPayment", expected);
  });

  test("one visit must satisfy everything asked", async () => {
    expect(await twoVisits()).toHaveRetried("Work", { times: 2, delays: [1, 2] });
    expect(await twoVisits()).toHaveRetried("Work", { times: 1, error: "Slow" });
    expect(await twoVisits()).not.toHaveRetried("Work", { times: 2, error: "Slow" });
    expect(await twoVisits()).not.toHaveRetried("Work", { times: 4 });
  });

  test("tells how often, when and for what it was retried", () => {
    expect(
      messageOf(() => expect(declinedOrder()).toHaveRetried("ProcessPayment", { times: 2, delays: ["1s", "2s"] })),
    ).toMatchInlineSnapshot(`
      "expect(execution).toHaveRetried("ProcessPayment", { times: 2, delays: ["1s", "2s"] })

      Expected: "ProcessPayment" to be retried twice after 1s and 2s
      Received: it was retried 3 times after 2s, 4s and 8s for "PaymentDeclined"

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      Compare with Retry[0] in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate."
    `);
  });

  test("tells each visit when there are several", async () => {
    const execution = await twoVisits();

    expect(messageOf(() => expect(execution).toHaveRetried("Work", { times: 3, error: "Flaky" }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveRetried("Work", { times: 3, error: "Flaky" })

      Expected: "Work" to be retried 3 times for "Flaky"
      Received: 2 visits:
        at 0s it was retried twice after 1s and 2s for "Flaky"
        at 3s it was retried twice after 3s and 1s for "Slow" and "Flaky"

      Path taken:
      >      0s  Work  ↻ 1s, 2s
      >      3s  Work  ↻ 3s, 1s  ✗ Broken, caught → Done
             7s  Done
        It SUCCEEDED after 7s.

      Compare with Retry[0] and Retry[1] in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate."
    `);
  });

  test("tells, negated, the retries it met", () => {
    expect(messageOf(() => expect(declinedOrder()).not.toHaveRetried("ProcessPayment"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveRetried("ProcessPayment")

      Expected: "ProcessPayment" not to be retried
      Received: it was retried 3 times after 2s, 4s and 8s for "PaymentDeclined"

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      Compare with Retry[0] in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate."
    `);
  });

  test("tells that the state was never entered", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveRetried("Ship"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveRetried("Ship")

      Expected: "Ship" to be retried
      Received: "Ship" was never entered

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      Give the run an input, or mocks, that lead into that state."
    `);
  });

  test("a delay or a number that cannot be read is an error, also negated", () => {
    expect(() => expect(declinedOrder()).not.toHaveRetried("Ship", { delays: ["two"] })).toThrow("A delay must be a number of seconds");
    expect(() => expect(declinedOrder()).not.toHaveRetried("Ship", { times: -1 })).toThrow('"times" must be a whole number of retries');
  });
});

describe("toHaveCaught", () => {
  test("passes for the error caught and the state that followed", async () => {
    expect(declinedOrder()).toHaveCaught("ProcessPayment");
    expect(declinedOrder()).toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "TellCustomer" });
    expect(declinedOrder()).toHaveCaught("ProcessPayment", { error: expect.stringMatching(/^Payment/) });
    expect(declinedOrder()).not.toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "Ship" });
    expect(declinedOrder()).not.toHaveCaught("ValidateOrder");
    expect(await twoVisits()).toHaveCaught("Work", { error: "Broken" });
  });

  test("tells what was caught instead", () => {
    expect(
      messageOf(() => expect(declinedOrder()).toHaveCaught("ProcessPayment", { error: "Other", next: "Ship" })),
    ).toMatchInlineSnapshot(`
      "expect(execution).toHaveCaught("ProcessPayment", { error: "Other", next: "Ship" })

      Expected: "ProcessPayment" to catch "Other" and go to "Ship"
      Received: it caught "PaymentDeclined" and went to "TellCustomer" (Catch[0])

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      Catchers are tried in order: the first whose ErrorEquals fits takes the failure."
    `);
  });

  test("tells the failure that no catcher took", () => {
    expect(messageOf(() => expect(failedOrder()).toHaveCaught("ProcessPayment"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveCaught("ProcessPayment")

      Expected: "ProcessPayment" to catch an error
      Received: it failed with "OutOfOrder", which no catcher took

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ✗ OutOfOrder
        It FAILED after 3s: OutOfOrder, the terminal\\nis broken\\u001b[2J.

      Compare with Catch in the definition: ErrorEquals, and the order of the catchers."
    `);
  });

  test("tells, negated, what was caught", () => {
    expect(messageOf(() => expect(declinedOrder()).not.toHaveCaught("ProcessPayment"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveCaught("ProcessPayment")

      Expected: "ProcessPayment" not to catch an error
      Received: it caught "PaymentDeclined" and went to "TellCustomer" (Catch[0])

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      Catchers are tried in order: the first whose ErrorEquals fits takes the failure."
    `);
  });
});

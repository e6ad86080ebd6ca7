import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder, runningOrder } from "./runs.ts";

describe("toHaveUsedTransitions", () => {
  test("passes up to the number that AWS bills: entries of states, and retries", () => {
    expect(declinedOrder()).toHaveUsedTransitions({ atMost: 6 });
    expect(declinedOrder()).toHaveUsedTransitions({ atMost: 100 });
    expect(declinedOrder()).not.toHaveUsedTransitions({ atMost: 5 });
  });

  test("counts those of an execution that is still running so far", () => {
    expect(runningOrder()).toHaveUsedTransitions({ atMost: 2 });
    expect(runningOrder()).not.toHaveUsedTransitions({ atMost: 1 });
  });

  test("tells what they were used for", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveUsedTransitions({ atMost: 5 }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveUsedTransitions({ atMost: 5 })

      Expected: the execution to use at most 5 state transitions
      Received: it used 6: 3 entries of states and 3 retries

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(declinedOrder()).not.toHaveUsedTransitions({ atMost: 6 }))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveUsedTransitions({ atMost: 6 })

      Expected: the execution to use more than 6 state transitions
      Received: it used 6: 3 entries of states and 3 retries

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("a limit that is missing or misspelt is an error, also negated", () => {
    // @ts-expect-error the limit is missing
    expect(messageOf(() => expect(declinedOrder()).not.toHaveUsedTransitions({}))).toContain(
      '"atMost" must be a whole number of transitions',
    );
    // @ts-expect-error a misspelt member
    expect(messageOf(() => expect(declinedOrder()).toHaveUsedTransitions({ atmost: 5 }))).toContain('Did you mean "atMost"?');
    // @ts-expect-error a number instead of an object
    expect(messageOf(() => expect(declinedOrder()).toHaveUsedTransitions(5))).toContain('must be an object with "atMost", but was 5.');
  });
});

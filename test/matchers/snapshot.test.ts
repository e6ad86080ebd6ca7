import type { Execution } from "sfn-testkit";
import { runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import type { HistorySnapshotOptions } from "../../matchers/index.ts";
import { toMatchHistorySnapshot } from "../../matchers/index.ts";
import { messageOf } from "./message-of.ts";
import { RunBuilder } from "./run-builder.ts";
import { declinedOrder, failedOrder, fanout, retriedFanout, runningOrder } from "./runs.ts";

test("an execution matches its stored outline", () => {
  expect(declinedOrder()).toMatchHistorySnapshot();
  expect(fanout()).toMatchHistorySnapshot({ detail: "states" });
});

test("the events match their stored list", () => {
  expect(declinedOrder()).toMatchHistorySnapshot({ detail: "events" });
});

test("the serializer prints the outline", () => {
  expect(declinedOrder()).toMatchInlineSnapshot(`
    SUCCEEDED after 14s
    input: {"orderId":"o-1"}
    ValidateOrder (Task) 0s
      output: {"orderId":"o-1","valid":true}
      next: ProcessPayment
    ProcessPayment (Task) 0s to 14s
      attempt 1 failed: PaymentDeclined, card expired
      retry 1 after 2s (Retry[0])
      attempt 2 failed: PaymentDeclined, card expired
      retry 2 after 4s (Retry[0])
      attempt 3 failed: PaymentDeclined, card expired
      retry 3 after 8s (Retry[0])
      attempt 4 failed: PaymentDeclined, card expired
      caught PaymentDeclined by Catch[0]
      output: {"failure":{"Cause":"card expired","Error":"PaymentDeclined"},"orderId":"o-1","valid":true}
      next: TellCustomer
    TellCustomer (Task) 14s
      output: {"MessageId":"m-1"}
    output: {"MessageId":"m-1"}
  `);
  expect({ nested: failedOrder() }).toMatchInlineSnapshot(`
    {
      "nested": FAILED after 3s
      input: {}
      ValidateOrder (Task) 0s
        output: {"valid":true}
        next: ProcessPayment
      ProcessPayment (Task) 0s to 3s
        attempt 1 failed: OutOfOrder, the terminal\\nis broken\\u001b[2J
        FAILED
      error: OutOfOrder
      cause: the terminal\\nis broken\\u001b[2J,
    }
  `);
});

test("branches stand in the order of their index, and a retried Parallel tells each attempt", async () => {
  expect(fanout()).toMatchInlineSnapshot(`
    SUCCEEDED after 4s
    input: {}
    Fanout (Parallel) 0s to 4s
      branch 0
        Charge (Task) 0s to 3s
          output: "charged"
      branch 1
        Hold (Wait) 0s to 1s
          next: Note
        Note (Task) 1s to 2s
          next: Rest
        Rest (Wait) 2s to 3s
          next: Mail
        Mail (Task) 3s to 4s
          output: "mailed"
      output: ["charged","mailed"]
      next: Done
    Done (Succeed) 4s
    output: ["charged","mailed"]
  `);
  expect(await retriedFanout()).toMatchInlineSnapshot(`
    SUCCEEDED after 7s
    input: {}
    Fanout (Parallel) 0s to 7s
      attempt 1
        branch 0
          WhichRun (Task) 0s
            output: "first"
            next: Fork
          Fork (Choice) 0s
            took Choices[0]
            next: OnlyFirst
          OnlyFirst (Task) 0s to 1s
            ABORTED
        branch 1
          Work (Task) 0s to 1s
            attempt 1 failed: Flaky
            FAILED
        attempt 1 failed: Flaky
      retry 1 after 1s (Retry[0])
      attempt 2
        branch 0
          WhichRun (Task) 2s
            output: "second"
            next: Fork
          Fork (Choice) 2s
            took Default
            next: OnlySecond
          OnlySecond (Task) 2s to 7s
            output: {}
        branch 1
          Work (Task) 2s to 3s
      output: [{},{}]
    output: [{},{}]
  `);
});

test("items that went the same way are told once", async () => {
  const EachItem = { Type: "Map", End: true, ItemProcessor: { StartAt: "Step", States: { Step: { Type: "Pass", End: true } } } };

  const execution = await runStateMachine({ StartAt: "EachItem", States: { EachItem } }, { input: [7, 7, 7, 8, 7] });

  expect(execution).toMatchInlineSnapshot(`
    SUCCEEDED after 0s
    input: [7,7,7,8,7]
    EachItem (Map) 0s
      items 0 to 2
        Step (Pass) 0s
          input: 7
      item 3
        Step (Pass) 0s
          input: 8
      item 4
        Step (Pass) 0s
          input: 7
    output: [7,7,7,8,7]
  `);
});

test("an execution that is still running has an outline so far", () => {
  expect(runningOrder()).toMatchInlineSnapshot(`
    RUNNING after 5s
    input: {}
    ValidateOrder (Task) 0s
      output: {"valid":true}
      next: ProcessPayment
    ProcessPayment (Task) 0s
      still running
  `);
});

test("what differs from run to run is masked, and members stand in alphabetical order", () => {
  const run = new RunBuilder({
    when: "2025-01-01T00:00:00.123Z",
    TaskToken: 'abc"def',
    id: "run-0b0e0a2c-1111-4222-8333-444455556666.json",
    arn: "arn:aws:lambda:eu-west-1:123456789012:function:Validate:live",
    Text: "see arn:aws-cn:s3:::bucket/key, please",
    __proto__x: 1,
  });

  expect(run.succeeded(JSON.parse('{"b":1,"__proto__":{"a":2}}'))).toMatchInlineSnapshot(`
    SUCCEEDED after 0s
    input: {"TaskToken":"<task token>","Text":"see <s3 arn>, please","__proto__x":1,"arn":"<lambda arn>","id":"run-<uuid>.json","when":"<timestamp>"}
    output: {"__proto__":{"a":2},"b":1}
  `);
});

test("a long value is cut, but its length is told", () => {
  const outline = (length: number): unknown => new RunBuilder().succeeded("x".repeat(length));

  expect(outline(1_000)).toMatchInlineSnapshot(`
    SUCCEEDED after 0s
    input: {}
    output: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (1002 characters)
  `);
});

test("a snapshot that differs tells where, and how to accept it", () => {
  const stored = { actual: "SUCCEEDED after 2s\n", expected: "SUCCEEDED after 1s\n", pass: false };
  const context = { ...expect.getState(), isNot: false, utils: {}, equals: Object.is, snapshotState: { match: () => stored } };

  const result = toMatchHistorySnapshot.call(context, declinedOrder());

  expect(result.pass).toBe(false);
  expect(result.message()).toMatchInlineSnapshot(`
    "expect(execution).toMatchHistorySnapshot()

    Snapshot of the test "a snapshot that differs tells where, and how to accept it" differs.

    Expected:
    SUCCEEDED after 1s

    Received:
    SUCCEEDED after 2s

    If the new run is right, update the snapshot (-u)."
  `);
});

test("a snapshot that may not be written says so", () => {
  const context = {
    currentTestName: "ships",
    equals: Object.is,
    snapshotState: { match: () => ({ actual: "SUCCEEDED after 1s", pass: false }) },
  };

  expect(toMatchHistorySnapshot.call(context, declinedOrder()).message()).toMatchInlineSnapshot(`
    "expect(execution).toMatchHistorySnapshot()

    Snapshot of the test "ships" is not there, and new ones are not written in this run (as in CI).

    Received:
    SUCCEEDED after 1s"
  `);
});

test("a negated snapshot and an unknown option are errors", () => {
  expect(messageOf(() => expect(declinedOrder()).not.toMatchHistorySnapshot())).toContain("A snapshot cannot be negated");
  // @ts-expect-error an unknown detail
  expect(messageOf(() => expect(declinedOrder()).toMatchHistorySnapshot({ detail: "all" }))).toContain('must be "states" or "events"');
  // @ts-expect-error an unknown member
  expect(messageOf(() => expect(declinedOrder()).toMatchHistorySnapshot({ details: "events" }))).toContain('Did you mean "detail"?');
});

describe("mask", () => {
  test("replaces what the paths lead to, in all data that is shown", () => {
    const mask = (paths: readonly string[]): string => storedBy(declinedOrder(), { mask: paths });

    expect(mask(["$..orderId", "$.MessageId"])).toMatchInlineSnapshot(`
      "SUCCEEDED after 14s
      input: {"orderId":"<masked>"}
      ValidateOrder (Task) 0s
        output: {"orderId":"<masked>","valid":true}
        next: ProcessPayment
      ProcessPayment (Task) 0s to 14s
        attempt 1 failed: PaymentDeclined, card expired
        retry 1 after 2s (Retry[0])
        attempt 2 failed: PaymentDeclined, card expired
        retry 2 after 4s (Retry[0])
        attempt 3 failed: PaymentDeclined, card expired
        retry 3 after 8s (Retry[0])
        attempt 4 failed: PaymentDeclined, card expired
        caught PaymentDeclined by Catch[0]
        output: {"failure":{"Cause":"card expired","Error":"PaymentDeclined"},"orderId":"<masked>","valid":true}
        next: TellCustomer
      TellCustomer (Task) 14s
        output: {"MessageId":"<masked>"}
      output: {"MessageId":"<masked>"}"
    `);
    expect(mask(["$.failure.Cause"])).toContain('{"failure":{"Cause":"<masked>","Error":"PaymentDeclined"},"orderId":"o-1","valid":true}');
    expect(mask(["$"])).toContain('input: "<masked>"');
    expect(mask([])).toBe(storedBy(declinedOrder(), {}));
  });

  test("replaces it in the events, too", () => {
    const events = storedBy(declinedOrder(), { detail: "events", mask: ["$..orderId"] });

    expect(events).toContain('TaskStateEntered {"input":{"orderId":"<masked>"}');
    expect(events).not.toContain("o-1");
  });

  test("makes runs alike that differ only there", async () => {
    const pass = { StartAt: "Step", States: { Step: { Type: "Pass", Result: { ok: true }, ResultPath: "$.result", End: true } } };
    const [one, other] = await Promise.all(
      ["o-1", "o-2"].map((orderId) => runStateMachine(pass, { input: { orderId, items: [{ orderId }] } })),
    );

    expect(storedBy(one, { mask: ["$..orderId"] })).toBe(storedBy(other, { mask: ["$..orderId"] }));
    expect(storedBy(one, {})).not.toBe(storedBy(other, {}));
  });

  test("does not change the execution, and takes names that JavaScript objects have", () => {
    const run = new RunBuilder(JSON.parse('{"__proto__":{"id":1},"id":2}')).succeeded({});

    expect(storedBy(run, { mask: ["$..id"] })).toContain('input: {"__proto__":{"id":"<masked>"},"id":"<masked>"}');
    expect(JSON.stringify(run.input)).toBe('{"__proto__":{"id":1},"id":2}');
  });

  test("paths that are none are errors", () => {
    // @ts-expect-error one path instead of a list
    expect(messageOf(() => expect(declinedOrder()).toMatchHistorySnapshot({ mask: "$..orderId" }))).toContain(
      '"mask" must be an array of JSONPaths',
    );
    // @ts-expect-error a path is text
    expect(messageOf(() => expect(declinedOrder()).toMatchHistorySnapshot({ mask: [1] }))).toContain(
      '"mask" takes JSONPaths such as "$..orderId", but has 1.',
    );
    expect(messageOf(() => expect(declinedOrder()).toMatchHistorySnapshot({ mask: ["$..[?(@.a >)]"] }))).toContain(
      'A path of "mask" cannot be read',
    );
  });
});

/** What the matcher hands to the runner's snapshot file. */
function storedBy(execution: Execution | undefined, options: HistorySnapshotOptions): string {
  let text = "";
  const match = ({ received }: { readonly received: { readonly text: string } }): object => {
    text = received.text;
    return { pass: true };
  };
  toMatchHistorySnapshot.call({ equals: Object.is, snapshotState: { match } }, execution, options);
  return text;
}

describe("concurrent tests store snapshots of their own", () => {
  test.concurrent("one", async ({ expect: own }) => {
    const execution = await runStateMachine({ StartAt: "One", States: { One: { Type: "Pass", End: true } } });
    await Promise.resolve();
    own(execution).toMatchHistorySnapshot();
  });

  test.concurrent("another", async ({ expect: own }) => {
    const execution = await runStateMachine({ StartAt: "Another", States: { Another: { Type: "Pass", End: true } } });
    own(execution).toMatchHistorySnapshot({ mask: ["$..id"] });
    own(execution).toMatchInlineSnapshot(`
      SUCCEEDED after 0s
      input: {}
      Another (Pass) 0s
      output: {}
    `);
  });
});

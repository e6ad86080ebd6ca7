/**
 * The text of history snapshots is stored in the repositories of users, so it must stay the same from version to version. It is written
 * down here as plain text, which no update of snapshots touches: a change of it is a breaking change.
 */
import { expect, test } from "vitest";
import { eventList } from "../../matchers/event-list.ts";
import { seenOf } from "../../matchers/seen.ts";
import serializer from "../../matchers/serializer.ts";
import { declinedOrder, failedOrder, mapRun, retriedFanout } from "./runs.ts";

test("retries and a catcher", () => {
  expect(serializer.serialize(declinedOrder())).toBe(
    lines(`
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
`),
  );
});

test("a Parallel that is retried, with a Choice and an aborted branch", async () => {
  expect(serializer.serialize(await retriedFanout())).toBe(
    lines(`
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
`),
  );
});

test("a Map whose items come one after another", async () => {
  expect(serializer.serialize(await mapRun(3, "staggered"))).toBe(
    lines(`
SUCCEEDED after 2s
input: [0,1,2]
EachItem (Map) 0s to 2s
  item 0
    Hold (Wait) 0s
      input: 0
      next: Step
    Step (Pass) 0s
  item 1
    Hold (Wait) 0s to 1s
      input: 1
      next: Step
    Step (Pass) 1s
  item 2
    Hold (Wait) 0s to 2s
      input: 2
      next: Step
    Step (Pass) 2s
  output: {}
output: {}
`),
  );
});

test("the events of a failed execution", () => {
  expect(eventList(seenOf(failedOrder()))).toBe(
    lines(`
1 <- 0  0s  ExecutionStarted {"input":{},"roleArn":"<iam arn>"}
2 <- 0  0s  TaskStateEntered {"input":{},"name":"ValidateOrder"}
3 <- 2  0s  LambdaFunctionScheduled {"input":{},"resource":"<lambda arn>"}
4 <- 3  0s  LambdaFunctionStarted
5 <- 4  0s  LambdaFunctionSucceeded {"output":{"valid":true}}
6 <- 5  0s  TaskStateExited {"name":"ValidateOrder","output":{"valid":true}}
7 <- 6  0s  TaskStateEntered {"input":{"valid":true},"name":"ProcessPayment"}
8 <- 7  0s  LambdaFunctionScheduled {"input":{"valid":true},"resource":"<lambda arn>"}
9 <- 8  0s  LambdaFunctionStarted
10 <- 9  3s  LambdaFunctionFailed {"cause":"the terminal\\nis broken\\u001b[2J","error":"OutOfOrder"}
11 <- 10  3s  ExecutionFailed {"cause":"the terminal\\nis broken\\u001b[2J","error":"OutOfOrder"}
`),
  );
});

/** The text without the line breaks around it. */
const lines = (text: string): string => text.slice(1, -1);

/** Ten machines with a mistake that people make: for each, the message alone tells what to fix, and it is what the machine then does. */
import type { Execution } from "sfn-testkit";
import { fails, after as later, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { task } from "./runs.ts";

type States = { readonly [name: string]: object };
type Mocks = NonNullable<NonNullable<Parameters<typeof runStateMachine>[1]>["mocks"]>;

const run = (StartAt: string, States: States, mocks: Mocks = {}, input: unknown = {}): Promise<Execution> =>
  runStateMachine({ StartAt, States }, { input, mocks });

test("a retrier that names another error than the function throws", async () => {
  const Pay = task("Pay", { Retry: [{ ErrorEquals: ["PaymentDeclined"], MaxAttempts: 3 }], End: true });

  const execution = await run("Pay", { Pay }, { lambda: { Pay: fails("PaymentDeclinedError", "card expired") } });

  expect(messageOf(() => expect(execution).toHaveRetried("Pay", { times: 3 }))).toMatchInlineSnapshot(`
    "expect(execution).toHaveRetried("Pay", { times: 3 })

    Expected: "Pay" to be retried 3 times
    Received: it was not retried, although it failed with "PaymentDeclinedError"

    Path taken:
    >      0s  Pay  ✗ PaymentDeclinedError
      It FAILED after 0s: PaymentDeclinedError, card expired.

    Compare with Retry in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate."
  `);
});

test("a States.ALL retrier first, so that the patient one is never reached", async () => {
  const Retry = [
    { ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
    { ErrorEquals: ["Throttled"], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 2 },
  ];

  const execution = await run(
    "Save",
    { Save: task("Save", { Retry, End: true }) },
    { lambda: { Save: [fails("Throttled"), fails("Throttled"), {}] } },
  );

  expect(messageOf(() => expect(execution).toHaveRetried("Save", { delays: ["10s", "20s"], error: "Throttled" }))).toMatchInlineSnapshot(`
    "expect(execution).toHaveRetried("Save", { delays: ["10s", "20s"], error: "Throttled" })

    Expected: "Save" to be retried after 10s and 20s for "Throttled"
    Received: it was retried twice after 1s and 1s for "Throttled"

    Path taken:
    >      0s  Save  ↻ 1s, 1s
      It SUCCEEDED after 2s.

    Compare with Retry[0] in the definition: ErrorEquals, MaxAttempts, IntervalSeconds, BackoffRate."
  `);
});

test("a catcher without ResultPath, which loses the order", async () => {
  const Charge = task("Charge", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Refund" }], End: true });

  const execution = await run(
    "Charge",
    { Charge, Refund: task("Refund") },
    { lambda: { Charge: fails("Declined"), Refund: {} } },
    { orderId: "o-1" },
  );

  expect(messageOf(() => expect(execution).toHaveStateInput("Refund", expect.objectContaining({ orderId: "o-1" })))).toMatchInlineSnapshot(`
    "expect(execution).toHaveStateInput("Refund", ObjectContaining { orderId: "o-1" })

    Expected: "Refund" to get the input ObjectContaining { orderId: "o-1" }
    Received: it got { Error: "Declined", Cause: null }

    - Expected
    + Received

      {
        "Cause": null,
        "Error": "Declined",
    -   "orderId": "o-1",
      }

    Path taken:
           0s  Charge  ✗ Declined, caught → Refund
    >      0s  Refund
      It SUCCEEDED after 0s.

    It is the raw input, as the state before gave it: what InputPath, Parameters or Arguments make of it is in \`calls\`."
  `);
});

test("a catcher that takes everything to the same place", async () => {
  const Catch = [
    { ErrorEquals: ["States.TaskFailed"], Next: "Alert" },
    { ErrorEquals: ["OutOfStock"], Next: "BackOrder" },
  ];
  const states = { Reserve: task("Reserve", { Catch, End: true }), Alert: task("Alert"), BackOrder: task("BackOrder") };

  const execution = await run("Reserve", states, { lambda: { Reserve: fails("OutOfStock"), Alert: {}, BackOrder: {} } });

  expect(messageOf(() => expect(execution).toHaveCaught("Reserve", { error: "OutOfStock", next: "BackOrder" }))).toMatchInlineSnapshot(`
    "expect(execution).toHaveCaught("Reserve", { error: "OutOfStock", next: "BackOrder" })

    Expected: "Reserve" to catch "OutOfStock" and go to "BackOrder"
    Received: it caught "OutOfStock" and went to "Alert" (Catch[0])

    Path taken:
    >      0s  Reserve  ✗ OutOfStock, caught → Alert
           0s  Alert
      It SUCCEEDED after 0s.

    Catchers are tried in order: the first whose ErrorEquals fits takes the failure."
  `);
});

test("a Choice that compares a number in text", async () => {
  const Size = { Type: "Choice", Choices: [{ Variable: "$.total", NumericGreaterThan: 100, Next: "Review" }], Default: "Approve" };
  const states = { Size, Review: { Type: "Pass", End: true }, Approve: { Type: "Pass", End: true } };

  const execution = await run("Size", states, {}, { total: "250" });

  expect(messageOf(() => expect(execution).toHaveTakenPath(["Size", "Review"]))).toMatchInlineSnapshot(`
    "expect(execution).toHaveTakenPath(["Size", "Review"])

    Expected: the path Size → Review
    Received: Size → Approve
    They differ at step 2: expected "Review", met "Approve".

    Path taken:
           0s  Size  (Default)
    >      0s  Approve
      It SUCCEEDED after 0s.

    "Size" took Default; its input was { total: "250" }."
  `);
  expect(messageOf(() => expect(execution).toHaveVisited("Review"))).toMatchInlineSnapshot(`
    "expect(execution).toHaveVisited("Review")

    Expected: "Review" to be visited
    Received: "Review" was never entered

    Path taken:
           0s  Size  (Default)
           0s  Approve
      It SUCCEEDED after 0s.

    "Size" took Default; its input was { total: "250" }."
  `);
});

test("seconds meant as milliseconds", async () => {
  const execution = await run("Cool down", { "Cool down": { Type: "Wait", Seconds: 5000, End: true } });

  expect(messageOf(() => expect(execution).toHaveWaited("Cool down", "5s"))).toMatchInlineSnapshot(`
    "expect(execution).toHaveWaited("Cool down", "5s")

    Expected: "Cool down" to wait 5s
    Received: it waited 1h 23m 20s

    Path taken:
    >      0s  Cool down
      It SUCCEEDED after 1h 23m 20s.

    Compare with the state's Seconds or Timestamp, or the input that their paths read."
  `);
});

test("a Map without MaxConcurrency in front of a fragile service", async () => {
  const Each = { Type: "Map", End: true, ItemProcessor: { StartAt: "Import", States: { Import: task("Import") } } };

  const execution = await run("Each", { Each }, { lambda: { Import: later("1s", {}) } }, ["a", "b", "c"]);

  expect(messageOf(() => expect(execution).toHaveStayedWithinConcurrency("Import", 2))).toMatchInlineSnapshot(`
    "expect(execution).toHaveStayedWithinConcurrency("Import", 2)

    Expected: "Import" to stay within a concurrency of 2
    Received: at most 3 iterations of "Each" open at once, first at 0s

    Path taken:
           0s  Each
    >      0s    [0] Import
    >      0s    [1] Import
    >      0s    [2] Import
      It SUCCEEDED after 1s.

    Compare with MaxConcurrency of the Map; the iterations of one that itself runs several times at once add up."
  `);
});

test("parameters without .$, so that the path is sent as text", async () => {
  const Save = {
    Type: "Task",
    Resource: "arn:aws:states:::dynamodb:putItem",
    Parameters: { TableName: "orders", Item: { id: { S: "$.orderId" } } },
    End: true,
  };

  const execution = await run("Save", { Save }, { dynamodb: { putItem: {} } }, { orderId: "o-1" });

  expect(
    messageOf(() => expect(execution).toHaveCalledService("dynamodb:putItem", { TableName: "orders", Item: { id: { S: "o-1" } } })),
  ).toMatchInlineSnapshot(`
    "expect(execution).toHaveCalledService("dynamodb:putItem", { TableName: "orders", Item: { id: { S: "o-1" } } })

    Expected: "dynamodb:putItem" to be called with { TableName: "orders", Item: { id: { S: "o-1" } } }
    Received: it was called once, never with that input
      at 0s by "Save" with { TableName: "orders", Item: { id: { S: "$.orderId" } } }

    - Expected
    + Received

    @@ -1,7 +1,7 @@
      {
        "Item": {
          "id": {
    -       "S": "o-1",
    +       "S": "$.orderId",
          },
        },
        "TableName": "orders",

    Path taken:
    >      0s  Save
      It SUCCEEDED after 0s.

    To compare a part of the input, write expect.objectContaining({ … })."
  `);
});

test("a timeout longer than the function takes to hang up", async () => {
  const Ask = task("Ask", { TimeoutSeconds: 900, End: true });

  const execution = await run("Ask", { Ask }, { lambda: { Ask: later("10m", { answer: 42 }) } });

  expect(messageOf(() => expect(execution).toHaveTimedOutIn("Ask"))).toMatchInlineSnapshot(`
    "expect(execution).toHaveTimedOutIn("Ask")

    Expected: the execution to time out in "Ask"
    Received: it succeeded after 10m

    Path taken:
    >      0s  Ask
      It SUCCEEDED after 10m.

    Compare TimeoutSeconds and HeartbeatSeconds with how long the mock takes: after(duration, …)."
  `);
});

test("a ResultPath that puts the result elsewhere than the test looks", async () => {
  const Price = task("Price", { ResultPath: "$.result", End: true });

  const execution = await run("Price", { Price }, { lambda: { Price: { total: 12 } } }, { orderId: "o-1" });

  expect(messageOf(() => expect(execution).toHaveOutputAt("$.total", 12))).toMatchInlineSnapshot(`
    "expect(execution).toHaveOutputAt("$.total", 12)

    Expected: the output to have 12 at $.total
    Received: nothing is there, in { orderId: "o-1", result: { total: 12 } }

    Path taken:
           0s  Price
      It SUCCEEDED after 0s.

    To see the whole run, print it: console.log(String(execution))."
  `);
});

import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { RunBuilder } from "./run-builder.ts";
import { declinedOrder, fanout, runningOrder } from "./runs.ts";

describe("toEndInState", () => {
  test("passes for the last top-level state", () => {
    expect(declinedOrder()).toEndInState("TellCustomer");
    expect(declinedOrder()).not.toEndInState("Ship");
    expect(fanout()).toEndInState("Done");
    expect(fanout()).not.toEndInState("Mail");
  });

  test("tells where it ended instead", () => {
    expect(messageOf(() => expect(declinedOrder()).toEndInState("Ship"))).toMatchInlineSnapshot(`
      "expect(execution).toEndInState("Ship")

      Expected: the execution to end in state "Ship"
      Received: it ended in "TellCustomer"

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
      >     14s  TellCustomer
        It SUCCEEDED after 14s.

      "ProcessPayment" failed with "PaymentDeclined", and Catch[0] went to "TellCustomer"."
    `);
  });

  test("tells, negated, that it ended there", () => {
    expect(messageOf(() => expect(declinedOrder()).not.toEndInState("TellCustomer"))).toMatchInlineSnapshot(`
      "expect(execution).not.toEndInState("TellCustomer")

      Expected: the execution not to end in state "TellCustomer"
      Received: it ended in "TellCustomer"

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
      >     14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("an execution that is still running has not ended anywhere", () => {
    expect(runningOrder()).not.toEndInState("ProcessPayment");
    expect(messageOf(() => expect(runningOrder()).toEndInState("ProcessPayment"))).toMatchInlineSnapshot(`
      "expect(execution).toEndInState("ProcessPayment")

      Expected: the execution to end in state "ProcessPayment"
      Received: it is still running, in "ProcessPayment"

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  … still running
        It is still running.

      The execution is still running: let it come to its end with \`await execution.finish()\`, or move time on with \`advance\`."
    `);
  });

  test("tells that a nested state is not looked at", () => {
    expect(messageOf(() => expect(fanout()).toEndInState("Mail"))).toMatchInlineSnapshot(`
      "expect(execution).toEndInState("Mail")

      Expected: the execution to end in state "Mail"
      Received: it ended in "Done"

      Path taken:
             0s  Fanout
             0s    [0] Charge
             0s    [1] Hold
             1s    [1] Note
             2s    [1] Rest
             3s    [1] Mail
      >      4s  Done
        It SUCCEEDED after 4s.

      "Mail" is inside "Fanout"; toEndInState looks at top-level states only."
    `);
  });
});

describe("toHaveTakenPath", () => {
  test("passes for exactly the top-level states, in order", () => {
    expect(declinedOrder()).toHaveTakenPath(["ValidateOrder", "ProcessPayment", "TellCustomer"]);
    expect(declinedOrder()).toHaveTakenPath(["ValidateOrder", expect.any(String), "TellCustomer"]);
    expect(declinedOrder()).not.toHaveTakenPath(["ValidateOrder", "ProcessPayment"]);
    expect(declinedOrder()).not.toHaveTakenPath(["ProcessPayment", "ValidateOrder", "TellCustomer"]);
    expect(fanout()).toHaveTakenPath(["Fanout", "Done"]);
    expect(runningOrder()).toHaveTakenPath(["ValidateOrder", "ProcessPayment"]);
  });

  test("tells the first step that differs", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveTakenPath(["ValidateOrder", "Ship"]))).toMatchInlineSnapshot(`
      "expect(execution).toHaveTakenPath(["ValidateOrder", "Ship"])

      Expected: the path ValidateOrder → Ship
      Received: ValidateOrder → ProcessPayment → TellCustomer
      They differ at step 2: expected "Ship", met "ProcessPayment".

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("tells that the execution ended too early", () => {
    const states = ["ValidateOrder", "ProcessPayment", "TellCustomer", "Ship"];

    expect(messageOf(() => expect(declinedOrder()).toHaveTakenPath(states))).toContain(
      'They differ at step 4: expected "Ship", met the end.',
    );
  });

  test("tells, negated, that this was the path", () => {
    expect(messageOf(() => expect(fanout()).not.toHaveTakenPath(["Fanout", "Done"]))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveTakenPath(["Fanout", "Done"])

      Expected: another path than Fanout → Done
      Received: Fanout → Done

      Path taken:
             0s  Fanout
             0s    [0] Charge
             0s    [1] Hold
             1s    [1] Note
             2s    [1] Rest
             3s    [1] Mail
             4s  Done
        It SUCCEEDED after 4s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("names instead of an array are an error", () => {
    // @ts-expect-error names one by one
    expect(messageOf(() => expect(fanout()).not.toHaveTakenPath("Fanout", "Done"))).toContain("must be an array of state names");
  });
});

test("a long path is shown by its beginning, its end and what is marked", () => {
  const run = new RunBuilder();
  for (let turn = 0; turn < 100; turn++) run.main.pass(turn === 50 ? "Rare" : "Loop");

  const message = messageOf(() => expect(run.succeeded({})).toHaveRetried("Rare"));

  expect(message).toContain("    … 35 more visits …\n>      0s  Rare\n    … 39 more visits …");
  expect(message.split("\n").length).toBeLessThan(45);
});

describe("toHaveVisited", () => {
  test("passes when each of the states was entered, at any depth and in any order", () => {
    expect(declinedOrder()).toHaveVisited("ValidateOrder");
    expect(declinedOrder()).toHaveVisited("TellCustomer", "ValidateOrder");
    expect(fanout()).toHaveVisited("Fanout", "Charge", "Mail", "Done");
    expect(runningOrder()).toHaveVisited("ProcessPayment");
    expect(declinedOrder()).not.toHaveVisited("Ship");
    expect(declinedOrder()).not.toHaveVisited("ValidateOrder", "Ship");
  });

  test("tells which were not, and negated how often they were", () => {
    expect(messageOf(() => expect(declinedOrder()).toHaveVisited("ValidateOrder", "Ship"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveVisited("ValidateOrder", "Ship")

      Expected: "ValidateOrder" and "Ship" to be visited
      Received: "Ship" was never entered

      Path taken:
      >      0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      "ProcessPayment" failed with "PaymentDeclined", and Catch[0] went to "TellCustomer"."
    `);
    expect(messageOf(() => expect(declinedOrder()).not.toHaveVisited("ValidateOrder", "TellCustomer"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveVisited("ValidateOrder", "TellCustomer")

      Expected: "ValidateOrder" and "TellCustomer" not to be visited
      Received: "ValidateOrder" was entered once (at 0s) and "TellCustomer" was entered once (at 14s)

      Path taken:
      >      0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
      >     14s  TellCustomer
        It SUCCEEDED after 14s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("no name at all is an error", () => {
    // @ts-expect-error at least one name
    expect(messageOf(() => expect(declinedOrder()).not.toHaveVisited())).toContain("Name the states that should have been visited.");
  });
});

import type { Execution } from "sfn-testkit";
import { runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import "../../matchers/vitest.ts";
import { messageOf } from "./message-of.ts";
import { declinedOrder, failedOrder, mapRun, runningOrder } from "./runs.ts";

describe("toHaveStateInput and toHaveStateOutput", () => {
  test("pass for the raw input and the last output of one visit", () => {
    expect(declinedOrder()).toHaveStateInput("ProcessPayment", { orderId: "o-1", valid: true });
    expect(declinedOrder()).toHaveStateInput("TellCustomer", expect.objectContaining({ failure: expect.anything() }));
    expect(declinedOrder()).not.toHaveStateInput("ProcessPayment", { orderId: "o-1" });
    expect(declinedOrder()).toHaveStateOutput("TellCustomer", { MessageId: "m-1" });
    expect(declinedOrder()).not.toHaveStateOutput("TellCustomer", { MessageId: "m-2" });
    expect(failedOrder()).not.toHaveStateOutput("ProcessPayment", expect.anything());
    expect(failedOrder()).not.toHaveStateOutput("ProcessPayment", undefined);
  });

  test("one visit is enough, and falsy data is data", async () => {
    const items = await mapRun(3, "unlimited");

    expect(items).toHaveStateInput("Step", 0);
    expect(items).toHaveStateOutput("Step", 2);
    expect(items).not.toHaveStateInput("Step", 3);
    expect(items).not.toHaveStateInput("Step", null);
  });

  test("tell what it was, and how it differs", () => {
    expect(
      messageOf(() => expect(declinedOrder()).toHaveStateInput("ProcessPayment", { orderId: "o-2", valid: true })),
    ).toMatchInlineSnapshot(`
      "expect(execution).toHaveStateInput("ProcessPayment", { orderId: "o-2", valid: true })

      Expected: "ProcessPayment" to get the input { orderId: "o-2", valid: true }
      Received: it got { orderId: "o-1", valid: true }

      - Expected
      + Received

        {
      -   "orderId": "o-2",
      +   "orderId": "o-1",
          "valid": true,
        }

      Path taken:
             0s  ValidateOrder
      >      0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      It is the raw input, as the state before gave it: what InputPath, Parameters or Arguments make of it is in \`calls\`."
    `);
    expect(messageOf(() => expect(declinedOrder()).not.toHaveStateInput("ValidateOrder", { orderId: "o-1" }))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveStateInput("ValidateOrder", { orderId: "o-1" })

      Expected: "ValidateOrder" not to get the input { orderId: "o-1" }
      Received: it got { orderId: "o-1" }

      Path taken:
      >      0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
            14s  TellCustomer
        It SUCCEEDED after 14s.

      It is the raw input, as the state before gave it: what InputPath, Parameters or Arguments make of it is in \`calls\`."
    `);
    expect(messageOf(() => expect(declinedOrder()).toHaveStateOutput("TellCustomer", { MessageId: "m-2" }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveStateOutput("TellCustomer", { MessageId: "m-2" })

      Expected: "TellCustomer" to give the output { MessageId: "m-2" }
      Received: it gave { MessageId: "m-1" }

      - Expected
      + Received

        {
      -   "MessageId": "m-2",
      +   "MessageId": "m-1",
        }

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
      >     14s  TellCustomer
        It SUCCEEDED after 14s.

      It is what the next state gets: the result, as ResultSelector, ResultPath and OutputPath leave it."
    `);
    expect(messageOf(() => expect(declinedOrder()).not.toHaveStateOutput("TellCustomer", expect.anything()))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveStateOutput("TellCustomer", Anything)

      Expected: "TellCustomer" not to give the output Anything
      Received: it gave { MessageId: "m-1" }

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
      >     14s  TellCustomer
        It SUCCEEDED after 14s.

      It is what the next state gets: the result, as ResultSelector, ResultPath and OutputPath leave it."
    `);
  });

  test("tell why there is no output", () => {
    expect(messageOf(() => expect(failedOrder()).toHaveStateOutput("ProcessPayment", {}))).toContain(
      "Received: it gave no output: it failed",
    );
    expect(messageOf(() => expect(runningOrder()).toHaveStateOutput("ProcessPayment", {}))).toContain("Received: it is still running");
    expect(messageOf(() => expect(declinedOrder()).toHaveStateOutput("Ship", {}))).toContain('Received: "Ship" was never entered');
  });

  test("the difference leaves out what asymmetric matchers accept or leave open", () => {
    const message = messageOf(() =>
      expect(declinedOrder()).toHaveStateInput("TellCustomer", expect.objectContaining({ orderId: expect.any(String), valid: false })),
    );

    expect(message).toMatchInlineSnapshot(`
      "expect(execution).toHaveStateInput("TellCustomer", ObjectContaining { orderId: Any<String>, valid: false })

      Expected: "TellCustomer" to get the input ObjectContaining { orderId: Any<String>, valid: false }
      Received: it got { orderId: "o-1", valid: true, failure: { Error: "PaymentDeclined", Cause: "card expired" } }

      - Expected
      + Received

      @@ -4,5 +4,5 @@
            "Error": "PaymentDeclined",
          },
          "orderId": "o-1",
      -   "valid": false,
      +   "valid": true,
        }

      Path taken:
             0s  ValidateOrder
             0s  ProcessPayment  ↻ 2s, 4s, 8s  ✗ PaymentDeclined, caught → TellCustomer
      >     14s  TellCustomer
        It SUCCEEDED after 14s.

      It is the raw input, as the state before gave it: what InputPath, Parameters or Arguments make of it is in \`calls\`."
    `);
  });

  test("the difference is that of the nearest visit", async () => {
    const Each = {
      Type: "Map",
      End: true,
      ItemProcessor: { StartAt: "Step", States: { Step: { Type: "Pass", End: true } } },
    };
    const input = [
      { id: 1, name: "a", size: 1 },
      { id: 2, name: "b", size: 2 },
    ];
    const execution = await runStateMachine({ StartAt: "Each", States: { Each } }, { input });

    const message = messageOf(() => expect(execution).toHaveStateInput("Step", { id: 2, name: "b", size: 3 }));

    expect(message).toContain('-   "size": 3,\n+   "size": 2,');
    expect(message).not.toContain('+   "id": 1');
  });

  test("control characters in the data do not reach the terminal by the difference", () => {
    const message = messageOf(() => expect(failedOrder()).toHaveStateOutput("ValidateOrder", { valid: "\u001b[2J" }));

    expect(message).toContain('-   "valid": "\\u001b[2J",');
    expect(message).not.toContain("\u001b");
  });

  test("a value left out is an error, also negated", () => {
    // @ts-expect-error the value is left out
    expect(messageOf(() => expect(declinedOrder()).toHaveStateInput("ProcessPayment"))).toContain("Give the value to compare with.");
    // @ts-expect-error the value is left out
    expect(messageOf(() => expect(declinedOrder()).not.toHaveStateOutput("ProcessPayment"))).toContain("Give the value to compare with.");
  });
});

async function passing(output: unknown): Promise<Execution> {
  return await runStateMachine({ StartAt: "Step", States: { Step: { Type: "Pass", End: true } } }, { input: output });
}

const cart = {
  id: "c-1",
  items: [
    { sku: "a", price: 3 },
    { sku: "b", price: 12 },
  ],
  note: null,
  "a b": 0,
  tags: [],
};

describe("toHaveOutputAt", () => {
  const holds: readonly (readonly [path: string, value: unknown])[] = [
    ["$.id", "c-1"],
    ["$", cart],
    ["$.items[1].sku", "b"],
    ["$['a b']", 0],
    ["$.note", null],
    ["$.items[*].sku", ["a", "b"]],
    ["$..price", [3, 12]],
    ["$.items[?(@.price > 10)].sku", ["b"]],
    ["$.items[-1:].sku", ["b"]],
    ["$..missing", []],
    ["$..note", [null]],
    ["$..*[?(@.sku == 'b')].price", [12]],
    ["$.items[?(@.price > 100)]", []],
    ["$.tags", []],
    ["$.items", expect.arrayContaining([{ sku: "a", price: expect.any(Number) }])],
  ];

  test.each(holds)("%s", async (path, value) => {
    expect(await passing(cart)).toHaveOutputAt(path, value);
    expect(await passing(cart)).not.toHaveOutputAt(path, "something else");
  });

  test("a definite path that leads nowhere has no value, not even undefined or an empty array", async () => {
    const execution = await passing(cart);

    for (const value of [undefined, null, [], expect.anything()]) expect(execution).not.toHaveOutputAt("$.missing", value);
  });

  test("outputs that are no objects have a root", async () => {
    for (const output of [0, "", false, null, "text"]) {
      expect(await passing(output)).toHaveOutputAt("$", output);
      expect(await passing(output)).not.toHaveOutputAt("$.length", expect.any(Number));
    }
  });

  test("an execution that did not succeed has no output", () => {
    expect(failedOrder()).not.toHaveOutputAt("$", undefined);
    expect(messageOf(() => expect(failedOrder()).toHaveOutputAt("$.id", 1))).toContain("Received: it FAILED: OutOfOrder");
    expect(messageOf(() => expect(runningOrder()).toHaveOutputAt("$.id", 1))).toContain("Received: it is still running");
  });

  test("expressions cannot reach JavaScript", async () => {
    expect(await passing([1])).toHaveOutputAt('$[?(@.constructor.constructor("return process")())]', []);
    expect({}).not.toHaveProperty("polluted");
  });

  test("tells what is there", async () => {
    const execution = await passing(cart);

    expect(messageOf(() => expect(execution).toHaveOutputAt("$.items[0]", { sku: "a", price: 4 }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveOutputAt("$.items[0]", { sku: "a", price: 4 })

      Expected: the output to have { sku: "a", price: 4 } at $.items[0]
      Received: { sku: "a", price: 3 }

      - Expected
      + Received

        {
      -   "price": 4,
      +   "price": 3,
          "sku": "a",
        }

      Path taken:
             0s  Step
        It SUCCEEDED after 0s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(execution).toHaveOutputAt("$.item", 1))).toMatchInlineSnapshot(`
      "expect(execution).toHaveOutputAt("$.item", 1)

      Expected: the output to have 1 at $.item
      Received: nothing is there, in { id: "c-1", items: [{ sku: "a", price: 3 }, { sku: "b", price: 12 }], note: null, "a b": 0, tags: [] }

      Path taken:
             0s  Step
        It SUCCEEDED after 0s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(execution).toHaveOutputAt("$..sku", "a"))).toMatchInlineSnapshot(`
      "expect(execution).toHaveOutputAt("$..sku", "a")

      Expected: the output to have "a" at $..sku
      Received: ["a", "b"]

      - Expected
      + Received

      - "a"
      + [
      +   "a",
      +   "b",
      + ]

      Path taken:
             0s  Step
        It SUCCEEDED after 0s.

      This path may lead to several places, so it gives an array."
    `);
    expect(messageOf(() => expect(execution).not.toHaveOutputAt("$.id", "c-1"))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveOutputAt("$.id", "c-1")

      Expected: the output not to have "c-1" at $.id
      Received: "c-1"

      Path taken:
             0s  Step
        It SUCCEEDED after 0s.

      To see the whole run, print it: console.log(String(execution))."
    `);
  });

  test("a path that cannot be read is an error, also negated", async () => {
    const execution = await passing(cart);

    expect(messageOf(() => expect(execution).not.toHaveOutputAt("$.items[?(@.price >)]", 1))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveOutputAt("$.items[?(@.price >)]", 1)

      The path "$.items[?(@.price >)]" cannot be read: Expected expression after > at character 12"
    `);
    expect(messageOf(() => expect(execution).toHaveOutputAt("", 1))).toContain(
      'The path must be a JSONPath such as "$.order.id", but was "".',
    );
    // @ts-expect-error a path is text
    expect(messageOf(() => expect(execution).toHaveOutputAt(1, 1))).toContain("but was 1.");
  });
});

describe("toHaveVariable", () => {
  const counting = { StartAt: "Count", States: { Count: { Type: "Pass", Assign: { total: 3, order: { "id.$": "$.id" } }, End: true } } };
  const counted = (): Promise<Execution> => runStateMachine(counting, { input: { id: "o-1" } });

  test("passes for the value at the end", async () => {
    expect(await counted()).toHaveVariable("total", 3);
    expect(await counted()).toHaveVariable("order", { id: expect.stringMatching(/^o-/) });
    expect(await counted()).not.toHaveVariable("total", 4);
    expect(await counted()).not.toHaveVariable("__proto__", expect.anything());
  });

  test("tells the value, or which variables there are", async () => {
    const execution = await counted();

    expect(messageOf(() => expect(execution).toHaveVariable("order", { id: "o-2" }))).toMatchInlineSnapshot(`
      "expect(execution).toHaveVariable("order", { id: "o-2" })

      Expected: the variable "order" to be { id: "o-2" }
      Received: { id: "o-1" }

      - Expected
      + Received

        {
      -   "id": "o-2",
      +   "id": "o-1",
        }

      Path taken:
             0s  Count
        It SUCCEEDED after 0s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(execution).toHaveVariable("totl", 3))).toMatchInlineSnapshot(`
      "expect(execution).toHaveVariable("totl", 3)

      Expected: the variable "totl" to be 3
      Received: it was never assigned at top level; there are "total" and "order". Did you mean "total"?

      Path taken:
             0s  Count
        It SUCCEEDED after 0s.

      Variables of a branch or an iteration end with it."
    `);
    expect(messageOf(() => expect(execution).not.toHaveVariable("total", 3))).toMatchInlineSnapshot(`
      "expect(execution).not.toHaveVariable("total", 3)

      Expected: the variable "total" not to be 3
      Received: 3

      Path taken:
             0s  Count
        It SUCCEEDED after 0s.

      To see the whole run, print it: console.log(String(execution))."
    `);
    expect(messageOf(() => expect(declinedOrder()).toHaveVariable("total", 3))).toContain("nor was any other variable");
  });

  test("a name with a dollar sign is an error, also negated", async () => {
    const execution = await counted();

    expect(messageOf(() => expect(execution).not.toHaveVariable("$total", 4))).toContain('without the dollar sign: "total".');
    // @ts-expect-error the value is left out
    expect(messageOf(() => expect(execution).toHaveVariable("total"))).toContain("Give the value to compare with.");
  });
});

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { fails, runStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const definition = new URL("../../examples/order/order.asl.json", import.meta.url);

const declined = {
  input: { orderId: "o-1" },
  mocks: {
    lambda: {
      ValidateOrder: (order: object) => ({ ...order, valid: true }),
      ProcessPayment: fails("PaymentDeclined", "card expired"),
      SendEmail: { sent: true },
    },
  },
};

test("the README shows the timeline that its test draws", async () => {
  const execution = await runStateMachine(definition, declined);

  expect(printedIn("README.md")).toContain(String(execution));
});

test("the README shows the message of a failing matcher", async () => {
  const execution = await runStateMachine(definition, declined);

  const message = await messageOf(() => expect(execution).toHaveRetried("ProcessPayment", { times: 3, delays: ["2s", "4s", "6s"] }));

  expect(printedIn("README.md")).toContain(message);
});

test("the guide shows the message for a missing mock", async () => {
  const message = await messageOf(() => runStateMachine(definition, { mocks: { lambda: { ValidateOrders: {} } } }));

  expect(printedIn("docs/guide/mocking.md")).toContain(message);
});

/** The ```text blocks of a document. */
function printedIn(document: string): string[] {
  const text = readFileSync(root + document, "utf8");
  return [...text.matchAll(/^```text\n(.*?)^```$/gms)].map(([, block = ""]) => block.trim());
}

async function messageOf(failing: () => unknown): Promise<string> {
  try {
    await failing();
  } catch (thrown) {
    return stripVTControlCharacters((thrown as Error).message).trim();
  }
  throw new Error("Nothing failed.");
}

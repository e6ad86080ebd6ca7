import { fails, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";

test("a declined card leads to the customer", async () => {
  const execution = await runStateMachine(new URL("order.asl.json", import.meta.url), {
    mocks: { lambda: { ValidateOrder: {}, ProcessPayment: fails("PaymentDeclined") }, sns: { publish: {} } },
  });

  expect(execution.path.at(-1)).toBe("TellCustomer");
});

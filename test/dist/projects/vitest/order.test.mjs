import { createRequire } from "node:module";
import { fails, runStateMachine } from "sfn-testkit";
import { afterEach, expect, test, vi } from "vitest";

const declined = {
  input: { orderId: "o-1" },
  mocks: {
    lambda: { ValidateOrder: (order) => ({ ...order, valid: true }), ProcessPayment: fails("PaymentDeclined", "card expired") },
    sns: { publish: { MessageId: "m-1" } },
  },
};

function expectDeclined(execution) {
  expect(execution).toHaveRetried("ProcessPayment", { times: 3, delays: ["2s", "4s", "8s"] });
  expect(execution).toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "TellCustomer" });
  expect(execution).toEndInState("TellCustomer");
}

afterEach(() => {
  vi.useRealTimers();
});

test("a declined card is retried, then the customer is told", async () => {
  const execution = await runStateMachine("order.asl.json", declined);

  expectDeclined(execution);
  expect(execution).toMatchHistorySnapshot();
});

test("a matcher that does not hold fails the test", async () => {
  const execution = await runStateMachine("order.asl.json", declined);

  expect(() => expect(execution).toEndInState("ProcessPayment")).toThrow("TellCustomer");
  expect(() => expect(execution).not.toEndInState("TellCustomer")).toThrow("TellCustomer");
});

test("an execution of the CommonJS build is known to the matchers of the other", async () => {
  const required = createRequire(import.meta.url)("sfn-testkit");

  expectDeclined(await required.runStateMachine("order.asl.json", declined));
});

test("fake timers do not stop a run", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "performance"] });

  expectDeclined(await runStateMachine("order.asl.json", declined));
});

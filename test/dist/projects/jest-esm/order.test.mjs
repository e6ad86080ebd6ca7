import { readFileSync } from "node:fs";
import { jest } from "@jest/globals";
import { fails, runStateMachine } from "sfn-testkit";

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
  jest.useRealTimers();
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

test("jest.fn() and values made in the test's realm are mocks like others", async () => {
  const definition = JSON.parse(readFileSync("order.asl.json", "utf8"));
  const validate = jest.fn(async (order) => ({ ...order, valid: true }));

  const execution = await runStateMachine(definition, { ...declined, mocks: { ...declined.mocks, states: { ValidateOrder: validate } } });

  expectDeclined(execution);
  expect(validate).toHaveBeenCalledTimes(1);
});

test("fake timers do not stop a run", async () => {
  jest.useFakeTimers();

  expectDeclined(await runStateMachine("order.asl.json", declined));
});

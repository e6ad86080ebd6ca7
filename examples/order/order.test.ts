import { after, fails, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { afterEach, describe, expect, test, vi } from "vitest";

const definition = new URL("./order.asl.json", import.meta.url);
const input = { orderId: "o-1", amount: 42 };

interface Order {
  readonly orderId: string;
  readonly amount: number;
}

class ValidationError extends Error {
  override readonly name = "ValidationError";
}

function validate(order: Order): object {
  if (order.amount <= 0) throw new ValidationError(`amount ${order.amount} is not positive`);
  return { ...order, valid: true };
}

const approve = (order: Order): object => ({ ...order, paymentStatus: "APPROVED" });

const lambda = {
  ValidateOrder: validate,
  ProcessPayment: approve,
  UpdateInventory: { reserved: 1 },
  SendEmail: { sent: true },
};

const slow = { UpdateInventory: after("5s", { reserved: 1 }), SendEmail: after("2s", { sent: true }) };

const sns = { publish: { MessageId: "m-1" } };

afterEach(() => {
  vi.useRealTimers();
});

describe("an approved order", () => {
  test("is fulfilled: stock and customer at the same time", async () => {
    const execution = await runStateMachine(definition, { input, mocks: { lambda } });

    expect(execution).toHaveTakenPath(["ValidateOrder", "ProcessPayment", "CheckPayment", "FulfillOrder"]);
    expect(execution).toHaveRunInParallel("UpdateInventory", "SendConfirmationEmail");
    expect(execution).toHaveSucceeded(expect.objectContaining({ fulfillment: [{ reserved: 1 }, { sent: true }] }));
    expect(execution).toMatchHistorySnapshot();
  });

  test("takes as long as the slower of the two", async () => {
    const execution = await runStateMachine(definition, { input, mocks: { lambda: { ...lambda, ...slow } } });

    expect(execution.durationSeconds).toBe(5);
  });

  test("that was flaky at first is charged on the third try, after 2 s and 4 s", async () => {
    const flaky = { ...lambda, ProcessPayment: [fails("GatewayBusy"), fails("GatewayBusy"), approve] };

    const execution = await runStateMachine(definition, { input, mocks: { lambda: flaky } });

    expect(execution).toHaveRetried("ProcessPayment", { times: 2, delays: ["2s", "4s"], error: "GatewayBusy" });
    expect(execution).toEndInState("FulfillOrder");
    expect(execution.durationSeconds).toBe(6);
  });
});

describe("a declined payment", () => {
  const declined = { ...lambda, ProcessPayment: fails("PaymentDeclined", "card expired") };

  test("is retried three times, then the customer is told", async () => {
    const execution = await runStateMachine(definition, { input, mocks: { lambda: declined } });

    expect(execution).toHaveRetried("ProcessPayment", { times: 3, delays: ["2s", "4s", "8s"] });
    expect(execution).toHaveCaught("ProcessPayment", { error: "PaymentDeclined", next: "SendPaymentFailed" });
    expect(execution).toEndInState("SendPaymentFailed");
    expect(execution).toMatchHistorySnapshot();
  });

  test("keeps the order and adds the error", async () => {
    const sendEmail = vi.fn().mockReturnValue({ sent: true });

    await runStateMachine(definition, { input, mocks: { lambda: { ...declined, SendEmail: sendEmail } } });

    expect(sendEmail).toHaveBeenCalledOnce();
    const [email] = sendEmail.mock.calls[0]!;
    expect(email).toEqual({ ...input, valid: true, error: { Error: "PaymentDeclined", Cause: "card expired" } });
  });

  test("without an error, by its status, goes the Choice's default way", async () => {
    const review = { ...lambda, ProcessPayment: { paymentStatus: "IN_REVIEW" } };

    const execution = await runStateMachine(definition, { input, mocks: { lambda: review } });

    expect(execution).toHaveTakenPath(["ValidateOrder", "ProcessPayment", "CheckPayment", "SendPaymentFailed"]);
    expect(execution.visits.find(({ state }) => state === "CheckPayment")).toMatchObject({ rule: "default" });
  });

  test("that no catcher names fails the execution", async () => {
    const down = { ...lambda, ProcessPayment: fails("GatewayDown", "503") };

    const execution = await runStateMachine(definition, { input, mocks: { lambda: down } });

    expect(execution).toHaveFailed({ error: "GatewayDown", cause: "503" });
    expect(execution).not.toHaveCaught("ProcessPayment");
  });
});

describe("an invalid order", () => {
  const invalid = { orderId: "o-2", amount: 0 };

  test("is reported and never charged", async () => {
    const processPayment = vi.fn(approve);

    const execution = await runStateMachine(definition, {
      input: invalid,
      mocks: { lambda: { ...lambda, ProcessPayment: processPayment }, sns },
    });

    expect(processPayment).not.toHaveBeenCalled();
    expect(execution).toHaveCaught("ValidateOrder", { error: "ValidationError", next: "SendFailureNotification" });
    expect(execution).toHaveSucceeded(expect.objectContaining({ notification: { MessageId: "m-1" } }));
  });

  test("is named in the notification", async () => {
    const aws = mockAws({ lambda, sns });

    await runStateMachine(definition, { input: invalid, aws });

    const published = aws.calls("sns:publish").map((call) => call.input);
    expect(published).toEqual([
      { TopicArn: "arn:aws:sns:us-east-1:123:rejected-orders", Message: "Order o-2 was rejected: ValidationError" },
    ]);
  });
});

describe("what the handlers are given", () => {
  test("the payment gets what validation answered, and which attempt it is", async () => {
    const processPayment = vi.fn((order: Order, { attempt }: { attempt: number }) => {
      if (attempt === 1) throw new Error("connection reset");
      return approve(order);
    });

    await runStateMachine(definition, { input, mocks: { lambda: { ...lambda, ProcessPayment: processPayment } } });

    expect(processPayment).toHaveBeenCalledTimes(2);
    expect(processPayment).toHaveBeenLastCalledWith(
      { ...input, valid: true },
      expect.objectContaining({ state: "ProcessPayment", attempt: 2 }),
    );
  });

  test("one function in two states can be answered by state", async () => {
    const mocks = { lambda, states: { SendConfirmationEmail: { sent: "confirmation" } } };

    const execution = await runStateMachine(definition, { input, mocks });

    expect(execution.output.fulfillment[1]).toEqual({ sent: "confirmation" });
  });
});

describe("with time in the test's hands", () => {
  const declined = { ...lambda, ProcessPayment: fails("PaymentDeclined") };

  test("nobody is told before the last retry", async () => {
    const sendEmail = vi.fn().mockReturnValue({ sent: true });
    const execution = await startStateMachine(definition, { input, mocks: { lambda: { ...declined, SendEmail: sendEmail } } });

    await execution.advance("13s");
    expect(execution.status).toBe("RUNNING");
    expect(sendEmail).not.toHaveBeenCalled();

    await execution.advance("1s");
    expect(execution.status).toBe("SUCCEEDED");
    expect(sendEmail).toHaveBeenCalledOnce();
  });

  test("a run can be held at the entry of a state", async () => {
    const execution = await startStateMachine(definition, { input, mocks: { lambda: declined } });

    await execution.runUntil("SendPaymentFailed");

    expect(execution.now).toEqual(new Date("2025-01-01T00:00:14.000Z"));
    expect(execution.calls.map(({ state }) => state)).not.toContain("SendPaymentFailed");
    expect(await execution.finish()).toEndInState("SendPaymentFailed");
  });

  test("the test's fake timers are no concern of the machine's clock", async () => {
    vi.useFakeTimers({ now: new Date("2030-06-01T00:00:00.000Z") });

    const execution = await runStateMachine(definition, { input, mocks: { lambda: declined } });

    expect(execution.durationSeconds).toBe(14);
    expect(execution.startDate).toEqual(new Date("2025-01-01T00:00:00.000Z"));
    expect(Date.now()).toBe(Date.parse("2030-06-01T00:00:00.000Z"));
    expect(vi.getTimerCount()).toBe(0);
  });
});

import type { Mocks } from "sfn-testkit";
import { fails, mockAws } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import "sfn-testkit/vitest";
import { afterEach, describe, expect, test } from "vitest";
import { Orders } from "./orders.ts";

const definition = new URL("./delivery.asl.json", import.meta.url);
const order = { id: "o-1", items: ["book"] };

let close = (): void => {};
afterEach(() => close());

/** The shop with its machine, in a world of its own. */
async function shop(lambda: Mocks["lambda"] = {}) {
  const aws = mockAws({ lambda: { Charge: { charged: true }, Dispatch: { parcel: "p-1" }, ...lambda } });
  ({ close } = interceptAws(aws));
  const machine = await aws.stateMachines.create("Delivery", definition);
  return { aws, machine, orders: new Orders(machine.arn, 1) };
}

describe("an order", () => {
  test("is dispatched after two hours, and the customer gets the parcel's number", async () => {
    const { machine, orders } = await shop();

    expect(await orders.place(order)).toBe(true);
    expect(await orders.outcome("o-1")).toEqual({ kind: "dispatched", parcel: "p-1" });

    expect(machine.executions[0]).toHaveLasted("2h");
    expect(machine.executions[0]).toHaveInvoked("Charge", order);
  });

  test("is under way until then", async () => {
    const { aws, orders } = await shop();
    await orders.place(order);

    await aws.advance("1h59m");

    expect(await orders.report("o-1")).toEqual({ kind: "underway" });
  });

  test("is charged again when the bank does not answer", async () => {
    const { machine, orders } = await shop({ Charge: [fails("BankUnavailable"), fails("BankUnavailable"), { charged: true }] });
    await orders.place(order);

    expect(await orders.outcome("o-1")).toMatchObject({ kind: "dispatched" });

    expect(machine.executions[0]).toHaveRetried("Charge", { times: 2, delays: ["1m", "2m"] });
  });

  test("that cannot be paid says why", async () => {
    const { orders } = await shop({ Charge: fails("CardExpired", "12/24") });
    await orders.place(order);

    expect(await orders.outcome("o-1")).toEqual({ kind: "failed", reason: "CardExpired" });
  });

  test("that the customer cancels is not dispatched", async () => {
    const { aws, machine, orders } = await shop();
    await orders.place(order);
    await aws.advance("1h");

    await orders.cancel("o-1");

    expect(await orders.outcome("o-1")).toEqual({ kind: "cancelled" });
    expect(machine.executions[0]).toHaveBeenAborted("Pack");
    expect(machine.executions[0]).not.toHaveInvoked("Dispatch");
  });
});

describe("an order's number", () => {
  test("stands for one order, however often it is sent", async () => {
    const { machine, orders } = await shop();
    await orders.place(order);

    expect(await orders.place(order)).toBe(true);

    expect(machine.executions).toHaveLength(1);
  });

  test("cannot be used for another one", async () => {
    const { orders } = await shop();
    await orders.place(order);

    expect(await orders.place({ id: "o-1", items: ["lamp"] })).toBe(false);
  });
});

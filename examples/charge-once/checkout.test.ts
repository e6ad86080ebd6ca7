import { fails, hangs, runStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { describe, expect, test } from "vitest";
import { Bank, functionsOf } from "./bank.ts";

// What somebody wrote who thought of everything: these tests pass, and the machine may still charge a customer twice. See checkout.fuzz.test.ts.

const definition = new URL("./checkout.asl.json", import.meta.url);
const input = { orderId: "o-1", amount: 42 };

test("an order is charged once and packed", async () => {
  const bank = new Bank();

  const execution = await runStateMachine(definition, { input, mocks: { lambda: functionsOf(bank) } });

  expect(execution).toHaveTakenPath(["Charge", "Pack"]);
  expect(execution).toHaveOutputAt("$.payment.receipt", "r-1");
  expect(bank.charges).toEqual([{ orderId: "o-1", amount: 42 }]);
});

describe("a bank that does not do its work at once", () => {
  test("is asked again when it is busy, and charges once", async () => {
    const bank = new Bank();
    const lambda = functionsOf(bank);

    const execution = await runStateMachine(definition, {
      input,
      mocks: { lambda: { ...lambda, charge: [fails("BankBusy"), lambda["charge"]] } },
    });

    expect(execution).toHaveRetried("Charge", { times: 1, delays: ["5s"], error: "BankBusy" });
    expect(execution).toEndInState("Pack");
    expect(bank.charges).toHaveLength(1);
  });

  test("is asked again when it does not answer, and charges once", async () => {
    const bank = new Bank();
    const lambda = functionsOf(bank);

    const execution = await runStateMachine(definition, {
      input,
      mocks: { lambda: { ...lambda, charge: [hangs(), lambda["charge"]] } },
    });

    expect(execution).toHaveRetried("Charge", { times: 1, error: "States.Timeout" });
    expect(execution).toEndInState("Pack");
    expect(bank.charges).toHaveLength(1);
  });

  test("is given up after three times, and the customer is asked for another card", async () => {
    const execution = await runStateMachine(definition, {
      input,
      mocks: { lambda: { ...functionsOf(new Bank()), charge: hangs() } },
    });

    expect(execution).toHaveRetried("Charge", { times: 2, delays: ["5s", "10s"] });
    expect(execution).toHaveCaught("Charge", { error: "States.Timeout", next: "AskForAnotherCard" });
    expect(execution).toHaveLasted("45s");
  });
});

test("a declined card is not tried again", async () => {
  const execution = await runStateMachine(definition, {
    input,
    mocks: { lambda: { ...functionsOf(new Bank()), charge: fails("CardDeclined") } },
  });

  expect(execution).not.toHaveRetried("Charge");
  expect(execution).toEndInState("AskForAnotherCard");
});

test("a parcel that cannot be packed at first is packed later, and nothing is charged for it", async () => {
  const bank = new Bank();

  const execution = await runStateMachine(definition, {
    input,
    mocks: { lambda: { ...functionsOf(bank), pack: [fails("NoBoxes"), fails("NoBoxes"), { parcel: "p-1" }] } },
  });

  expect(execution).toHaveRetried("Pack", { times: 2, delays: ["1m", "2m"] });
  expect(execution).toHaveSucceeded();
  expect(bank.charges).toHaveLength(1);
});

import fc from "fast-check";
import type { Execution, Mocks, StateMachine } from "sfn-testkit";
import * as testkit from "sfn-testkit";
import { after, fails, loadStateMachine, returns, runStateMachine } from "sfn-testkit";
import { CounterexampleError, faultPlan, fuzzStateMachine, replay } from "sfn-testkit/fuzz";
import { expect, test } from "vitest";
import {
  approval,
  approvalMocks,
  booking,
  bookingMocks,
  importing,
  importingMocks,
  packing,
  purchase,
  purchaseMocks,
  working,
  workingMocks,
} from "./machines.ts";

/** Mocks of every kind: values, replies, sequences, functions that tell, fail, sleep and count. */
const packingMocks: Mocks = {
  lambda: {
    pick: [{ picked: 1 }, (item: unknown) => ({ picked: item }), fails("Busy"), { picked: 4 }],
    wrap: async (_: unknown, context: testkit.MockContext) => {
      await context.sleep("1s");
      if (context.call === 3) throw new Error("torn");
      return after("1s", { wrapped: context.call });
    },
    label: after("2s", returns(["from", "to"])),
    unpack: (_: unknown, { call }: testkit.MockContext) => call,
  },
  dynamodb: { putItem: {} },
};

test.each([
  ["purchase", purchase, {}, purchaseMocks],
  ["booking", booking, {}, bookingMocks],
  ["approval", approval, {}, approvalMocks],
  ["packing", packing, { items: [1, 2, 3] }, packingMocks],
  ["working", working, { parts: [1, 2] }, workingMocks],
  ["importing", importing, {}, importingMocks],
])("the mocks that are printed do to a run of %s what the plan did", { timeout: 30_000 }, async (_, definition, input, mocks) => {
  const machine = await loadStateMachine(definition);

  await fc.assert(
    fc.asyncProperty(faultPlan(machine), async (plan) => {
      const code = await printedOf(machine, { input, mocks, plan });
      const again = await runStateMachine(machine, { input, mocks: evaluated(code, mocks), replay: (await planned(plan)).replay });

      expect(pick(again)).toEqual(pick(await planned(plan)));
    }),
    { numRuns: 100 },
  );

  function planned(plan: Parameters<typeof replay>[1]): Promise<Execution> {
    return replay(machine, plan, { input, mocks });
  }
});

test.each([
  ["packing", packing, { input: { items: [1, 2, 3] }, mocks: packingMocks }],
  ["working", working, { input: { parts: [1, 2] }, mocks: workingMocks }],
  ["importing", importing, { mocks: importingMocks }],
])("a plan of %s that is replayed gives the same history to the byte", async (_, definition, options) => {
  const machine = await loadStateMachine(definition);

  await fc.assert(
    fc.asyncProperty(faultPlan(machine), async (plan) => {
      const first = await replay(machine, plan, options);
      expect(JSON.stringify(await replay(machine, plan, options))).toBe(JSON.stringify(first));
    }),
    { numRuns: 50 },
  );
});

test("taking one fault of a plan away leaves the others where they are", async () => {
  const machine = await loadStateMachine(purchase);
  const fault = { kind: "fails", error: "Flaky", cause: "", afterMs: 0, effect: false } as const;
  const at = (state: string) => ({ state, branch: [], visit: 1, attempt: 1, times: 1, fault });

  const both = await replay(machine, { faults: [at("Charge"), at("Ship")], interleaving: [] }, { mocks: purchaseMocks });
  const ship = await replay(machine, { faults: [at("Ship")], interleaving: [] }, { mocks: purchaseMocks });

  expect(both.path).toEqual(["Charge"]);
  expect(ship.path).toEqual(["Charge", "Ship"]);
  expect(ship).toHaveFailed({ error: "Flaky" });
});

test("a fault after the effect has asked the mock, one before has not", async () => {
  const asked: string[] = [];
  const mocks = { lambda: { charge: () => asked.push("charge"), ship: () => asked.push("ship") } };
  const fault = { kind: "fails", error: "CardDeclined", cause: "", afterMs: 0 } as const;
  const plan = (effect: boolean) => ({
    faults: [{ state: "Charge", branch: [], visit: 1, attempt: 1, times: 1, fault: { ...fault, effect } }],
    interleaving: [],
  });

  await replay(purchase, plan(false), { mocks });
  expect(asked).toEqual([]);
  await replay(purchase, plan(true), { mocks });
  expect(asked).toEqual(["charge"]);
});

interface Printed {
  readonly input: unknown;
  readonly mocks: Mocks;
  readonly plan: Parameters<typeof replay>[1];
}

/** The `mocks` of a counterexample that has this plan and no smaller one. */
async function printedOf(machine: StateMachine, { input, mocks, plan }: Printed): Promise<string> {
  const thrown = await fuzzStateMachine(machine, {
    input,
    mocks,
    invariant: () => false,
    examples: [[input, plan]],
    endOnFailure: true,
  }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CounterexampleError);
  return (thrown as CounterexampleError).counterexample.mocks ?? "";
}

function evaluated(code: string, mocks: Mocks): Mocks {
  return new Function("mocks", ...Object.keys(testkit), `return ${code};`)(mocks, ...Object.values(testkit)) as Mocks;
}

function pick({ status, path, history, output, error, childExecutions }: Execution): object {
  return { status, path, history, output, error, children: childExecutions.map(pick) };
}

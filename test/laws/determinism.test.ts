import fc from "fast-check";
import type { Execution, Mocks } from "sfn-testkit";
import { loadStateMachine, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import type { Scenario } from "./random-machine.ts";
import { mocksAsleep, mocksAtOnce, mocksInTime, scenario } from "./random-machine.ts";

const ROUNDS = 40;
const AT_ONCE = 25;

const run = ({ definition, input, variables, seed }: Scenario, mocks: Mocks): Promise<Execution> =>
  runStateMachine(definition, { input, variables, seed, mocks });

test("the same seed gives the same history and visits to the byte, whatever real time the mocks take", { timeout: 60_000 }, async () => {
  let failed = 0;
  let events = 0;
  const sameRecords = async (each: Scenario): Promise<void> => {
    const [atOnce, inTime] = await Promise.all([run(each, mocksAtOnce(each.scripts)), run(each, mocksInTime(each.scripts))]);
    expect(recordsOf(inTime)).toBe(recordsOf(atOnce));
    events += atOnce.history.length;
    if (atOnce.status !== "SUCCEEDED") failed++;
  };

  await fc.assert(
    fc.asyncProperty(fc.array(scenario, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (scenarios) => {
      await Promise.all(scenarios.map(sameRecords));
    }),
    { numRuns: ROUNDS, seed: 20_250_101 },
  );

  // The law says something only if the machines are neither trivial nor all broken.
  expect(events / (ROUNDS * AT_ONCE)).toBeGreaterThan(15);
  expect(failed / (ROUNDS * AT_ONCE)).toBeLessThan(0.8);
  expect(failed).toBeGreaterThan(0);
});

test("so it is when mocks sleep in virtual time, and work for real between", { timeout: 60_000 }, async () => {
  const sameRecords = async (each: Scenario): Promise<void> => {
    const [quick, slow] = await Promise.all([run(each, mocksAsleep(each.scripts, false)), run(each, mocksAsleep(each.scripts, true))]);
    expect(recordsOf(slow)).toBe(recordsOf(quick));
  };

  await fc.assert(
    fc.asyncProperty(fc.array(scenario, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (scenarios) => {
      await Promise.all(scenarios.map(sameRecords));
    }),
    { numRuns: 12, seed: 99 },
  );
});

test("a run among many, also of the same loaded machine, is as it is alone", { timeout: 60_000 }, async () => {
  const inputs = Array.from({ length: 8 }, (_, n) => ({ n, items: [n, 1] }));

  await fc.assert(
    fc.asyncProperty(scenario, async ({ definition, variables, seed, scripts }) => {
      const machine = await loadStateMachine(definition);
      const runOn = (input: object, mocks: Mocks): Promise<Execution> => runStateMachine(machine, { input, variables, seed, mocks });
      const alone: string[] = [];
      for (const input of inputs) alone.push(recordsOf(await runOn(input, mocksAtOnce(scripts))));

      const together = await Promise.all(inputs.map((input) => runOn(input, mocksInTime(scripts))));

      expect(together.map(recordsOf)).toEqual(alone);
    }),
    { numRuns: 60, seed: 5 },
  );
});

test("the same scenario twice gives the same execution, names and ARNs included", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      const [first, second] = [await run(each, mocksAtOnce(each.scripts)), await run(each, mocksAtOnce(each.scripts))];
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    }),
    { numRuns: 100, seed: 1 },
  );
});

function recordsOf({ status, history, visits, calls, output, variables }: Execution): string {
  return JSON.stringify({ status, output, history, visits, calls, variables });
}

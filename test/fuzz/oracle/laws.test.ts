import fc from "fast-check";
import type { Execution } from "sfn-testkit";
import { loadStateMachine, runStateMachine, UsageError } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { oracleFor } from "../../../src/fuzz/oracle/index.ts";
import { mocksAtOnce, scenario } from "../../laws/random-machine.ts";
import { wildScenario } from "../../laws/wild-machine.ts";
import { answersOf } from "./answers.ts";
import { failingMachine } from "./random-machine.ts";

describe("whatever a machine does, the oracle has nothing to say", () => {
  test("in tens of thousands of executions in which calls fail, are late and hang", { timeout: 300_000 }, async () => {
    let executions = 0;
    const property = fc.asyncProperty(failingMachine, async ({ definition, input, seeds }) => {
      const machine = await loadStateMachine(definition);
      const oracle = oracleFor(machine.definition);
      for (const seed of seeds) {
        const execution = await runStateMachine(machine, { input, seed, mocks: answersOf(seed) });
        expect(oracle.check(execution)).toEqual([]);
        executions++;
      }
    });

    await fc.assert(property, { numRuns: 1_150 });

    expect(executions).toBeGreaterThan(20_000);
  });

  test("in both query languages", { timeout: 300_000 }, async () => {
    const property = fc.asyncProperty(scenario, async ({ definition, input, variables, seed, scripts }) => {
      const machine = await loadStateMachine(definition);
      const execution = await runStateMachine(machine, { input, variables, seed, mocks: mocksAtOnce(scripts) });
      expect(oracleFor(machine.definition).check(execution)).toEqual([]);
    });

    await fc.assert(property, { numRuns: 250 });
  });

  test("of machines that nobody would write", { timeout: 300_000 }, async () => {
    const property = fc.asyncProperty(wildScenario, async ({ definition, ...options }) => {
      const machine = await loadStateMachine(definition).catch(refused);
      const execution = machine && (await runStateMachine(machine, options).catch(refused));
      if (machine !== undefined && execution !== undefined) expect(oracleFor(machine.definition).check(execution as Execution)).toEqual([]);
    });

    await fc.assert(property, { numRuns: 100 });
  });
});

/** Most of what is wild cannot be loaded, and some of it never ends. */
function refused(thrown: unknown): undefined {
  if (!(thrown instanceof UsageError)) throw thrown;
}

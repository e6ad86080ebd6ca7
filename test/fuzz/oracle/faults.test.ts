import fc from "fast-check";
import type { Execution } from "sfn-testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Violation } from "../../../src/fuzz/oracle/index.ts";
import { oracleFor } from "../../../src/fuzz/oracle/index.ts";
import { answersOf } from "./answers.ts";
import { failingMachine } from "./random-machine.ts";
import type { Fault, FaultyCopy } from "./seeded-faults.ts";
import { copyWithFaults, FAULTS } from "./seeded-faults.ts";

let copy: FaultyCopy;

beforeAll(async () => {
  copy = await copyWithFaults();
}, 300_000);

afterAll(() => copy?.remove());

/** Looks for an execution of the copy that breaks a rule, among those of so many random machines. */
async function firstViolation(fault: Fault | undefined, machines: number): Promise<Violation | undefined> {
  let found: Violation | undefined;
  copy.seed(fault);
  const property = fc.asyncProperty(failingMachine, async ({ definition, input, seeds }) => {
    const machine = await copy.testkit.loadStateMachine(definition);
    const oracle = oracleFor(machine.definition);
    for (const seed of seeds) {
      const run = copy.testkit.runStateMachine(machine, { input, seed, mocks: answersOf(seed) });
      const execution = fault === undefined ? await run : await run.catch(brokenDown);
      found = execution && oracle.check(execution)[0];
      if (found !== undefined) return false;
    }
    return true;
  });
  const { failed, errorInstance } = await fc.check(property, { numRuns: machines, endOnFailure: true });
  if (failed && found === undefined) throw errorInstance;
  return found;
}

/** A faulty copy may break down before it ends: what the oracle would say is not known then. */
function brokenDown(): Execution | undefined {
  return undefined;
}

describe("a mistake in the code is found by the oracle", () => {
  test.each(FAULTS)("$name", { timeout: 300_000 }, async (fault) => {
    expect(await firstViolation(fault, 500)).toBeDefined();
  });

  test("and without any there is nothing to find", { timeout: 300_000 }, async () => {
    expect(await firstViolation(undefined, 100)).toBeUndefined();
  });
});

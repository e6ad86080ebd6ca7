import fc from "fast-check";
import { loadStateMachine } from "sfn-testkit";
import { fuzzStateMachine } from "sfn-testkit/fuzz";
import { test } from "vitest";
import { mocksAtOnce, scenario } from "../laws/random-machine.ts";

/** How many plans each machine is run with. */
const PLANS = 5;

test("whatever goes wrong with the calls of whatever machine, its executions are what the definition says", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, fc.nat(), async ({ definition, input, variables, scripts }, seed) => {
      const machine = await loadStateMachine(definition);
      await fuzzStateMachine(machine, { input, variables, mocks: () => mocksAtOnce(scripts), numRuns: PLANS, seed });
    }),
    { numRuns: 120 },
  );
});

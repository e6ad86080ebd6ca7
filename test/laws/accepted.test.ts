import fc from "fast-check";
import { InternalError, LimitError, runStateMachine, UsageError, validateStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import type { WildScenario } from "./wild-machine.ts";
import { wildScenario } from "./wild-machine.ts";

const ROUNDS = 2_400;
const limits = { transitions: 200 };

/** How a run ended, for those that may end so. */
async function endOf({ definition, ...options }: WildScenario): Promise<string> {
  try {
    const execution = await runStateMachine(definition, { ...options, limits });
    expect(JSON.parse(JSON.stringify(execution))).toMatchObject({ status: execution.status });
    return execution.status === "FAILED" ? `${execution.error}` : execution.status;
  } catch (thrown) {
    if (thrown instanceof LimitError) return "limit";
    expect(thrown).toBeInstanceOf(UsageError);
    expect(thrown).not.toBeInstanceOf(InternalError);
    return (thrown as UsageError).code;
  }
}

test("a machine that is accepted ends as a machine ends, whatever is in it", { timeout: 240_000 }, async () => {
  const ends = new Map<string, number>();
  const runIfAccepted = async (scenario: WildScenario): Promise<void> => {
    const { valid } = await validateStateMachine(scenario.definition);
    const end = valid ? await endOf(scenario) : "refused";
    ends.set(end, (ends.get(end) ?? 0) + 1);
  };

  await fc.assert(fc.asyncProperty(wildScenario, runIfAccepted), { numRuns: ROUNDS });

  // The law says something only if most machines are accepted, and end in many ways.
  const share = (end: string): number => (ends.get(end) ?? 0) / ROUNDS;
  expect(share("refused")).toBeLessThan(0.2);
  for (const end of ["SUCCEEDED", "States.QueryEvaluationError", "States.Runtime", "TIMED_OUT"]) expect(share(end)).toBeGreaterThan(0.03);
});

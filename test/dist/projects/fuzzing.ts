import fc from "fast-check";
import { mockAws } from "sfn-testkit";
import type { FaultPlan, FuzzOptions } from "sfn-testkit/fuzz";
import { CounterexampleError, explorePaths, fuzzStateMachine, generateTests, replay } from "sfn-testkit/fuzz";

const options: FuzzOptions = {
  input: fc.record({ orderId: fc.uuid() }),
  mocks: { lambda: { ValidateOrder: {}, ProcessPayment: { paid: true } } },
  faults: { errors: { ProcessPayment: ["PaymentDeclined", "States.Timeout"] }, latency: { max: "10m" } },
};

/** Everything of `sfn-testkit/fuzz` that a first search uses, and the parameters of fast-check with it. */
export async function search(): Promise<readonly string[]> {
  const plans: FaultPlan[] = [];
  await fuzzStateMachine("order.asl.json", {
    ...options,
    invariant: (_execution, { plan }) => void plans.push(plan),
    numRuns: 10,
    seed: 1,
  });
  await fuzzStateMachine("order.asl.json", { aws: () => mockAws({ otherwise: {} }) }).catch(async (error: unknown) => {
    if (error instanceof CounterexampleError) await replay("order.asl.json", error.counterexample.plan, options);
  });
  // @ts-expect-error `numRuns` is a number
  await fuzzStateMachine("order.asl.json", { numRuns: "10" });
  const { paths } = await explorePaths("order.asl.json");
  return [...paths.map(({ name }) => name), await generateTests("order.asl.json")];
}

import { fuzzStateMachine } from "sfn-testkit/fuzz";
import { expect, test } from "vitest";

test("without an input, the rules of a Choice are reached by inputs that are made for them", async () => {
  const total = { Variable: "$.order.total", NumericGreaterThan: 1_000 };
  const machine = {
    StartAt: "Which",
    States: {
      Which: {
        Type: "Choice",
        Choices: [
          { Variable: "$.order.country", StringEquals: "NZ", Next: "Far" },
          { And: [{ Variable: "$.order.total", IsPresent: true }, total], Next: "Large" },
        ],
        Default: "Usual",
      },
      Far: { Type: "Succeed" },
      Large: { Type: "Succeed" },
      Usual: { Type: "Succeed" },
    },
  };
  const reached = new Set<string | undefined>();

  await fuzzStateMachine(machine, { invariant: ({ path }) => void reached.add(path[1]), numRuns: 300 });

  expect([...reached].filter((state) => state !== undefined).sort()).toEqual(["Far", "Large", "Usual"]);
});

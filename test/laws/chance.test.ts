import fc from "fast-check";
import type { Execution } from "sfn-testkit";
import { fails, runStateMachine } from "sfn-testkit";
import { expect, test } from "vitest";
import { machine, task } from "../running/machines.ts";
import type { Scenario } from "./random-machine.ts";
import { mocksAtOnce, scenario } from "./random-machine.ts";

test("adding a state elsewhere moves no other state's random values", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      const { QueryLanguage, StartAt, States } = each.definition;
      const draws =
        QueryLanguage === "JSONata" ? { Assign: { id: "{% $uuid() %}" } } : { Parameters: { "id.$": "States.UUID()" }, ResultPath: null };
      const added = { Added: { Type: "Pass", ...draws, Next: StartAt } };
      const longer = { ...each, definition: { ...each.definition, StartAt: "Added", States: { ...added, ...States } } };

      expect(visitsOf(await run(longer))).toEqual(visitsOf(await run(each)));
    }),
    { numRuns: 200, seed: 11 },
  );
});

test("each draw of a machine differs: by state, visit, item, attempt and place in the template", async () => {
  const draw = { "a.$": "States.UUID()", "b.$": "States.UUID()" };
  const drawing = machine({
    Each: {
      Type: "Map",
      Next: "Again",
      ItemProcessor: machine({ Inner: { Type: "Pass", Parameters: draw, End: true } }),
      ResultPath: "$[0]",
    },
    Again: task("echo", { Parameters: draw, Retry: [{ ErrorEquals: ["E"] }], ResultPath: "$[1]", Next: "Enough" }),
    Enough: { Type: "Choice", Choices: [{ Variable: "$[2]", IsNumeric: true, Next: "Count" }], Default: "Done" },
    Count: { Type: "Pass", Result: "enough", ResultPath: "$[2]", Next: "Again" },
    Done: { Type: "Succeed" },
  });

  const { output, calls } = await runStateMachine(drawing, {
    input: [1, 2, 3],
    mocks: { lambda: { echo: [fails("E"), (input: unknown) => input] } },
  });

  const ids = [...(output[0] as object[]), ...calls.map(({ input }) => input as object)].flatMap((drawn) => Object.values(drawn));
  expect(ids).toHaveLength(2 * (3 + 3));
  expect(new Set(ids).size).toBe(ids.length);
});

test("what is inside a Parallel or Map draws anew when that is tried again, and when it is entered again", async () => {
  const draw = (Next: string): object => ({ Type: "Pass", Parameters: { "id.$": "States.UUID()" }, Next });
  const branch = machine({ Draw: draw("Send"), Send: task("send") });
  const processor = machine({ DrawEach: draw("SendEach"), SendEach: task("send") });
  const drawing = machine({
    Both: { Type: "Parallel", Branches: [branch], Retry: [{ ErrorEquals: ["E"] }], ResultPath: "$.sent", Next: "Each" },
    Each: { Type: "Map", ItemsPath: "$.items", ItemProcessor: processor, ResultPath: "$.sent", Next: "Enough" },
    Enough: { Type: "Choice", Choices: [{ Variable: "$.enough", IsPresent: true, Next: "Done" }], Default: "Again" },
    Again: { Type: "Pass", Result: true, ResultPath: "$.enough", Next: "Both" },
    Done: { Type: "Succeed" },
  });

  const { calls } = await runStateMachine(drawing, {
    input: { items: [1, 2] },
    mocks: { lambda: { send: [fails("E"), (input: unknown) => input] } },
  });

  const ids = calls.map(({ input }) => (input as { id: string }).id);
  expect(ids).toHaveLength(3 + 1 + 2 + 1);
  expect(new Set(ids).size).toBe(ids.length);
});

test("child executions draw anew when their Map is tried again, and are other executions", async () => {
  const drawing = machine({
    Each: {
      Type: "Map",
      ItemProcessor: {
        ...machine({ Draw: { Type: "Pass", Parameters: { "id.$": "States.UUID()" }, Next: "Send" }, Send: task("send") }),
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      },
      Retry: [{ ErrorEquals: ["States.ALL"] }],
      End: true,
    },
  });

  const { childExecutions } = await runStateMachine(drawing, {
    input: [1],
    mocks: { lambda: { send: [fails("E"), (input: unknown) => input] } },
  });

  const ids = childExecutions.flatMap(({ calls }) => calls.map(({ input }) => (input as { id: string }).id));
  expect(ids).toHaveLength(2);
  expect(new Set([...ids, ...childExecutions.map(({ executionArn }) => executionArn)]).size).toBe(4);
});

test("drawn numbers are spread over their range", async () => {
  const drawing = machine({
    Each: {
      Type: "Map",
      End: true,
      ItemProcessor: machine({ Draw: { Type: "Pass", Parameters: { "n.$": "States.MathRandom(0, 10)" }, OutputPath: "$.n", End: true } }),
    },
  });

  const { output } = await runStateMachine(drawing, { input: Array.from({ length: 1_000 }, () => 0) });

  const counts = Array.from({ length: 10 }, (_, digit) => (output as number[]).filter((drawn) => drawn === digit).length);
  expect(counts.reduce((sum, count) => sum + count)).toBe(1_000);
  expect(Math.min(...counts)).toBeGreaterThan(60);
});

const run = ({ definition, input, variables, seed, scripts }: Scenario): Promise<Execution> =>
  runStateMachine(definition, { input, variables, seed, mocks: mocksAtOnce(scripts) });

/** Messages of runtime errors tell ids of events, which do move. */
function visitsOf({ visits }: Execution): unknown {
  const told = JSON.stringify(visits.filter(({ state }) => state !== "Added"));
  return JSON.parse(told.replaceAll(/event id #\d+/g, "event id"));
}

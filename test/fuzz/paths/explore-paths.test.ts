import fc from "fast-check";
import { loadStateMachine, runStateMachine } from "sfn-testkit";
import { explorePaths, inputsFor, mocksOf } from "sfn-testkit/fuzz";
import { describe, expect, test } from "vitest";

const example = (path: string): URL => new URL(`../../../examples/${path}`, import.meta.url);
const examples = ["order/order.asl.json", "images/images.asl.json", "orders-batch/orders-batch.asl.yaml"];

describe("a solved path is what the machine does with its input and mocks", () => {
  test.each(examples)("%s", async (file) => {
    const { paths, left, unreachable } = await explorePaths(example(file));

    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter(({ solved }) => !solved)).toEqual([]);
    expect({ left, unreachable }).toEqual({ left: [], unreachable: [] });
    for (const path of paths) {
      const execution = await runStateMachine(example(file), { input: path.input, mocks: mocksOf(path) });
      expect(execution).toHaveTakenPath([...path.states]);
      expect(execution.status).toBe(path.status);
    }
  });
});

test("every way of leaving a state is on a path", async () => {
  const { paths } = await explorePaths(example("orders-batch/orders-batch.asl.yaml"));

  expect(paths.map(({ name }) => name)).toEqual([
    "ProcessOrders → SendSummary",
    "ProcessOrders has no items",
    "ProcessOrders has two items",
    "ProcessOrders goes on after ProcessOrder fails with Throttled once and recovers",
    "ProcessOrders fails as ProcessOrder fails with UnforeseenError, which nothing catches",
    "ProcessOrders fails as ProcessOrder fails with Throttled 3 times, which nothing catches",
    "SendSummary fails with SNS.UnforeseenException, which nothing catches",
  ]);
});

const done = { Done: { Type: "Succeed" }, Other: { Type: "Succeed" } };
const choice = (Choices: readonly object[]): object => ({
  StartAt: "Pick",
  States: { Pick: { Type: "Choice", Choices, Default: "Other" }, ...done },
});
const isRed = { Variable: "$.color", StringEquals: "red" };

describe("what can never be used is told, with the reason", () => {
  test("a rule that contradicts itself", async () => {
    const never = { And: [isRed, { Variable: "$.color", StringEquals: "blue" }], Next: "Done" };
    const { unreachable } = await explorePaths(choice([never]));
    expect(unreachable).toEqual([
      { kind: "rule", pointer: "/States/Pick/Choices/0", name: "Pick", why: "Rule 0 can never hold: it contradicts itself." },
      { kind: "state", pointer: "/States/Done", name: "Done", why: "Only rules and catchers that can never be used lead there." },
    ]);
  });

  test("a rule behind a wider one", async () => {
    const { unreachable } = await explorePaths(
      choice([
        { Variable: "$.total", NumericGreaterThan: 10, Next: "Done" },
        { Variable: "$.total", NumericGreaterThan: 20, Next: "Done" },
      ]),
    );
    expect(unreachable.map(({ why }) => why)).toEqual(["Rule 1 is never used: whatever satisfies it satisfies rule 0 before it."]);
  });

  test("a catcher whose errors an earlier one takes, and a retrier that never retries", async () => {
    const task = {
      Type: "Task",
      Resource: "arn:aws:lambda:us-east-1:123456789012:function:F",
      Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 0 }],
      Catch: [
        { ErrorEquals: ["Declined"], Next: "Done" },
        { ErrorEquals: ["Declined"], Next: "Other" },
      ],
      Next: "Done",
    };
    const { unreachable } = await explorePaths({ StartAt: "F", States: { F: task, ...done } });
    expect(unreachable.map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual([
      "retrier /States/F/Retry/0",
      "catcher /States/F/Catch/1",
      "state /States/Other",
    ]);
  });
});

test("a rule of JSONata is solved, also behind a variable", async () => {
  const { paths } = await explorePaths({
    QueryLanguage: "JSONata",
    StartAt: "Keep",
    States: {
      Keep: { Type: "Pass", Assign: { total: "{% $states.input.order.total %}" }, Next: "Pick" },
      Pick: {
        Type: "Choice",
        Choices: [{ Condition: "{% $total > 100 and $states.input.order.kind = 'gift' %}", Next: "Done" }],
        Default: "Other",
      },
      ...done,
    },
  });
  expect(paths.map(({ states, solved }) => [states.at(-1), solved])).toEqual([
    ["Done", true],
    ["Other", true],
  ]);
});

test("a timeout is brought about by a mock that hangs", async () => {
  const task = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: "F" },
    TimeoutSeconds: 5,
    End: true,
  };
  const { paths } = await explorePaths({ StartAt: "F", States: { F: task } });
  expect(paths.find(({ faults }) => faults[0]?.kind === "hangs")).toMatchObject({
    name: "F times out, which nothing catches",
    error: "States.Timeout",
    solved: true,
  });
});

test("a loop is gone through a bounded number of times", async () => {
  const poll = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:Poll", Next: "Ready" };
  const ready = { Type: "Choice", Choices: [{ Variable: "$.status", StringEquals: "DONE", Next: "Done" }], Default: "Wait" };
  const machine = {
    StartAt: "Poll",
    States: { Poll: poll, Ready: ready, Wait: { Type: "Wait", Seconds: 9, Next: "Poll" }, Done: { Type: "Succeed" } },
  };

  const { paths } = await explorePaths(machine);

  expect(paths.find(({ states }) => states.includes("Wait"))).toMatchObject({
    states: ["Poll", "Ready", "Wait", "Poll", "Ready", "Done"],
    solved: true,
  });
});

test("what a bound cuts off is said", async () => {
  const { paths, complete, left } = await explorePaths(example("order/order.asl.json"), { maxPaths: 3 });
  expect({ count: paths.length, complete, left }).toEqual({ count: 3, complete: false, left: ["3 paths are listed; there are more."] });
});

test("a machine that cannot be loaded is refused as by a run", async () => {
  const broken = { StartAt: "Nowhere", States: done };
  const refusal: unknown = await runStateMachine(broken).catch((error: unknown) => error);
  await expect(explorePaths(broken)).rejects.toThrow((refusal as Error).message);
});

test("an unknown option is refused", async () => {
  await expect(explorePaths(example("order/order.asl.json"), { loop: 3 } as object)).rejects.toMatchObject({ code: "UNKNOWN_OPTION" });
});

test("no rule that is called unreachable is ever taken", async () => {
  const operand = fc.oneof(
    fc.record({ StringEquals: fc.constantFrom("a", "b") }),
    fc.record({ NumericGreaterThan: fc.constantFrom(1, 2) }),
    fc.record({ NumericLessThanEquals: fc.constantFrom(1, 2) }),
    fc.record({ IsString: fc.boolean() }),
    fc.record({ IsPresent: fc.boolean() }),
  );
  const comparison = operand.map((test) => ({ Variable: "$.x", ...test }));
  const rule = fc.oneof(comparison, fc.record({ Not: comparison }), fc.record({ And: fc.tuple(comparison, comparison) }));
  const rules = fc.array(rule, { minLength: 1, maxLength: 3 });
  const inputs = fc.array(fc.record({ x: fc.constantFrom("a", "b", "c", 0, 1, 1.5, 2, 3, null, true) }, { requiredKeys: [] }), {
    minLength: 5,
    maxLength: 10,
  });
  await fc.assert(
    fc.asyncProperty(rules, inputs, async (tests, values) => {
      const machine = await loadStateMachine(choice(tests.map((test) => ({ ...test, Next: "Done" }))));
      const { unreachable } = await explorePaths(machine);
      const never = unreachable.flatMap(({ kind, pointer }) => (kind === "rule" ? [pointer] : []));
      for (const input of [...values, ...fc.sample(inputsFor(machine.definition), 5)]) {
        const { visits } = await runStateMachine(machine, { input });
        const rule = visits[0]?.rule;
        expect(never).not.toContain(rule === "default" ? "/States/Pick/Default" : `/States/Pick/Choices/${rule}`);
      }
    }),
    { numRuns: 60 },
  );
});

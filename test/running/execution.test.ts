import { after, fails, loadStateMachine, runStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { machine, pass, task, wait } from "./machines.ts";

const start = Date.parse("2025-01-01T00:00:00.000Z");
const second = (seconds: number): Date => new Date(start + seconds * 1_000);

/** Answers a second later. */
const late = (mock: unknown) => after("1s", mock);

describe("an execution", () => {
  test("is frozen, with all its records", async () => {
    const execution = await runStateMachine(machine({ T: task("f") }), { input: { a: { b: 1 } }, mocks: { lambda: { f: { c: [1] } } } });

    for (const view of [execution, execution.history, execution.visits, execution.calls, execution.output])
      expect(Object.isFrozen(view)).toBe(true);
  });

  test("tells who it is", async () => {
    const execution = await runStateMachine(machine({ A: pass() }), {
      name: "n",
      stateMachineName: "Orders",
      region: "eu-west-1",
      accountId: "111111111111",
      startTime: new Date("2030-02-03T04:05:06Z"),
    });

    expect(execution).toMatchObject({
      name: "n",
      executionArn: "arn:aws:states:eu-west-1:111111111111:execution:Orders:n",
      stateMachineArn: "arn:aws:states:eu-west-1:111111111111:stateMachine:Orders",
      type: "STANDARD",
      startDate: new Date("2030-02-03T04:05:06Z"),
    });
    expect(JSON.parse(JSON.stringify(execution))).toMatchObject({ name: "n", startDate: "2030-02-03T04:05:06.000Z" });
  });

  test("is called what it was started as, whenever that is read", async () => {
    const options = { stateMachineName: "Orders", roleArn: "arn:aws:iam::123456789012:role/one" };
    const execution = await runStateMachine(machine({ A: pass() }), options);

    Object.assign(options, { stateMachineName: "Other", roleArn: "arn:aws:iam::123456789012:role/other" });

    expect(execution.executionArn).toContain(":execution:Orders:");
    expect(execution.history[0]).toMatchObject({ executionStartedEventDetails: { roleArn: "arn:aws:iam::123456789012:role/one" } });
  });

  test("of type EXPRESS has an ARN of its own kind", async () => {
    const { executionArn } = await runStateMachine(machine({ A: pass() }), { type: "EXPRESS", name: "n" });

    expect(executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:express:StateMachine:n:[0-9a-f-]{36}$/);
  });

  test("can be run again from its replay", async () => {
    const draws = machine({ A: pass({ Parameters: { "id.$": "States.UUID()", "n.$": "States.MathRandom(0, 1000000)" } }) });
    const first = await runStateMachine(draws, { seed: 41, startTime: "2031-01-01T00:00:00Z" });

    const again = await runStateMachine(draws, { replay: first.replay });

    expect(JSON.stringify(again.history)).toBe(JSON.stringify(first.history));
    expect(again.name).toBe(first.name);
  });

  test("with another seed draws other values", async () => {
    const draws = machine({ A: pass({ Parameters: { "id.$": "States.UUID()" } }) });
    const ids = await Promise.all([1, 2, 3].map(async (seed) => (await runStateMachine(draws, { seed })).output.id));

    expect(new Set(ids).size).toBe(3);
  });

  test("input that is not JSON is a usage error with its path", async () => {
    await expect(runStateMachine(machine({ A: pass() }), { input: { a: [1, () => 1] } })).rejects.toMatchObject({
      code: "NOT_JSON",
      message: "The input is not JSON: a function at $.a[1].",
    });
  });

  test("a machine that is loaded once runs often", async () => {
    const loaded = await loadStateMachine(machine({ A: pass({ Parameters: { "b.$": "$.a" } }) }));

    const outputs = await Promise.all([1, 2].map(async (a) => (await runStateMachine(loaded, { input: { a } })).output));

    expect(outputs).toEqual([{ b: 1 }, { b: 2 }]);
  });

  test("until a Choice ends with that Choice", async () => {
    const choosing = machine({
      A: pass({ Next: "C" }),
      C: { Type: "Choice", Choices: [{ Variable: "$.x", IsPresent: true, Next: "B" }], Default: "B" },
      B: pass(),
    });

    const execution = await runStateMachine(choosing, { until: "C" });

    expect(execution.visits.map(({ state, type }) => [state, type])).toEqual([
      ["A", "Pass"],
      ["C", "Choice"],
    ]);
  });

  test.each(["startAt", "until"])("%s takes top-level states only", async (option) => {
    const nested = machine({ P: { Type: "Parallel", End: true, Branches: [machine({ Inner: pass() })] } });

    await expect(runStateMachine(nested, { [option]: "Inner" })).rejects.toMatchObject({ code: "UNKNOWN_STATE", state: "Inner" });
  });
});

test.each([
  ["Parallel", { Branches: [machine({ Inner: pass() })] }],
  ["Map", { ItemsPath: "$.items", ItemProcessor: machine({ Inner: pass() }) }],
])("a %s that succeeded and then has no output to give did not fail inside", async (Type, fields) => {
  const { status, history } = await runStateMachine(machine({ Fork: { Type, ...fields, OutputPath: "$.gone", End: true } }), {
    input: { items: [1] },
  });

  const types = history.map(({ type }) => type);
  expect(status).toBe("FAILED");
  expect(types.slice(-2)).toEqual([`${Type}StateSucceeded`, "ExecutionFailed"]);
  expect(types).not.toContain(`${Type}StateFailed`);
});

describe("visits", () => {
  test("tell attempts, retries and the catcher of a failing state", async () => {
    const guarded = machine({
      Charge: task("charge", {
        Retry: [{ ErrorEquals: ["Other"] }, { ErrorEquals: ["Declined"], IntervalSeconds: 2, MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["Declined"], Next: "Tell" }],
      }),
      Tell: pass(),
    });

    const { visits } = await runStateMachine(guarded, { mocks: { lambda: { charge: late(fails("Declined", "no")) } } });

    expect(visits[0]).toEqual({
      state: "Charge",
      type: "Task",
      pointer: "/States/Charge",
      branch: [],
      enteredAt: second(0),
      exitedAt: second(4),
      input: {},
      output: { Error: "Declined", Cause: "no" },
      attempts: [
        { attempt: 1, startedAt: second(0), endedAt: second(1), error: "Declined", cause: "no" },
        { attempt: 2, startedAt: second(3), endedAt: second(4), error: "Declined", cause: "no" },
      ],
      retries: [{ retrier: 1, attempt: 1, delaySeconds: 2, error: "Declined", cause: "no" }],
      caught: { catcher: 0, error: "Declined", cause: "no", next: "Tell" },
      next: "Tell",
      status: "CAUGHT_ERROR",
    });
  });

  test("tell the rule of a Choice", async () => {
    const choosing = machine({
      Each: {
        Type: "Map",
        End: true,
        ItemProcessor: machine({
          C: {
            Type: "Choice",
            Choices: [
              { Variable: "$", NumericEquals: 0, Next: "A" },
              { Variable: "$", NumericEquals: 1, Next: "B" },
            ],
            Default: "A",
          },
          A: pass(),
          B: pass(),
        }),
      },
    });

    const { visits } = await runStateMachine(choosing, { input: [0, 1, 2] });

    expect(visits.filter(({ state }) => state === "C").map(({ branch, rule, next }) => [branch[0]?.index, rule, next])).toEqual([
      [0, 0, "A"],
      [1, 1, "B"],
      [2, "default", "A"],
    ]);
  });

  test("tell branches and iterations, outermost first", async () => {
    const nested = machine({
      P: {
        Type: "Parallel",
        End: true,
        Branches: [machine({ X: pass() }), machine({ M: { Type: "Map", End: true, ItemProcessor: machine({ Y: pass() }) } })],
      },
    });

    const { visits, path } = await runStateMachine(nested, { input: ["a", "b"] });

    expect(visits.filter(({ state }) => state === "Y").map(({ branch }) => branch)).toEqual([
      [
        { state: "P", index: 1 },
        { state: "M", index: 0 },
      ],
      [
        { state: "P", index: 1 },
        { state: "M", index: 1 },
      ],
    ]);
    expect(path).toEqual(["P"]);
  });

  test("tell who failed and who was stopped", async () => {
    const both = machine({
      P: { Type: "Parallel", End: true, Branches: [machine({ Bad: task("bad") }), machine({ Slow: wait(9) }), machine({ Quick: pass() })] },
    });

    const { visits } = await runStateMachine(both, { mocks: { lambda: { bad: late(fails("E")) } } });

    expect(visits.map(({ state, status, exitedAt }) => [state, status, exitedAt])).toEqual([
      ["P", "FAILED", undefined],
      ["Bad", "FAILED", undefined],
      ["Slow", "ABORTED", undefined],
      ["Quick", "SUCCEEDED", second(0)],
    ]);
  });
});

describe("calls", () => {
  test("tell what was asked, from where, and what was answered", async () => {
    const each = machine({
      M: { Type: "Map", End: true, ItemProcessor: machine({ T: task("f", { Retry: [{ ErrorEquals: ["E"] }] }) }) },
    });

    const { calls } = await runStateMachine(each, { input: ["a"], mocks: { lambda: { f: [fails("E", "c"), "ok"] } } });

    expect(calls).toEqual([
      {
        service: "lambda",
        operation: "invoke",
        input: "a",
        state: "T",
        branch: [{ state: "M", index: 0 }],
        attempt: 1,
        at: second(0),
        reply: { error: "E", cause: "c" },
        checked: false,
      },
      {
        service: "lambda",
        operation: "invoke",
        input: "a",
        state: "T",
        branch: [{ state: "M", index: 0 }],
        attempt: 2,
        at: second(1),
        reply: { value: "ok" },
        checked: false,
      },
    ]);
  });
});

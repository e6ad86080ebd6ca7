import type { Execution, MockContext } from "sfn-testkit";
import { after, fails, hangs, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { distributed, work } from "./distributed.ts";

const echo = (input: unknown): unknown => input;
const typesOf = ({ history }: Pick<Execution, "history">): readonly string[] => history.map(({ type }) => type);

describe("each item has a child execution", () => {
  test("which is an execution like any other, in the order of the items", async () => {
    const slowest = (n: number): unknown => after(10 - n, n * 2);

    const execution = await runStateMachine(distributed(work), { input: [1, 2, 3], mocks: { lambda: { Work: slowest } } });

    const [first] = execution.childExecutions;
    expect(execution.childExecutions.map(({ input, output }: Execution<unknown>) => [input, output])).toEqual([
      [1, 2],
      [2, 4],
      [3, 6],
    ]);
    expect(first).toHaveTakenPath(["Work"]);
    expect(first).toHaveInvoked("Work", 1);
    expect(first).toMatchObject({ stateNames: ["Work"], type: "STANDARD", durationSeconds: 9, billing: { stateTransitions: 1 } });
  });

  test("named after the machine, the label of the Map and the Map Run", async () => {
    const execution = await runStateMachine(distributed(work, { Label: "Orders" }), {
      input: [1, 2],
      stateMachineName: "Shop",
      region: "eu-west-1",
      mocks: { lambda: { Work: echo } },
    });

    const arn = "arn:aws:states:eu-west-1:123456789012";
    const mapRunArn = execution.history.find(({ type }) => type === "MapRunStarted")?.mapRunStartedEventDetails?.mapRunArn;
    const [one, two] = execution.childExecutions;
    expect(mapRunArn).toMatch(/^arn:aws:states:eu-west-1:123456789012:mapRun:Shop\/Orders:[\da-f-]{36}$/);
    expect(one).toMatchObject({
      executionArn: `${arn}:execution:Shop/Orders:${one?.name}`,
      stateMachineArn: `${arn}:stateMachine:Shop/Orders`,
      mapRunArn,
    });
    expect(one?.name).not.toBe(two?.name);
    expect(execution.mapRunArn).toBeUndefined();
  });

  test("and for a Map without label after a made-up one, the same in each execution", async () => {
    const aws = mockAws({ lambda: { Work: echo } });
    const run = (): Promise<Execution> => runStateMachine(distributed(work, {}, { type: "EXPRESS" }), { input: [1], aws });

    const [first, second] = [(await run()).childExecutions[0], (await run()).childExecutions[0]];

    expect(first?.executionArn).toMatch(/:express:StateMachine\/[\da-f-]{36}:[\da-f-]{36}:[\da-f-]{36}$/);
    expect(first?.stateMachineArn).toBe(second?.stateMachineArn);
    expect(first?.mapRunArn).not.toBe(second?.mapRunArn);
    expect(first?.executionArn).not.toBe(second?.executionArn);
  });

  test("and mocks are told which item they serve", async () => {
    const nested = distributed(distributed(work, {}, { name: "Inner" }));
    const places: unknown[] = [];
    const noted = (input: unknown, { branch }: MockContext): unknown => {
      places.push(branch);
      return input;
    };

    const execution = await runStateMachine(nested, { input: [["a"], ["b", "c"]], mocks: { lambda: { Work: noted } } });

    const branch = [
      { state: "Each", index: 1 },
      { state: "Inner", index: 0 },
    ];
    const grandchild = execution.childExecutions[1]?.childExecutions[0];
    expect(places).toContainEqual(branch);
    expect(grandchild?.calls).toMatchObject([{ input: "b", branch }]);
    expect(grandchild?.branch).toEqual(branch);
    expect(execution.branch).toEqual([]);
    expect(grandchild?.visits).toMatchObject([{ state: "Work", branch: [] }]);
  });

  test("whose start counts as a transition of the execution around", async () => {
    const execution = await runStateMachine(distributed(work), { input: [1, 2, 3], mocks: { lambda: { Work: echo } } });

    expect(execution.billing.stateTransitions).toBe(1 + 3);
  });

  test("which draws what no other draws, and the same each time", async () => {
    const drawing = { StartAt: "Draw", States: { Draw: { Type: "Pass", Parameters: { "id.$": "States.UUID()" }, End: true } } };

    const [once, again] = await Promise.all([1, 2].map(() => runStateMachine(distributed(drawing), { input: [1, 2, 3] })));

    const drawn = (execution?: Execution): readonly unknown[] =>
      execution?.childExecutions.map(({ output }: Execution<unknown>) => output) ?? [];
    expect(new Set(drawn(once).map((output) => JSON.stringify(output))).size).toBe(3);
    expect(drawn(again)).toEqual(drawn(once));
  });

  test("with a limit of events of its own", async () => {
    const endless = {
      StartAt: "A",
      States: {
        A: { Type: "Pass", Next: "B" },
        B: { Type: "Choice", Choices: [{ Variable: "$", NumericEquals: 0, Next: "C" }], Default: "A" },
        C: { Type: "Succeed" },
      },
    };

    const execution = await runStateMachine(distributed(endless, { ToleratedFailurePercentage: 100, ResultPath: null }), {
      input: [1, 0],
      limits: { historyEvents: 9 },
    });

    expect(execution).toHaveSucceeded([1, 0]);
    expect(execution.childExecutions.map(({ status, error, history }) => [status, error, history.length])).toEqual([
      ["FAILED", "States.Runtime", 9],
      ["SUCCEEDED", undefined, 8],
    ]);
  });
});

describe("when too many items fail", () => {
  const third = (n: number): unknown => (n === 3 ? after("2s", fails("Bad", "no")) : after(n * 1.5, n));

  test("the children that run are aborted at that instant, and no more begin", async () => {
    const execution = await runStateMachine(distributed(work, { MaxConcurrency: 3 }), {
      input: [1, 2, 3, 4, 5, 6],
      mocks: { lambda: { Work: third } },
    });

    expect(execution).toHaveFailed({ error: "States.ExceedToleratedFailureThreshold" });
    expect(execution.durationSeconds).toBe(2);
    expect(execution.childExecutions.map(({ status, durationSeconds }) => [status, durationSeconds])).toEqual([
      ["SUCCEEDED", 1.5],
      ["ABORTED", 2],
      ["FAILED", 2],
      ["ABORTED", 0.5],
    ]);
  });

  test("a child that has not run yet has begun all the same", async () => {
    const failing = { StartAt: "No", States: { No: { Type: "Fail", Error: "Bad" } } };

    const execution = await runStateMachine(distributed(failing), { input: [1, 2] });

    expect(execution.childExecutions.map(typesOf)).toEqual([
      ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"],
      ["ExecutionStarted", "ExecutionAborted"],
    ]);
  });

  test("and when they are tolerated, the result tells of those that failed in full", async () => {
    const execution = await runStateMachine(distributed(work, { ToleratedFailureCount: 1 }), {
      input: [2, 3],
      mocks: { lambda: { Work: third } },
    });

    const { name } = execution.childExecutions[1] as Execution;
    expect(execution).toHaveSucceeded([
      2,
      expect.objectContaining({ Status: "FAILED", Error: "Bad", Cause: "no", Input: "3", Name: name }),
    ]);
  });
});

describe("what ends the execution ends its children", () => {
  const dead = { input: [1, 2], mocks: { lambda: { Work: hangs() } } };

  test("stop()", async () => {
    const running = await startStateMachine(distributed(distributed(work, {}, { name: "Inner" })), { ...dead, input: [[1], [2]] });
    await running.advance("5s");

    const stopped = await running.stop("Enough");

    const child = stopped.childExecutions[1];
    expect(typesOf(stopped).slice(-2)).toEqual(["MapRunStarted", "ExecutionAborted"]);
    expect(child).toHaveBeenAborted();
    expect(child?.childExecutions[0]).toMatchObject({ status: "ABORTED", durationSeconds: 5 });
  });

  test("its own timeout", async () => {
    const execution = await runStateMachine({ ...distributed(work), TimeoutSeconds: 7 }, dead);

    expect(execution).toHaveTimedOut();
    expect(execution.childExecutions.map(({ status, durationSeconds }) => [status, durationSeconds])).toEqual([
      ["ABORTED", 7],
      ["ABORTED", 7],
    ]);
  });

  test("a missing mock, which is told as for any other run", async () => {
    await expect(runStateMachine(distributed(work), { input: [1] })).rejects.toMatchObject({
      name: "MissingMockError",
      state: "Work",
      execution: { status: "RUNNING", path: ["Each"] },
    });
  });

  test("an assertion that fails in a mock, and the world goes on", async () => {
    const aws = mockAws({ lambda: { Work: [() => expect(1).toBe(2), "ok"] } });

    await expect(runStateMachine(distributed(work), { input: [1, 2], aws })).rejects.toThrow("expected 1 to be 2");
    await expect(runStateMachine(distributed(work), { input: [1], aws })).resolves.toMatchObject({ output: ["ok"] });
  });
});

describe("time in the test's hands", () => {
  const ask = {
    StartAt: "Ask",
    States: { Ask: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", End: true } },
  };
  const options = { input: ["a", "b"], mocks: { sqs: { sendMessage: { MessageId: "m-1" } } } };

  test("runUntil reaches into children", async () => {
    const aws = mockAws(options.mocks);
    const running = await startStateMachine(distributed(ask), { input: options.input, aws });

    await running.runUntil("Ask");

    expect(running.path).toEqual(["Each"]);
    expect(aws.calls()).toEqual([]);
  });

  test("callback finds the token of an item", async () => {
    const running = await startStateMachine(distributed(ask), options);
    await running.advance("1h");

    await running.callback("Ask", { index: 1 }).succeed("second");
    await running.callback("Ask").succeed("first");

    expect(running).toHaveSucceeded(["first", "second"]);
  });

  test("a deadlock tells what the children wait for", async () => {
    await expect(runStateMachine(distributed(ask), options)).rejects.toThrow(
      '"Each" waits for 2 of its child executions; in the first of them "Ask" waits for its task token',
    );
  });
});

test("a redriven execution runs the children again that did not succeed", async () => {
  const aws = mockAws({ lambda: { Work: [1, fails("Bad"), 3] } });
  const failed = await runStateMachine(distributed(work), { input: ["a", "b"], aws });

  await aws.stateMachines.api("redriveExecution", { executionArn: failed.executionArn });
  await aws.finish();

  const described: unknown = await aws.stateMachines.api("describeExecution", { executionArn: failed.executionArn });
  expect(described).toMatchObject({ output: "[1,3]" });
});

test("inspected, a Map tells each step from its items to the inputs of its children", async () => {
  const Each = { ItemSelector: { "n.$": "$$.Map.Item.Value" }, ItemBatcher: { MaxItemsPerBatch: 2 }, ToleratedFailurePercentage: 5 };
  const machine = distributed(work, { ...Each, ToleratedFailureCountPath: "$[0]" });

  const execution = await runStateMachine(machine, { input: [1, 2, 3], inspect: true, mocks: { lambda: { Work: 0 } } });

  expect(execution.visits[0]?.stages).toEqual({
    afterInputPath: [1, 2, 3],
    afterItemsPath: [1, 2, 3],
    afterItemSelector: [{ n: 1 }, { n: 2 }, { n: 3 }],
    afterItemBatcher: [{ Items: [{ n: 1 }, { n: 2 }] }, { Items: [{ n: 3 }] }],
    maxConcurrency: 0,
    toleratedFailureCount: 1,
    toleratedFailurePercentage: 5,
    result: [0, 0],
    afterResultSelector: [0, 0],
    afterResultPath: [0, 0],
  });
  expect(execution.childExecutions[0]?.visits[0]?.stages).toMatchObject({ result: 0 });
});

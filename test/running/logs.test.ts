import type { HistoryEventType, LogEvent, Logging, LogLevel } from "sfn-testkit";
import { fails, hangs, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import { describe, expect, test } from "vitest";
import { created, newApi } from "../sfn-api/machines.ts";
import { machine, pass, service, task, wait } from "./machines.ts";

const typesOf = (logs: readonly LogEvent[]): readonly HistoryEventType[] => logs.map(({ type }) => type);

const failing = machine({
  Charge: task("charge", {
    Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }],
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Give up" }],
  }),
  "Give up": { Type: "Fail", Error: "Declined", Cause: "twice" },
});

describe("what is logged", () => {
  test("is nothing, unless a level is given", async () => {
    expect((await runStateMachine(failing, { mocks: { lambda: { charge: fails("Flaky") } } })).logs).toEqual([]);
    expect((await runStateMachine(machine({ A: pass() }), { logging: { includeExecutionData: true } })).logs).toEqual([]);
  });

  test("at level ALL is the history, as CloudWatch Logs writes it", async () => {
    const { logs, history, executionArn } = await runStateMachine(machine({ A: pass({ Result: { ok: true } }) }), {
      input: { id: 1 },
      logging: { level: "ALL", includeExecutionData: true },
    });

    const about = { event_timestamp: "1735689600000", execution_arn: executionArn, redrive_count: "0" };
    const input = { input: '{"id":1}', inputDetails: { truncated: false } };
    const output = { output: '{"ok":true}', outputDetails: { truncated: false } };
    const roleArn = "arn:aws:iam::123456789012:role/StepFunctionsRole";
    expect(logs).toEqual([
      { id: "1", type: "ExecutionStarted", details: { ...input, roleArn }, previous_event_id: "0", ...about },
      { id: "2", type: "PassStateEntered", details: { name: "A", ...input }, previous_event_id: "0", ...about },
      { id: "3", type: "PassStateExited", details: { name: "A", ...output }, previous_event_id: "2", ...about },
      { id: "4", type: "ExecutionSucceeded", details: output, previous_event_id: "3", ...about },
    ]);
    expect(typesOf(logs)).toEqual(history.map(({ type }) => type));
  });

  test("leaves out what states were given and gave, but neither errors nor names", async () => {
    const { logs } = await runStateMachine(failing, { mocks: { lambda: { charge: fails("Flaky", "down") } }, logging: { level: "ALL" } });

    const text = JSON.stringify(logs.map(({ details }) => details));
    expect(text).not.toMatch(/input|output|parameters/);
    expect(logs.find(({ type }) => type === "LambdaFunctionFailed")?.details).toEqual({ error: "Flaky", cause: "down" });
    expect(logs.at(-1)?.details).toEqual({ error: "Declined", cause: "twice" });
    expect(logs.find(({ type }) => type === "LambdaFunctionStarted")?.details).toEqual({});
  });

  const retried: readonly HistoryEventType[] = ["LambdaFunctionFailed", "LambdaFunctionFailed", "FailStateEntered", "ExecutionFailed"];
  test.each<[level: LogLevel, types: readonly HistoryEventType[]]>([
    ["ERROR", retried],
    ["FATAL", ["ExecutionFailed"]],
    ["OFF", []],
  ])("at level %s is what went wrong so far", async (level, types) => {
    const { logs, history } = await runStateMachine(failing, { mocks: { lambda: { charge: fails("Flaky") } }, logging: { level } });

    expect(typesOf(logs)).toEqual(types);
    expect(logs.map(({ id }) => history[Number(id) - 1]?.type)).toEqual(types);
  });

  test("at level ERROR is also what was stopped or took too long", async () => {
    const Branches = [
      machine({ Slow: task("slow", { TimeoutSeconds: 5 }) }),
      machine({ Pause: wait(60) }),
      machine({ Each: { Type: "Map", ItemProcessor: machine({ Rest: wait(60) }), End: true } }),
    ];
    const { logs } = await runStateMachine(machine({ Both: { Type: "Parallel", Branches, End: true } }), {
      input: [1],
      mocks: { lambda: { slow: hangs() } },
      logging: { level: "ERROR" },
    });

    const types = [...new Set(typesOf(logs))].sort();
    expect(types).toEqual([
      "ExecutionFailed",
      "LambdaFunctionTimedOut",
      "MapIterationAborted",
      "MapStateAborted",
      "ParallelStateFailed",
      "TaskStateAborted",
      "WaitStateAborted",
    ]);
  });

  test.each<[outcome: string, definition: object, type: HistoryEventType]>([
    ["timed out", machine({ Pause: wait(60) }, { TimeoutSeconds: 30 }), "ExecutionTimedOut"],
    ["succeeded", machine({ A: pass() }), "ExecutionSucceeded"],
  ])("at level FATAL is the end of an execution that %s only where it is bad", async (outcome, definition, type) => {
    const { logs, history } = await runStateMachine(definition, { logging: { level: "FATAL" } });

    expect(history.at(-1)?.type).toBe(type);
    expect(typesOf(logs)).toEqual(outcome === "succeeded" ? [] : [type]);
  });
});

test("an Express execution tells its logs, too", async () => {
  const { logs, executionArn } = await runStateMachine(machine({ A: pass() }), { type: "EXPRESS", logging: { level: "ALL" } });

  expect(executionArn).toContain(":express:");
  expect(logs.map(({ id, execution_arn }) => [id, execution_arn])).toEqual(["1", "2", "3", "4"].map((id) => [id, executionArn]));
});

test("a running execution tells its logs so far", async () => {
  const running = await startStateMachine(machine({ Pause: wait(60) }), { logging: { level: "ALL" } });
  await running.settle();

  expect(typesOf(running.logs)).toEqual(["ExecutionStarted", "WaitStateEntered"]);
  expect(typesOf((await running.stop()).logs)).toEqual(["ExecutionStarted", "WaitStateEntered", "ExecutionAborted"]);
});

describe("a machine of a world", () => {
  const loggingConfiguration = {
    level: "ALL",
    destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:/orders:*" } }],
  };
  const done = machine({ Done: { Type: "Succeed" } });

  test("logs as its LoggingConfiguration says when an execution starts", async () => {
    const aws = mockAws();
    const ask = newApi(aws);
    const stateMachineArn = await created(ask, done, { loggingConfiguration });
    await ask("startExecution", { stateMachineArn });
    await ask("updateStateMachine", { stateMachineArn, loggingConfiguration: { level: "OFF" } });
    await ask("startExecution", { stateMachineArn });

    const [first, second] = aws.stateMachines.list()[0]?.executions ?? [];
    expect(typesOf(first?.logs ?? [])).toEqual(["ExecutionStarted", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded"]);
    expect(second?.logs).toEqual([]);
  });

  test("that a test creates takes the same logging as a run, and tells a log group", async () => {
    const aws = mockAws();
    const logging: Logging = { level: "ERROR", includeExecutionData: true };
    const child = await aws.stateMachines.create("Child", failing, { logging });
    const { arn: stateMachineArn } = child;
    const described = await aws.stateMachines.api("describeStateMachine", { stateMachineArn });
    const logGroupArn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/states/Child-Logs:*";
    expect(described.loggingConfiguration).toEqual({ ...logging, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] });

    await aws.stateMachines.api("updateStateMachine", { stateMachineArn, definition: JSON.stringify(machine({ No: { Type: "Fail" } })) });
    await runStateMachine(machine({ Start: service("states:startExecution", { StateMachineArn: stateMachineArn }) }), { aws });
    await aws.finish();

    expect(typesOf(child.executions[0]?.logs ?? [])).toEqual(["FailStateEntered", "ExecutionFailed"]);
  });

  test("counts redrives in the logs, from the event on that tells of one", async () => {
    const aws = mockAws({ lambda: { charge: [fails("Flaky"), "charged"] } });
    const child = await aws.stateMachines.create("Charge", machine({ Charge: task("charge") }), { logging: { level: "ALL" } });
    const { executionArn } = await aws.stateMachines.api("startExecution", { stateMachineArn: child.arn });
    await aws.stateMachines.api("redriveExecution", { executionArn });

    const counts = child.executions[0]?.logs.map(({ type, redrive_count }) => [type, redrive_count]) ?? [];
    expect(counts.filter(([type]) => type === "ExecutionFailed" || type === "ExecutionRedriven" || type === "ExecutionSucceeded")).toEqual([
      ["ExecutionFailed", "0"],
      ["ExecutionRedriven", "1"],
      ["ExecutionSucceeded", "1"],
    ]);
  });

  test("is not created with a level that AWS does not know", async () => {
    await expect(created(newApi(), done, { loggingConfiguration: { ...loggingConfiguration, level: "LOUD" } })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("Value 'LOUD' at 'loggingConfiguration.level' failed to satisfy constraint"),
    });
  });
});

describe("logging that cannot be is refused", () => {
  test.each<[logging: unknown, code: string, message: string]>([
    ["ALL", "INVALID_OPTION", '`logging` must be an object with a level, but was "ALL".'],
    [{ level: "all" }, "INVALID_OPTION", '`logging.level` must be "ALL" or "ERROR" or "FATAL" or "OFF", but was "all".'],
    [{ includeExecutionData: "yes" }, "INVALID_OPTION", '`logging.includeExecutionData` must be true or false, but was "yes".'],
    [{ levels: "ALL" }, "UNKNOWN_OPTION", "`logging.levels` is no option of logging."],
  ])("%j", async (logging, code, message) => {
    const refused = { name: "UsageError", code, message: expect.stringContaining(message) };

    await expect(runStateMachine(machine({ A: pass() }), { logging: logging as Logging })).rejects.toMatchObject(refused);
    await expect(mockAws().stateMachines.create("A", machine({ A: pass() }), { logging: logging as Logging })).rejects.toMatchObject(
      refused,
    );
  });
});

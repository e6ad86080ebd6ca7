import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  ResourceNotFound,
  SFNClient,
  StartExecutionCommand,
  UpdateMapRunCommand,
} from "@aws-sdk/client-sfn";
import type { Execution, MockAws, Mocks } from "sfn-testkit";
import { after, fails, hangs, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { describe, expect, onTestFinished, test } from "vitest";
import { machine, service } from "../running/machines.ts";
import { distributed, work } from "../simulator/distributed.ts";
import type { Ask } from "./machines.ts";
import { created, done, newApi } from "./machines.ts";

const arn = "arn:aws:states:us-east-1:123456789012";
const zero = {
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  total: 0,
  resultsWritten: 0,
  failuresNotRedrivable: 0,
  pendingRedrive: 0,
};

interface Begun {
  readonly aws: MockAws;
  readonly ask: Ask;
  readonly executionArn: string;
  readonly mapRunArn: string;
}

/** Starts an execution of a distributed Map called Each, over the function Work. */
async function begun(input: unknown, Work: NonNullable<Mocks["lambda"]>[string], fields: object = {}, type?: "EXPRESS"): Promise<Begun> {
  const aws = mockAws({ lambda: { Work } });
  const ask = newApi(aws);
  const definition = distributed(work, { Label: "L", ...fields }, type === undefined ? {} : { type });
  const stateMachineArn = await created(ask, definition);
  const { executionArn } = await ask("startExecution", { stateMachineArn, name: "e-1", input: JSON.stringify(input) });
  const { mapRuns } = await ask("listMapRuns", { executionArn });
  return { aws, ask, executionArn, mapRunArn: mapRuns[0].mapRunArn };
}

describe("a Map Run is described", () => {
  test("while it runs, with all its counts", async () => {
    const { ask, executionArn, mapRunArn } = await begun([1, 2, 3, 4, 5], hangs(), {
      MaxConcurrency: 2,
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ToleratedFailurePercentage: 20,
    });

    expect(mapRunArn).toMatch(/^arn:aws:states:us-east-1:123456789012:mapRun:Order\/L:[\da-f-]{36}$/);
    expect(await ask("describeMapRun", { mapRunArn })).toEqual({
      mapRunArn,
      executionArn,
      status: "RUNNING",
      startDate: new Date("2025-01-01T00:00:00Z"),
      maxConcurrency: 2,
      toleratedFailurePercentage: 20,
      toleratedFailureCount: 0,
      itemCounts: { ...zero, running: 4, pending: 1, total: 5 },
      executionCounts: { ...zero, running: 2, pending: 1, total: 3 },
      redriveCount: 0,
    });
  });

  test("and listed, when it has ended", async () => {
    const { aws, ask, executionArn, mapRunArn } = await begun(["a", "b", "c"], [after("10s", 1), fails("Bad"), 3], {
      ToleratedFailureCount: 1,
    });
    await aws.finish();

    const dates = { startDate: new Date("2025-01-01T00:00:00Z"), stopDate: new Date("2025-01-01T00:00:10Z") };
    const counts = { ...zero, succeeded: 2, failed: 1, total: 3, resultsWritten: 3 };
    expect(await ask("describeMapRun", { mapRunArn })).toMatchObject({
      status: "SUCCEEDED",
      ...dates,
      itemCounts: counts,
      executionCounts: counts,
    });
    expect(await ask("listMapRuns", { executionArn })).toEqual({
      mapRuns: [{ executionArn, mapRunArn, stateMachineArn: `${arn}:stateMachine:Order/L`, ...dates }],
    });
  });

  test("as one that failed, with what was stopped and what never began", async () => {
    const { ask, mapRunArn } = await begun([1, 2, 3, 4], [hangs(), fails("Bad"), hangs()], { MaxConcurrency: 3 });

    expect(await ask("describeMapRun", { mapRunArn })).toMatchObject({
      status: "FAILED",
      executionCounts: { failed: 1, aborted: 2, pending: 1, total: 4 },
    });
  });

  test("or aborted with its execution", async () => {
    const { ask, executionArn, mapRunArn } = await begun([1, 2, 3], hangs(), { MaxConcurrency: 1 });

    await ask("stopExecution", { executionArn });

    expect(await ask("describeMapRun", { mapRunArn })).toMatchObject({ status: "ABORTED", executionCounts: { aborted: 1, pending: 2 } });
  });
});

describe("the children of a Map Run", () => {
  test("are listed by status, the latest first, page by page", async () => {
    const { aws, ask, mapRunArn } = await begun([1, 2, 3, 4, 5], (n: number) => (n % 2 === 0 ? fails("Even") : after(n, n)), {
      ToleratedFailurePercentage: 100,
    });
    await aws.advance("4s");

    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await ask("listExecutions", { mapRunArn, maxResults: 2, ...(nextToken !== undefined && { nextToken }) });
      arns.push(...page.executions.map(({ executionArn }: { executionArn: string }) => executionArn));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    const { childExecutions } = await finished(aws);
    expect(arns).toEqual(childExecutions.map(({ executionArn }) => executionArn).reverse());
    const { executions } = await ask("listExecutions", { mapRunArn, statusFilter: "FAILED" });
    const [, second] = childExecutions;
    expect(executions).toHaveLength(2);
    expect(executions[1]).toEqual({
      executionArn: second?.executionArn,
      stateMachineArn: `${arn}:stateMachine:Order/L`,
      name: second?.name,
      status: "FAILED",
      startDate: new Date("2025-01-01T00:00:00Z"),
      stopDate: new Date("2025-01-01T00:00:00Z"),
      mapRunArn,
      itemCount: 1,
      redriveCount: 0,
    });
  });

  test("are described like any execution, with their Map Run", async () => {
    const { ask, mapRunArn } = await begun(["a"], fails("Bad", "no"), { ToleratedFailureCount: 1 });
    const { executions } = await ask("listExecutions", { mapRunArn });
    const { executionArn, name } = executions[0];

    expect(executionArn).toBe(`${arn}:execution:Order/L:${name}`);
    expect(await ask("describeExecution", { executionArn })).toMatchObject({
      stateMachineArn: `${arn}:stateMachine:Order/L`,
      status: "FAILED",
      error: "Bad",
      cause: "no",
      input: '"a"',
      mapRunArn,
      redriveStatus: "REDRIVABLE",
    });
    const { events } = await ask("getExecutionHistory", { executionArn });
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "LambdaFunctionScheduled",
      "LambdaFunctionStarted",
      "LambdaFunctionFailed",
      "ExecutionFailed",
    ]);
  });

  test("tell of their item processor as the machine they run", async () => {
    const { ask, mapRunArn } = await begun(["a"], 1);
    const { executions } = await ask("listExecutions", { mapRunArn });

    const told = await ask("describeStateMachineForExecution", { executionArn: executions[0].executionArn });

    expect(told).toMatchObject({ stateMachineArn: `${arn}:stateMachine:Order/L`, name: "Order/L", label: "L", mapRunArn });
    expect(JSON.parse(told.definition)).toEqual({ ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, ...work });
  });

  test("of type Express can be described, but have no history to be asked for", async () => {
    const { ask, mapRunArn } = await begun(["a"], 1, {}, "EXPRESS");
    const { executions } = await ask("listExecutions", { mapRunArn });
    const { executionArn } = executions[0];

    expect(await ask("describeExecution", { executionArn })).toMatchObject({ status: "SUCCEEDED", mapRunArn });
    await expect(ask("getExecutionHistory", { executionArn })).rejects.toMatchObject({ name: "InvalidArn" });
  });

  test("of nested Map Runs are found, too", async () => {
    const aws = mockAws({ lambda: { Work: (n: number) => n + 1 } });
    const nested = distributed(distributed(work, { Label: "In" }, { name: "Inner" }), { Label: "Out" });
    const execution = await runStateMachine(nested, { aws, input: [[1], [2, 3]] });
    const ask = newApi(aws);
    const child = execution.childExecutions[1];
    const grandchild = child?.childExecutions[1];

    const { mapRuns } = await ask("listMapRuns", { executionArn: child?.executionArn });

    expect(mapRuns).toMatchObject([{ executionArn: child?.executionArn, stateMachineArn: grandchild?.stateMachineArn }]);
    expect(await ask("describeExecution", { executionArn: grandchild?.executionArn })).toMatchObject({ output: "4" });
  });

  test("have the executions that they start themselves", async () => {
    const aws = mockAws();
    const helper = await aws.stateMachines.create("Helper", done);
    const start = machine({ Start: service("states:startExecution.sync", { StateMachineArn: helper.arn }) });

    const execution = await runStateMachine(distributed(start), { aws, input: [1, 2] });

    const [one, two] = execution.childExecutions;
    expect(execution.childExecutions).toHaveLength(2);
    expect([one, two].map((child) => child?.childExecutions[0]?.executionArn)).toEqual(
      helper.executions.map((started) => (started as Execution).executionArn),
    );
  });

  test("that are stopped count as aborted, not as failed, and the next begins", async () => {
    const { aws, ask, executionArn, mapRunArn } = await begun([1, 2], [hangs(), "done"], { MaxConcurrency: 1 });
    const { executions } = await ask("listExecutions", { mapRunArn });

    await ask("stopExecution", { executionArn: executions[0].executionArn, error: "Enough" });
    await aws.finish();

    expect(await ask("describeMapRun", { mapRunArn })).toMatchObject({
      status: "SUCCEEDED",
      executionCounts: { succeeded: 1, aborted: 1, failed: 0, total: 2 },
    });
    expect(JSON.parse((await ask("describeExecution", { executionArn })).output)).toEqual([
      expect.objectContaining({ Status: "ABORTED", Error: "Enough" }),
      "done",
    ]);
  });
});

describe("a Map Run that runs is updated:", () => {
  test("with more concurrency more children begin at once", async () => {
    const { ask, mapRunArn } = await begun([1, 2, 3, 4], hangs(), { MaxConcurrency: 1 });

    expect(await ask("updateMapRun", { mapRunArn, maxConcurrency: 3 })).toEqual({});

    expect(await ask("describeMapRun", { mapRunArn })).toMatchObject({ maxConcurrency: 3, executionCounts: { running: 3, pending: 1 } });
  });

  test("with less concurrency those that run go on, and fewer follow them", async () => {
    const { aws, ask, mapRunArn } = await begun([1, 2, 3, 4, 5], after("10s", {}), { MaxConcurrency: 3 });

    await ask("updateMapRun", { mapRunArn, maxConcurrency: 1 });
    expect(await ask("describeMapRun", { mapRunArn })).toMatchObject({ executionCounts: { running: 3 } });
    await aws.advance("10s");

    expect(await ask("describeMapRun", { mapRunArn })).toMatchObject({ executionCounts: { running: 1, succeeded: 3, pending: 1 } });
  });

  test("failures that are tolerated no longer fail it", async () => {
    const { aws, ask, executionArn, mapRunArn } = await begun([1, 2], [fails("Bad"), hangs()], { ToleratedFailureCount: 1 });

    await ask("updateMapRun", { mapRunArn, toleratedFailureCount: 0 });
    await aws.finish();

    expect(await ask("describeExecution", { executionArn })).toMatchObject({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
    });
  });

  test("one that is over cannot be", async () => {
    const { ask, mapRunArn } = await begun([1], 1);

    await expect(ask("updateMapRun", { mapRunArn, maxConcurrency: 1 })).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("refusals", () => {
  const unknown = `${arn}:mapRun:Order/L:00000000-0000-0000-0000-000000000000`;

  test.each([
    ["describeMapRun", { mapRunArn: unknown }, "ResourceNotFound", `Resource not found: '${unknown}'`],
    ["updateMapRun", { mapRunArn: unknown, maxConcurrency: 1 }, "ResourceNotFound", /^Resource not found/],
    ["listExecutions", { mapRunArn: unknown }, "ResourceNotFound", /^Resource not found/],
    ["listMapRuns", { executionArn: `${arn}:execution:Order:none` }, "ExecutionDoesNotExist", /^Execution Does Not Exist/],
    ["describeExecution", { executionArn: `${arn}:execution:Order/L:none` }, "ExecutionDoesNotExist", /^Execution Does Not Exist/],
    ["describeMapRun", { mapRunArn: `${arn}:execution:Order:e` }, "InvalidArn", /^Invalid Arn: 'Resource type not valid/],
    ["describeMapRun", {}, "ValidationException", /^1 validation error detected: Value null at 'mapRunArn'/],
    ["updateMapRun", { mapRunArn: unknown, toleratedFailurePercentage: 101 }, "ValidationException", /less than or equal to 100$/],
    ["updateMapRun", { mapRunArn: unknown, maxConcurrency: -1 }, "ValidationException", /greater than or equal to 0$/],
    ["listExecutions", {}, "ValidationException", /^Must provide/],
    ["listExecutions", { mapRunArn: unknown, stateMachineArn: `${arn}:stateMachine:Order` }, "ValidationException", /^Cannot provide both/],
  ])("%s of %j: %s", async (operation, input, name, message) => {
    await expect(newApi()(operation, input)).rejects.toMatchObject({
      name,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  test("a state machine's executions never wait to be redriven", async () => {
    const ask = newApi();
    const stateMachineArn = await created(ask, distributed(work));

    await expect(ask("listExecutions", { stateMachineArn, statusFilter: "PENDING_REDRIVE" })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  test("a child is not redriven alone", async () => {
    const { ask, mapRunArn } = await begun([1], fails("Bad"));
    const { executions } = await ask("listExecutions", { mapRunArn });

    await expect(ask("redriveExecution", { executionArn: executions[0].executionArn })).rejects.toMatchObject({
      name: "ExecutionNotRedrivable",
    });
  });
});

test("an application follows a Map Run with its own client", async () => {
  const aws = mockAws({ lambda: { Work: [after("1m", "a"), after("2m", fails("Bad"))] } });
  const machine = await aws.stateMachines.create("Order", distributed(work, { Label: "L", ToleratedFailureCount: 1 }));
  const interception = interceptAws(aws);
  onTestFinished(() => interception.close());
  const client = new SFNClient({});

  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: machine.arn, input: "[1,2]" }));
  const { mapRuns: [mapRun] = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRun?.mapRunArn;
  await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 }));
  let status: string | undefined;
  while (status !== "SUCCEEDED") status = (await client.send(new DescribeMapRunCommand({ mapRunArn }))).status;
  const { executions: [failed] = [] } = await client.send(new ListExecutionsCommand({ mapRunArn, statusFilter: "FAILED" }));

  expect(aws.now).toEqual(new Date("2025-01-01T00:02:00Z"));
  expect(failed).toMatchObject({ itemCount: 1, mapRunArn });
  expect(await client.send(new DescribeExecutionCommand({ executionArn: failed?.executionArn }))).toMatchObject({
    input: "2",
    error: "Bad",
  });
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: failed?.executionArn }));
  expect(events).toHaveLength(6);
  await expect(client.send(new DescribeMapRunCommand({ mapRunArn: `${mapRunArn}0` }))).rejects.toBeInstanceOf(ResourceNotFound);
});

async function finished(aws: MockAws) {
  await aws.finish();
  const [execution] = aws.stateMachines.list()[0]?.executions ?? [];
  if (execution === undefined || !("childExecutions" in execution)) throw new Error("the execution runs still");
  return execution;
}

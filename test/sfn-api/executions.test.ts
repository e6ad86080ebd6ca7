import fc from "fast-check";
import { fails, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { expect, test } from "vitest";
import type { Ask } from "./machines.ts";
import { created, done, minute, newApi } from "./machines.ts";

const charge = {
  StartAt: "Note",
  States: {
    Note: { Type: "Pass", Assign: { noted: true }, Next: "Charge" },
    Charge: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:charge", End: true },
  },
};

test("an execution is described while it runs and when it has ended", async () => {
  const aws = mockAws();
  const ask = newApi(aws);
  const stateMachineArn = await created(ask, minute);
  const { executionArn, startDate } = await ask("startExecution", { stateMachineArn, name: "e-1", input: '{ "id": 1 }' });
  const known = {
    executionArn,
    stateMachineArn,
    name: "e-1",
    startDate,
    input: '{ "id": 1 }',
    inputDetails: { included: true },
    redriveCount: 0,
  };

  expect(await ask("describeExecution", { executionArn })).toEqual({
    ...known,
    status: "RUNNING",
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Execution is RUNNING and cannot be redriven",
  });
  await aws.advance("60s");
  expect(await ask("describeExecution", { executionArn })).toEqual({
    ...known,
    status: "SUCCEEDED",
    stopDate: new Date("2025-01-01T00:01:00Z"),
    output: '{"id":1}',
    outputDetails: { included: true },
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  });
});

test("starting is idempotent by name while the execution runs", async () => {
  const aws = mockAws();
  const ask = newApi(aws);
  const stateMachineArn = await created(ask, minute);
  const once = await ask("startExecution", { stateMachineArn, name: "e-1", input: "1" });

  expect(await ask("startExecution", { stateMachineArn, name: "e-1", input: "1" })).toEqual(once);
  const refusal = { name: "ExecutionAlreadyExists", message: `Execution Already Exists: '${once.executionArn}'` };
  await expect(ask("startExecution", { stateMachineArn, name: "e-1", input: "2" })).rejects.toMatchObject(refusal);
  await aws.finish();
  await expect(ask("startExecution", { stateMachineArn, name: "e-1", input: "1" })).rejects.toMatchObject(refusal);
});

test.each([
  ["not json", "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"],
  ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
  ["", "Invalid execution input."],
])("the input %j is refused", async (input, reason) => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);

  await expect(ask("startExecution", { stateMachineArn, input })).rejects.toMatchObject({
    name: "InvalidExecutionInput",
    message: `Invalid State Machine Execution Input: '${reason}'`,
  });
});

test("an execution is stopped with error and cause", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, minute);
  const { executionArn } = await ask("startExecution", { stateMachineArn });

  await ask("stopExecution", { executionArn, error: "Enough", cause: "no more" });

  expect(await ask("describeExecution", { executionArn })).toMatchObject({ status: "ABORTED", error: "Enough", cause: "no more" });
});

test("executions are listed by status, the latest first", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, minute);
  for (const name of ["a", "b", "c"]) await ask("startExecution", { stateMachineArn, name });
  await ask("stopExecution", { executionArn: "arn:aws:states:us-east-1:123456789012:execution:Order:b" });

  const names = async (more: object): Promise<string[]> => {
    const { executions } = await ask("listExecutions", { stateMachineArn, ...more });
    return executions.map(({ name }: { name: string }) => name);
  };

  expect(await names({})).toEqual(["c", "b", "a"]);
  expect(await names({ statusFilter: "ABORTED" })).toEqual(["b"]);
  expect(await names({ statusFilter: "RUNNING" })).toEqual(["c", "a"]);
});

test("a run that the test started itself is one of the world's", async () => {
  const aws = mockAws();
  const running = await startStateMachine(minute, { aws, name: "mine" });
  const executionArn = "arn:aws:states:us-east-1:123456789012:execution:StateMachine:mine";

  expect(await aws.stateMachines.api("describeExecution", { executionArn })).toMatchObject({ status: "RUNNING" });
  await aws.stateMachines.api("stopExecution", { executionArn });
  expect(running.status).toBe("ABORTED");
});

async function pages(ask: Ask, executionArn: string, maxResults: number, reverseOrder: boolean): Promise<object[]> {
  const events: object[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ask("getExecutionHistory", {
      executionArn,
      maxResults,
      reverseOrder,
      ...(nextToken !== undefined && { nextToken }),
    });
    events.push(...page.events);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

test("the pages of a history, put together, are the history, in either order", async () => {
  const aws = mockAws();
  const execution = await runStateMachine(charge, { aws: mockAws({ lambda: { charge: {} } }), name: "e" });
  const map = { StartAt: "All", States: { All: { Type: "Map", ItemProcessor: done, End: true } } };
  const run = await runStateMachine(map, { aws, input: [1, 2, 3, 4] });
  expect(execution).toHaveSucceeded();

  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (size) => {
      expect(await pages(newApi(aws), run.executionArn, size, false)).toEqual(run.history);
      expect(await pages(newApi(aws), run.executionArn, size, true)).toEqual(run.history.toReversed());
    }),
  );
});

test("a history without execution data has no inputs and outputs", async () => {
  const aws = mockAws();
  const { executionArn } = await runStateMachine(done, { aws, input: { secret: 1 } });

  const { events } = await newApi(aws)("getExecutionHistory", { executionArn, includeExecutionData: false });

  expect(JSON.stringify(events)).not.toContain("secret");
  expect(events[1].stateEnteredEventDetails).toEqual({ name: "Done" });
});

test("an execution that failed is redriven from the state that failed", async () => {
  const aws = mockAws({ lambda: { charge: [fails("Flaky"), { paid: true }] } });
  const ask = newApi(aws);
  const stateMachineArn = await created(ask, charge);
  const { executionArn } = await ask("startExecution", { stateMachineArn });
  expect(await ask("describeExecution", { executionArn })).toMatchObject({ status: "FAILED", error: "Flaky", redriveStatus: "REDRIVABLE" });

  await aws.advance("1h");
  const { redriveDate } = await ask("redriveExecution", { executionArn });

  expect(redriveDate).toEqual(new Date("2025-01-01T01:00:00Z"));
  expect(await ask("describeExecution", { executionArn })).toMatchObject({ status: "SUCCEEDED", redriveCount: 1, output: '{"paid":true}' });
  const { events } = await ask("getExecutionHistory", { executionArn });
  expect(events.map(({ type }: { type: string }) => type)).toEqual([
    "ExecutionStarted",
    "PassStateEntered",
    "PassStateExited",
    "TaskStateEntered",
    "LambdaFunctionScheduled",
    "LambdaFunctionStarted",
    "LambdaFunctionFailed",
    "ExecutionFailed",
    "ExecutionRedriven",
    "LambdaFunctionScheduled",
    "LambdaFunctionStarted",
    "LambdaFunctionSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
  expect(aws.stateMachines.list()[0]?.executions[0]).toMatchObject({ variables: { noted: true } });
});

test("what succeeded, what runs, and what ended too long ago cannot be redriven", async () => {
  const aws = mockAws({ lambda: { charge: fails("Broken") } });
  const ask = newApi(aws);
  const stateMachineArn = await created(ask, charge);
  const { executionArn } = await ask("startExecution", { stateMachineArn });
  const { executionArn: succeeded } = await runStateMachine(done, { aws });

  await expect(ask("redriveExecution", { executionArn: succeeded })).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
    message: "Execution is SUCCEEDED and cannot be redriven",
  });
  await aws.advance("15d");
  await expect(ask("redriveExecution", { executionArn })).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
});

test("an execution whose history is full cannot be redriven", async () => {
  const aws = mockAws();
  const loop = {
    StartAt: "Loop",
    States: {
      Loop: { Type: "Choice", Choices: [{ Variable: "$", IsNull: true, Next: "End" }], Default: "Loop" },
      End: { Type: "Succeed" },
    },
  };
  const machine = await aws.stateMachines.create("Endless", loop, { limits: { historyEvents: 20 } });
  const { executionArn } = await newApi(aws)("startExecution", { stateMachineArn: machine.arn });
  await aws.finish();

  expect(machine.executions[0]).toHaveFailed({ error: "States.Runtime" });
  await expect(newApi(aws)("redriveExecution", { executionArn })).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
    message: "Execution history event limit exceeded",
  });
});

test("a client token redrives once", async () => {
  const aws = mockAws({ lambda: { charge: fails("Broken") } });
  const ask = newApi(aws);
  const { executionArn } = await ask("startExecution", { stateMachineArn: await created(ask, charge) });

  const first = await ask("redriveExecution", { executionArn, clientToken: "t-1" });
  await aws.advance("1m");

  expect(await ask("redriveExecution", { executionArn, clientToken: "t-1" })).toEqual(first);
  expect(await ask("describeExecution", { executionArn })).toMatchObject({ redriveCount: 1 });
});

test("an Express machine is run synchronously, with what it costs", async () => {
  const aws = mockAws();
  const ask = newApi(aws);
  const stateMachineArn = await created(
    ask,
    { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 2, End: true } } },
    { type: "EXPRESS" },
  );

  const answer = await ask("startSyncExecution", { stateMachineArn, name: "e-1", input: "7" });

  expect(answer).toMatchObject({
    executionArn: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:express:Order:e-1:[0-9a-f-]{36}$/),
    status: "SUCCEEDED",
    output: "7",
    stopDate: new Date("2025-01-01T00:00:02Z"),
    billingDetails: { billedDurationInMilliseconds: 2_000, billedMemoryUsedInMB: 64 },
  });
  expect(aws.now).toEqual(new Date("2025-01-01T00:00:02Z"));
  await expect(ask("describeExecution", { executionArn: answer.executionArn })).rejects.toMatchObject({ name: "InvalidArn" });
  await expect(ask("listExecutions", { stateMachineArn })).rejects.toMatchObject({ name: "StateMachineTypeNotSupported" });
});

test("a Standard machine is not run synchronously", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);

  await expect(ask("startSyncExecution", { stateMachineArn })).rejects.toMatchObject({ name: "StateMachineTypeNotSupported" });
});

test.each([
  [
    { maxResults: 1_001 },
    "ValidationException",
    "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
  ],
  [
    { statusFilter: "running" },
    "ValidationException",
    /enum value set: \[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING\]$/,
  ],
  [{ nextToken: "none" }, "InvalidToken", "Invalid Token: 'Invalid token'"],
  [{ stateMachineArn: "order" }, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: order'"],
])("listExecutions refuses %j", async (wrong, name, message) => {
  const ask = newApi();
  const stateMachineArn = await created(ask, done);

  await expect(ask("listExecutions", { stateMachineArn, ...wrong })).rejects.toMatchObject({
    name,
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });
});

test("the definition of an execution is the one it started with", async () => {
  const ask = newApi();
  const stateMachineArn = await created(ask, minute);
  const { executionArn } = await ask("startExecution", { stateMachineArn });
  await ask("updateStateMachine", { stateMachineArn, definition: JSON.stringify(done) });

  expect(await ask("describeStateMachineForExecution", { executionArn })).toMatchObject({
    definition: JSON.stringify(minute),
    name: "Order",
  });
});

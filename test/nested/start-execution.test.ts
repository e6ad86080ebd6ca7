import { fails, mockAws, runStateMachine, startStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { expect, test } from "vitest";

const succeed = { StartAt: "Done", States: { Done: { Type: "Succeed" } } };
const slow = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 60, Next: "Done" }, Done: { Type: "Succeed" } } };
const failing = { StartAt: "Fail", States: { Fail: { Type: "Fail", Error: "Broken", Cause: "no luck" } } };

function starting(suffix: string, parameters: object, more: object = {}): object {
  const Resource = `arn:aws:states:::states:startExecution${suffix}`;
  return { StartAt: "Start", States: { Start: { Type: "Task", Resource, Parameters: parameters, End: true, ...more } } };
}

test("a Task that does not wait goes on at once, and its child runs on", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", slow);

  const execution = await runStateMachine(starting("", { StateMachineArn: child.arn, Name: "c-1" }), { aws });

  expect(execution).toHaveSucceeded(
    expect.objectContaining({
      ExecutionArn: "arn:aws:states:us-east-1:123456789012:execution:Child:c-1",
      StartDate: "2025-01-01T00:00:00Z",
    }),
  );
  expect(execution.durationSeconds).toBe(0);
  expect(child.executions[0]).toMatchObject({ status: "RUNNING" });
  await aws.finish();
  expect(child.executions[0]).toHaveSucceeded({});
  expect(execution.childExecutions[0]).toHaveLasted("60s");
});

test("a Task that waits for its child gets DescribeExecution's answer, with data as text", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", slow);

  const execution = await runStateMachine(starting(".sync", { StateMachineArn: child.arn, Input: { id: 1 } }), { aws });

  expect(execution.output).toMatchObject({ Status: "SUCCEEDED", Input: '{"id":1}', Output: '{"id":1}', StateMachineArn: child.arn });
  expect(execution).toHaveLasted("60s");
  expect(execution.history.map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSubmitted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});

test("with .sync:2 the data are JSON", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", succeed);

  const execution = await runStateMachine(starting(".sync:2", { StateMachineArn: child.arn, Input: { id: 1 } }), { aws });

  expect(execution.output).toMatchObject({ Input: { id: 1 }, Output: { id: 1 } });
});

test("a child that fails is States.TaskFailed with its description", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", failing);

  const execution = await runStateMachine(starting(".sync:2", { StateMachineArn: child.arn }), { aws });

  expect(execution).toHaveFailed({ error: "States.TaskFailed" });
  expect(JSON.parse(execution.cause ?? "")).toMatchObject({ Error: "Broken", Cause: "no luck", Status: "FAILED", Input: "{}" });
  expect(execution.childExecutions[0]).toHaveFailed({ error: "Broken" });
});

test("a child is stopped when its parent is", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", slow);
  const running = await startStateMachine(starting(".sync", { StateMachineArn: child.arn }), { aws });
  await running.advance("10s");

  await running.stop();

  expect(child.executions[0]).toMatchObject({ status: "ABORTED" });
});

test("a child is stopped when the attempt that started it times out, and the next attempt starts another", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", slow);
  const retried = { TimeoutSeconds: 30, Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1 }] };

  const execution = await runStateMachine(starting(".sync", { StateMachineArn: child.arn }, retried), { aws });

  expect(execution).toHaveFailed({ error: "States.Timeout" });
  expect(child.executions.map(({ status }) => status)).toEqual(["ABORTED", "ABORTED"]);
});

test("a child is stopped when another branch fails", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", slow);
  const Branches = [starting(".sync", { StateMachineArn: child.arn }), failing];
  const parallel = { StartAt: "Both", States: { Both: { Type: "Parallel", Branches, End: true } } };

  const execution = await runStateMachine(parallel, { aws });

  expect(execution).toHaveFailed({ error: "Broken" });
  expect(child.executions[0]).toMatchObject({ status: "ABORTED" });
});

test("a child that was only started is not stopped with its parent", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", slow);
  const States = {
    Start: { Type: "Task", Resource: "arn:aws:states:::states:startExecution", Parameters: { StateMachineArn: child.arn }, Next: "Fail" },
    Fail: { Type: "Fail" },
  };

  await runStateMachine({ StartAt: "Start", States }, { aws });
  await aws.finish();

  expect(child.executions[0]).toHaveSucceeded();
});

test("a name that is taken is refused as AWS does", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", succeed);
  const machine = starting("", { StateMachineArn: child.arn, Name: "once", Input: { now: 1 } });
  await runStateMachine(machine, { aws });
  await aws.finish();

  const second = await runStateMachine(machine, { aws });

  expect(second).toHaveFailed({
    error: "StepFunctions.ExecutionAlreadyExistsException",
    cause: expect.stringMatching(/^Execution Already Exists: '.*:once'/),
  });
});

test("a machine that is not there is refused as AWS does", async () => {
  const aws = mockAws();
  await aws.stateMachines.create("Child", succeed);
  const StateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:Other";

  const execution = await runStateMachine(starting("", { StateMachineArn }), { aws });

  expect(execution).toHaveFailed({
    error: "StepFunctions.StateMachineDoesNotExistException",
    cause: expect.stringMatching(
      /^State Machine Does Not Exist: '.*:Other' \(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: /,
    ),
  });
});

test("a mock answers before the machine does", async () => {
  const aws = mockAws({ sfn: { startExecution: fails("StepFunctions.ExecutionLimitExceededException") } });
  const child = await aws.stateMachines.create("Child", succeed);

  const execution = await runStateMachine(starting("", { StateMachineArn: child.arn }), { aws });

  expect(execution).toHaveFailed({ error: "StepFunctions.ExecutionLimitExceededException" });
  expect(child.executions).toEqual([]);
});

test("a child that waits for the task token of its parent's Task answers it", async () => {
  const aws = mockAws();
  const Parameters = { "TaskToken.$": "$.token", Output: { done: true } };
  const Answer = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess", Parameters, End: true };
  const child = await aws.stateMachines.create("Child", { StartAt: "Answer", States: { Answer } });

  const execution = await runStateMachine(
    starting(".waitForTaskToken", { StateMachineArn: child.arn, Input: { "token.$": "$$.Task.Token" } }),
    { aws },
  );

  expect(execution).toHaveSucceeded({ done: true });
});

test("startSyncExecution of an Express machine answers what it gave", async () => {
  const aws = mockAws();
  const child = await aws.stateMachines.create("Child", slow, { type: "EXPRESS" });
  const Resource = "arn:aws:states:::aws-sdk:sfn:startSyncExecution";
  const Start = { Type: "Task", Resource, Parameters: { StateMachineArn: child.arn, Input: { id: 1 } }, End: true };

  const execution = await runStateMachine({ StartAt: "Start", States: { Start } }, { aws });

  expect(execution.output).toMatchObject({ Status: "SUCCEEDED", Output: '{"id":1}' });
  expect(execution).toHaveLasted("60s");
});

test("executions in one world have equal histories in equal worlds", async () => {
  const histories = await Promise.all(
    [1, 2].map(async () => {
      const aws = mockAws({}, { seed: 3 });
      const child = await aws.stateMachines.create("Child", slow);
      const Iterator = starting(".sync:2", { StateMachineArn: child.arn, "Input.$": "$" });
      const map = { StartAt: "All", States: { All: { Type: "Map", ItemProcessor: Iterator, End: true } } };
      const execution = await runStateMachine(map, { aws, input: [1, 2, 3] });
      return JSON.stringify([execution.history, child.executions]);
    }),
  );

  expect(histories[0]).toBe(histories[1]);
});

test("a mistake inside a child rejects the run of its parent", async () => {
  const aws = mockAws();
  const Ask = { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { QueueUrl: "q", MessageBody: "m" }, End: true };
  const child = await aws.stateMachines.create("Child", { StartAt: "Ask", States: { Ask } });

  const run = runStateMachine(starting(".sync", { StateMachineArn: child.arn }), { aws });

  await expect(run).rejects.toMatchObject({ code: "MISSING_MOCK", state: "Ask" });
});

test("a child with a misuse breaks its world off, which says so from then on, and begins anew with reset()", async () => {
  const aws = mockAws();
  const pay = { StartAt: "Pay", States: { Pay: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true } } };
  const child = await aws.stateMachines.create("Child", pay);
  const run = () => runStateMachine(starting(".sync", { StateMachineArn: child.arn, Name: "c-1" }), { aws });

  await expect(run()).rejects.toMatchObject({ code: "MISSING_MOCK", state: "Pay" });
  await expect(run()).rejects.toMatchObject({
    code: "WORLD_BROKEN",
    message: expect.stringMatching(/:execution:Child:c-1 was broken off\.\n\n {2}MissingMockError: .*"Pay"/) as unknown,
    hint: expect.stringContaining("aws.reset()") as unknown,
  });
  aws.reset();
  await expect(runStateMachine(succeed, { aws })).resolves.toHaveSucceeded();
});

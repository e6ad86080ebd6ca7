import { expect, test } from "vitest";
import { after, callsBack, fails, hangs, job, type MockContext, runStateMachine, startStateMachine } from "../../src/index.ts";
import { machine, service } from "../running/machines.ts";

const crunch = (rest: object = {}) => machine({ Crunch: service("glue:startJobRun.sync", { JobName: "Crunch" }, rest) });
const ended = (reply: unknown, rest: object = {}) => runStateMachine(crunch(rest), { mocks: { states: { Crunch: reply as object } } });
const types = (execution: { readonly history: readonly { readonly type: string }[] }) => execution.history.map(({ type }) => type);

test("a job is submitted, runs, and gives its result", async () => {
  const execution = await ended(job({ duration: "20m", result: { JobRunState: "SUCCEEDED" } }));

  expect(execution).toHaveSucceeded({ JobRunState: "SUCCEEDED" });
  expect(execution).toHaveLasted("20m");
  expect(types(execution).slice(2, 6)).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]);
  expect(execution.history[4]).toMatchObject({
    timestamp: new Date("2025-01-01T00:00:00Z"),
    taskSubmittedEventDetails: {
      resourceType: "glue",
      resource: "startJobRun.sync",
      output: expect.stringMatching(/^{"JobRunId":"jr_\w{32}"}$/),
    },
  });
});

test("a plain value is the result of a job that takes no time, and after() says how long it takes", async () => {
  expect(await ended({ JobRunState: "SUCCEEDED" })).toHaveLasted(0);
  const execution = await ended(after("2h", { JobRunState: "SUCCEEDED" }));
  expect(execution).toHaveLasted("2h");
  expect(execution.history[4]).toMatchObject({ type: "TaskSubmitted", timestamp: new Date("2025-01-01T00:00:00Z") });
});

test("a job that fails is States.TaskFailed, with the service's description as the cause", async () => {
  const execution = await ended(job({ duration: "1m", error: "out of memory" }));

  expect(execution).toHaveFailed({ error: "States.TaskFailed" });
  expect(JSON.parse(execution.cause ?? "")).toMatchObject({
    JobName: "Crunch",
    JobRunState: "FAILED",
    ErrorMessage: "out of memory",
    ExecutionTime: 60,
  });
});

test("the description of a failed job can be given", async () => {
  const execution = await ended(job({ error: { JobRunState: "STOPPED" } }));

  expect(execution).toHaveFailed({ error: "States.TaskFailed", cause: '{"JobRunState":"STOPPED"}' });
});

test("error and cause of a failed job can be given", async () => {
  expect(await ended(job({ error: fails("States.TaskFailed", "why") }))).toHaveFailed({ error: "States.TaskFailed", cause: "why" });
});

test("fails() with States.TaskFailed is a job that failed, any other error a job that was not taken", async () => {
  expect(types(await ended(fails("States.TaskFailed", "why")))).toEqual(expect.arrayContaining(["TaskSubmitted", "TaskFailed"]));
  expect(types(await ended(fails("Glue.ConcurrentRunsExceededException")))).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSubmitFailed",
    "ExecutionFailed",
  ]);
});

test.each([
  ["hangs()", hangs()],
  ["a job that runs too long", job({ duration: "2h" })],
])("%s is ended by the timeout, after it was submitted", async (_what, reply) => {
  const execution = await ended(reply, { TimeoutSeconds: 3600 });

  expect(execution).toHaveFailed({ error: "States.Timeout" });
  expect(types(execution).slice(3)).toEqual(["TaskStarted", "TaskSubmitted", "TaskTimedOut", "ExecutionFailed"]);
});

test("a job has a task token too, and whoever has it may end the task", async () => {
  const definition = machine({
    Nested: service("states:startExecution.sync", {
      StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:Other",
      Input: { "token.$": "$$.Task.Token" },
    }),
  });
  const running = await startStateMachine(definition, { mocks: { states: { Nested: job({ duration: "1d" }) } } });
  await running.advance("1h");

  await running.callback("Nested").succeed("by token");

  expect(running).toHaveSucceeded("by token");
});

test("a mock of a job can say that its token comes back", async () => {
  expect(await ended(callsBack("by token", { after: "3s" }))).toHaveSucceeded("by token");
});

test("a handler sees the parameters and the token", async () => {
  let seen: unknown;
  await ended((input: object, { taskToken }: MockContext) => {
    seen = { ...input, hasToken: typeof taskToken === "string" };
  });

  expect(seen).toEqual({ JobName: "Crunch", hasToken: true });
});

test("ECS tasks that Step Functions watches say who started them", async () => {
  const definition = machine({ Run: service("ecs:runTask.sync", { TaskDefinition: "task:1", Cluster: "main" }) });
  const execution = await runStateMachine(definition, { mocks: { ecs: { runTask: job() } } });

  expect(execution.calls[0]?.input).toEqual({ TaskDefinition: "task:1", Cluster: "main", StartedBy: "AWS Step Functions" });
  expect(execution.output).toMatchObject({ LastStatus: "STOPPED", Containers: [{ ExitCode: 0 }], StartedBy: "AWS Step Functions" });
});

test.each([
  ["athena:startQueryExecution", { QueryString: "SELECT 1" }, { QueryExecution: { Status: { State: "SUCCEEDED" } } }],
  ["batch:submitJob", { JobName: "j", JobQueue: "q", JobDefinition: "d" }, { Status: "SUCCEEDED", JobName: "j", JobQueue: "q" }],
  ["codebuild:startBuild", { ProjectName: "p" }, { Build: { BuildStatus: "SUCCEEDED" } }],
  ["emr-serverless:startJobRun", {}, { JobRun: { State: "SUCCESS" } }],
  ["elasticmapreduce:addStep", {}, { Step: { Status: { State: "COMPLETED" } } }],
  ["mediaconvert:createJob", {}, { Job: { Status: "COMPLETE" } }],
  ["sagemaker:createTrainingJob", { TrainingJobName: "t" }, { TrainingJobName: "t", TrainingJobStatus: "Completed" }],
  ["bedrock:createModelCustomizationJob", { JobName: "b" }, { JobName: "b", Status: "Completed" }],
  ["databrew:startJobRun", { Name: "d" }, { State: "SUCCEEDED" }],
])("%s.sync gives what the service describes when the job is over", async (resource, parameters, result) => {
  const [group = "", operation = ""] = resource.split(":");
  const definition = machine({ Job: { ...service(`${resource}.sync`), Parameters: parameters } });

  const execution = await runStateMachine(definition, { mocks: { states: { Job: job() } } });

  expect(execution.output).toMatchObject(result);
  expect(execution).toHaveCalledService(`${group}:${operation}`, parameters);
});

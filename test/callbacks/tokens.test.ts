import { expect, test } from "vitest";
import { type MockContext, mockAws, runStateMachine, startStateMachine } from "../../src/index.ts";
import { machine, service } from "../running/machines.ts";

const MESSAGE = { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/q", MessageBody: { "Token.$": "$$.Task.Token" } };
const approve = (rest: object = {}) => machine({ Approve: service("sqs:sendMessage.waitForTaskToken", MESSAGE, rest) });
const sent = { sqs: { sendMessage: { MessageId: "m-1" } } };

const types = (execution: { readonly history: readonly { readonly type: string }[] }) => execution.history.map(({ type }) => type);

test("a task waits for its token after the service has answered", async () => {
  const running = await startStateMachine(approve(), { mocks: sent });
  await running.advance("2d");
  expect(types(running)).toEqual(["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted"]);

  await running.callback("Approve").succeed({ approved: true });

  const execution = await running.finish();
  expect(execution).toHaveSucceeded({ approved: true });
  expect(execution).toHaveLasted("2d");
  const named = { resourceType: "sqs", resource: "sendMessage.waitForTaskToken" };
  expect(execution.history[4]?.taskSubmittedEventDetails).toMatchObject({ ...named, output: '{"MessageId":"m-1"}' });
  expect(execution.history[5]?.taskSucceededEventDetails).toMatchObject({ ...named, output: '{"approved":true}' });
});

test("the token in the context object is the one that the call carries, and that the test holds", async () => {
  const asked: MockContext[] = [];
  const running = await startStateMachine(approve(), {
    mocks: { sqs: { sendMessage: (_input: unknown, context: MockContext) => void asked.push(context) } },
  });
  await running.settle();

  const { token, input } = running.callback("Approve");

  expect(input.MessageBody).toEqual({ Token: token });
  expect(asked[0]?.taskToken).toBe(token);
});

test("$states.context has the token in JSONata", async () => {
  const Arguments = { QueueUrl: "q", MessageBody: "{% $states.context.Task.Token %}" };
  const state = {
    Type: "Task",
    QueryLanguage: "JSONata",
    Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    Arguments,
    End: true,
  };
  const running = await startStateMachine(machine({ Approve: state }), { mocks: sent });
  await running.settle();

  expect(running.callback("Approve").input.MessageBody).toBe(running.callback("Approve").token);
});

test("only a task that waits has a token in its context", async () => {
  const definition = machine({ Send: service("sqs:sendMessage", MESSAGE) });

  expect(await runStateMachine(definition, { mocks: sent })).toHaveFailed({
    error: "States.Runtime",
    cause: expect.stringContaining("$$.Task.Token"),
  });
});

test("each attempt has a token of its own; that of an attempt which timed out is refused as AWS does", async () => {
  const running = await startStateMachine(approve({ TimeoutSeconds: 60, Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1 }] }), {
    mocks: sent,
  });
  await running.settle();
  const first = running.callback("Approve");
  const { token } = first;
  await running.advance("61s");

  expect(running.callback("Approve").token).not.toBe(token);
  await expect(first.succeed("late")).rejects.toMatchObject({
    code: "TOKEN_REFUSED",
    message: expect.stringContaining("Task Timed Out: 'Provided task does not exist anymore' (TaskTimedOut)"),
  });
  await running.callback("Approve").succeed("in time");
  expect(await running.finish()).toHaveSucceeded("in time");
});

test("a token is good for one answer", async () => {
  const running = await startStateMachine(approve(), { mocks: sent });
  await running.settle();
  const callback = running.callback("Approve");
  await callback.succeed("first");

  await expect(callback.fail("Second")).rejects.toMatchObject({ code: "TOKEN_REFUSED" });
});

test("the token of a branch that was aborted is refused", async () => {
  const branches = machine({
    Both: { Type: "Parallel", Branches: [approve(), machine({ Stop: { Type: "Fail", Error: "Stop" } })], End: true },
  });
  const aws = mockAws(sent);
  let token = "";
  const mocks = { sqs: { sendMessage: (_input: unknown, context: MockContext) => void (token = context.taskToken ?? "") } };
  const world = mockAws(mocks);
  await runStateMachine(branches, { aws: world });

  expect(world.world.tokens.succeed(token, {})).toMatchObject({ code: "TaskTimedOut" });
  expect(aws.world.tokens.succeed("no token of this world", {})).toEqual({
    code: "InvalidToken",
    message: "Invalid Token: 'Invalid token'",
  });
});

test("a failure without error and cause is caught with nulls", async () => {
  const running = await startStateMachine(
    machine({
      Approve: service("sqs:sendMessage.waitForTaskToken", MESSAGE, {
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
        Next: "Caught",
      }),
      Caught: { Type: "Succeed" },
    }),
    { mocks: sent },
  );

  await running.callback("Approve").fail();

  const execution = await running.finish();
  expect(execution).toHaveSucceeded({ Error: null, Cause: null });
  expect(execution.history[5]?.taskFailedEventDetails).toEqual({ resourceType: "sqs", resource: "sendMessage.waitForTaskToken" });
});

test("a callback that comes before the service has answered counts once it has", async () => {
  const aws = mockAws({
    sqs: {
      sendMessage: (_input: unknown, context: MockContext) => {
        expect(aws.world.tokens.succeed(context.taskToken ?? "", "early")).toBeUndefined();
        return { MessageId: "m-1" };
      },
    },
  });

  const execution = await runStateMachine(approve(), { aws });

  expect(execution).toHaveSucceeded("early");
  expect(types(execution).slice(3, 6)).toEqual(["TaskStarted", "TaskSubmitted", "TaskSucceeded"]);
});

test("a heartbeat puts off its timeout, and not the task's", async () => {
  const running = await startStateMachine(approve({ HeartbeatSeconds: 60, TimeoutSeconds: 150 }), { mocks: sent });
  for (let beat = 0; beat < 2; beat++) {
    await running.advance("50s");
    await running.callback("Approve").heartbeat();
  }
  await running.advance("49s");
  expect(running.status).toBe("RUNNING");

  const execution = await running.finish();

  expect(execution).toHaveFailed({ error: "States.Timeout" });
  expect(execution).toHaveLasted("150s");
});

test.each(["States.HeartbeatTimeout", "States.Timeout"])(
  "a missed heartbeat is States.Timeout in the history, and %s catches it",
  async (name) => {
    const rest = { HeartbeatSeconds: 60, TimeoutSeconds: 600, Catch: [{ ErrorEquals: [name], Next: "Caught" }], Next: "Caught" };
    const execution = await runStateMachine(
      machine({ Approve: service("sqs:sendMessage.waitForTaskToken", MESSAGE, rest), Caught: { Type: "Succeed" } }),
      { mocks: sent },
    );

    expect(execution).toEndInState("Caught");
    expect(execution).toHaveLasted("60s");
    expect(execution.history.find(({ type }) => type === "TaskTimedOut")?.taskTimedOutEventDetails).toEqual({
      resourceType: "sqs",
      resource: "sendMessage.waitForTaskToken",
      error: "States.Timeout",
    });
  },
);

test("States.HeartbeatTimeout does not catch the task's own timeout", async () => {
  const rest = {
    HeartbeatSeconds: 60,
    TimeoutSeconds: 90,
    Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "Caught" }],
    Next: "Caught",
  };
  const running = await startStateMachine(
    machine({ Approve: service("sqs:sendMessage.waitForTaskToken", MESSAGE, rest), Caught: { Type: "Succeed" } }),
    { mocks: sent },
  );
  await running.advance("45s");
  await running.callback("Approve").heartbeat();

  expect(await running.finish()).toHaveFailed({ error: "States.Timeout" });
});

test("a call that the service refuses is a failed submission", async () => {
  const execution = await runStateMachine(approve(), {
    mocks: {
      sqs: { sendMessage: () => Promise.reject(Object.assign(new Error("no such queue"), { name: "SQS.QueueDoesNotExistException" })) },
    },
  });

  expect(execution).toHaveFailed({ error: "SQS.QueueDoesNotExistException", cause: "no such queue" });
  expect(types(execution).slice(3)).toEqual(["TaskStarted", "TaskSubmitFailed", "ExecutionFailed"]);
});

test("a function gets the payload, and its answer is only the first one", async () => {
  const Payload = { "token.$": "$$.Task.Token", "order.$": "$.order" };
  const definition = machine({ Ask: service("lambda:invoke.waitForTaskToken", { FunctionName: "Ask", Payload }) });
  const running = await startStateMachine(definition, { input: { order: 7 }, mocks: { lambda: { Ask: { asked: true } } } });
  await running.settle();
  const callback = running.callback("Ask");

  expect(callback.input.Payload).toEqual({ token: callback.token, order: 7 });
  expect(JSON.parse(running.history[4]?.taskSubmittedEventDetails?.output ?? "")).toMatchObject({
    Payload: { asked: true },
    StatusCode: 200,
  });
  await callback.succeed(["done"]);
  expect(await running.finish()).toHaveSucceeded(["done"]);
});

test("callback() takes the oldest token of a state, or that of one iteration", async () => {
  const items = machine({ Each: { Type: "Map", ItemProcessor: approve(), End: true } });
  const running = await startStateMachine(items, { input: [1, 2, 3], mocks: sent });
  await running.settle();

  await running.callback("Approve", { index: 2 }).succeed("c");
  await running.callback("Approve").succeed("a");
  await running.callback("Approve").succeed("b");

  expect(await running.finish()).toHaveSucceeded(["a", "b", "c"]);
});

test("callback() just after runUntil() lets the task be called first", async () => {
  const running = await startStateMachine(approve(), { mocks: sent });
  await running.runUntil("Approve");

  await running.callback("Approve").succeed("yes");

  expect(running).toHaveSucceeded("yes");
});

test("a state that does not wait has no token to give", async () => {
  const definition = machine({ Pause: { Type: "Wait", Seconds: 60, Next: "Approve" }, ...(approve() as { States: object }).States });
  const running = await startStateMachine(definition, { mocks: sent });

  await expect(running.callback("Approve").succeed()).rejects.toMatchObject({ code: "NO_TASK_TOKEN", state: "Approve" });
  expect(() => running.callback("Approve").token).toThrow('"Approve" does not wait with a task token: the execution is RUNNING.');
  expect(() => running.callback("Aprove")).toThrow('Did you mean "Approve"?');
});

test("what a test calls back with is JSON", async () => {
  const running = await startStateMachine(approve(), { mocks: sent });

  await expect(running.callback("Approve").succeed(() => 1)).rejects.toMatchObject({ code: "NOT_JSON" });
});

test("a token that nobody will send back is a deadlock, which names state and the beginning of the token", async () => {
  const failed = runStateMachine(approve(), { mocks: sent });

  await expect(failed).rejects.toMatchObject({
    name: "DeadlockError",
    message: expect.stringMatching(/"Approve" waits for its task token: AAAA[\w+/]{24}…$/m),
  });
});

test("executions of one world have different tokens, and equal worlds the same", async () => {
  const tokensOf = async (): Promise<readonly string[]> => {
    const aws = mockAws(sent);
    const both = [await startStateMachine(approve(), { aws, name: "one" }), await startStateMachine(approve(), { aws, name: "one" })];
    for (const running of both) await running.settle();
    return both.map((running) => running.callback("Approve").token);
  };

  const tokens = await tokensOf();

  expect(new Set(tokens).size).toBe(2);
  expect(await tokensOf()).toEqual(tokens);
});

test("two callbacks at one instant are heard in the order of waiting, whatever the order they were made in", async () => {
  const definition = machine({
    Both: { Type: "Parallel", Branches: [approve(), machine({ Second: service("sqs:sendMessage.waitForTaskToken", MESSAGE) })], End: true },
  });
  const historyOf = async (order: readonly string[]) => {
    const aws = mockAws(sent);
    const running = await startStateMachine(definition, { aws });
    await running.settle();
    for (const state of order) aws.world.tokens.succeed(running.callback(state).token, state);
    return (await running.finish()).history;
  };

  expect(await historyOf(["Approve", "Second"])).toEqual(await historyOf(["Second", "Approve"]));
});

test("a token is refused once its execution was stopped, or is out of time", async () => {
  const stopped = await startStateMachine(approve(), { mocks: sent });
  await stopped.settle();
  const first = stopped.callback("Approve");
  await stopped.stop();
  await expect(first.succeed()).rejects.toMatchObject({ code: "TOKEN_REFUSED" });

  const late = await startStateMachine({ ...approve(), TimeoutSeconds: 10 }, { mocks: sent });
  await late.settle();
  const second = late.callback("Approve");
  expect(await late.finish()).toHaveTimedOut();
  await expect(second.heartbeat()).rejects.toMatchObject({ code: "TOKEN_REFUSED" });
});

test("calls tell the service's answer while the task waits, and its result in the end", async () => {
  const running = await startStateMachine(approve(), { mocks: sent });
  await running.settle();
  expect(running.calls).toMatchObject([{ service: "sqs", operation: "sendMessage", reply: { value: { MessageId: "m-1" } } }]);

  await running.callback("Approve").fail("Rejected", "no");

  expect(running.calls).toMatchObject([{ reply: { error: "Rejected", cause: "no" } }]);
});

test("the drawing of a run shows how long a task waited for its token", async () => {
  const running = await startStateMachine(approve(), { mocks: sent });
  await running.advance("2h");
  await running.callback("Approve").succeed();

  expect((await running.finish()).toString()).toMatch(/ 2h\nApprove +█{80,}$/);
});

test("how long the mocks of other branches really take does not change the order in which callbacks are heard", async () => {
  const names = ["A", "B", "C"];
  const definition = machine({
    All: {
      Type: "Parallel",
      Branches: names.map((name) => machine({ [name]: service("sqs:sendMessage.waitForTaskToken", { QueueUrl: name, MessageBody: "b" }) })),
      End: true,
    },
  });
  const historyOf = async (turns: readonly number[]) => {
    const aws = mockAws({
      sqs: {
        sendMessage: async ({ QueueUrl }: { QueueUrl: string }, { taskToken = "" }: MockContext) => {
          for (let turn = 0; turn < (turns[names.indexOf(QueueUrl)] ?? 0); turn++) await Promise.resolve();
          aws.world.tokens.succeed(taskToken, QueueUrl);
        },
      },
    });
    return (await runStateMachine(definition, { aws })).history;
  };

  expect(await historyOf([0, 5, 10])).toEqual(await historyOf([10, 0, 5]));
});

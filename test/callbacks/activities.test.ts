import { expect, test } from "vitest";
import type { MockContext } from "../../src/index.ts";
import { after, callsBack, fails, hangs, heartbeats, mockAws, runStateMachine, startStateMachine } from "../../src/index.ts";
import { machine } from "../running/machines.ts";

const PACK = "arn:aws:states:us-east-1:123456789012:activity:Pack";
const pack = (rest: object = {}) => machine({ Pack: { Type: "Task", Resource: PACK, End: true, ...rest } });

const types = (execution: { readonly history: readonly { readonly type: string }[] }) => execution.history.map(({ type }) => type);

test("a worker polls, works, and answers", async () => {
  const running = await startStateMachine(pack(), { input: { order: 7 } });

  const work = await running.activity(PACK).poll("worker-1");
  expect(work?.input).toEqual({ order: 7 });
  await work?.succeed({ packed: true });

  const execution = await running.finish();
  expect(execution).toHaveSucceeded({ packed: true });
  expect(types(execution).slice(2, 5)).toEqual(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]);
  expect(execution.history[2]?.activityScheduledEventDetails).toEqual({
    resource: PACK,
    input: '{"order":7}',
    inputDetails: { truncated: false },
  });
  expect(execution.history[3]?.activityStartedEventDetails).toEqual({ workerName: "worker-1" });
});

test("a worker without a name starts with empty details", async () => {
  const running = await startStateMachine(pack());
  await running.activity(PACK).poll();

  expect(running.history[3]?.activityStartedEventDetails).toEqual({});
});

test("a worker's failure is the task's", async () => {
  const running = await startStateMachine(pack());
  await (await running.activity(PACK).poll())?.fail("OutOfBoxes", "none left");

  const execution = await running.finish();
  expect(execution).toHaveFailed({ error: "OutOfBoxes", cause: "none left" });
  expect(execution.history[4]?.activityFailedEventDetails).toEqual({ error: "OutOfBoxes", cause: "none left" });
});

test("workers get the tasks in the order in which they were scheduled, each once", async () => {
  const each = machine({ Each: { Type: "Map", ItemProcessor: pack(), End: true } });
  const running = await startStateMachine(each, { input: ["a", "b"] });
  const { poll } = running.activity(PACK);

  const inputs = [(await poll())?.input, (await poll())?.input, await poll()];

  expect(inputs).toEqual(["a", "b", undefined]);
});

test("the state's mock is a worker", async () => {
  const execution = await runStateMachine(pack(), { input: 3, mocks: { states: { Pack: (count: number) => after("5m", count * 2) } } });

  expect(execution).toHaveSucceeded(6);
  expect(execution).toHaveLasted("5m");
  expect(execution.calls).toMatchObject([{ service: "activity", operation: "Pack", input: 3, state: "Pack", reply: { value: 6 } }]);
});

test("a worker that is a mock may fail, and is retried", async () => {
  const mocks = { states: { Pack: [fails("Dropped"), "packed"] } };
  const execution = await runStateMachine(pack({ Retry: [{ ErrorEquals: ["Dropped"] }] }), { mocks });

  expect(execution).toHaveSucceeded("packed");
  expect(execution).toHaveRetried("Pack", { times: 1 });
});

test("a task that no worker takes times out without having started", async () => {
  const execution = await runStateMachine(pack({ TimeoutSeconds: 30 }));

  expect(execution).toHaveFailed({ error: "States.Timeout" });
  expect(types(execution).slice(2)).toEqual(["ActivityScheduled", "ActivityTimedOut", "ExecutionFailed"]);
  expect(execution.history[2]?.activityScheduledEventDetails).toMatchObject({ timeoutInSeconds: 30 });
});

test("the timeout counts from when the task was scheduled, heartbeats from when a worker took it", async () => {
  const running = await startStateMachine(pack({ TimeoutSeconds: 100, HeartbeatSeconds: 30 }));
  await running.advance("90s");
  const work = await running.activity(PACK).poll();
  await running.advance("9s");
  await work?.heartbeat();
  expect(running.status).toBe("RUNNING");

  const execution = await running.finish();
  expect(execution).toHaveLasted("100s");
});

test("a worker that dies misses its heartbeat", async () => {
  const rest = { TimeoutSeconds: 100, HeartbeatSeconds: 30 };

  expect(await runStateMachine(pack(rest), { mocks: { states: { Pack: hangs() } } })).toHaveLasted("30s");
  const alive = { states: { Pack: heartbeats("20s", callsBack("done", { after: "80s" })) } };
  expect(await runStateMachine(pack(rest), { mocks: alive })).toHaveSucceeded("done");
});

test("a task that timed out is not given to a worker any more", async () => {
  const running = await startStateMachine(pack({ TimeoutSeconds: 30 }));
  await running.advance("31s");

  expect(await running.activity(PACK).poll()).toBeUndefined();
});

test("an activity that was deleted fails the state as AWS does", async () => {
  const aws = mockAws();
  aws.world.activities.delete(PACK);

  const execution = await runStateMachine(pack(), { aws });

  expect(execution).toHaveFailed({
    error: "States.Runtime",
    cause: `An error occurred while executing the state 'Pack' (entered at the event id #2). The activity ${PACK} does not exist.`,
  });
  expect(types(execution)).toEqual(["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"]);
});

test("a poll that waits gets the next task; one that gave up gets none", async () => {
  const aws = mockAws();
  const delivered: unknown[] = [];
  const giveUp = aws.world.activities.awaitTask(PACK, "early", (task) => delivered.push(["early", task.input]));
  aws.world.activities.awaitTask(PACK, "patient", (task) => delivered.push(["patient", task.input]));
  giveUp();

  const running = await startStateMachine(pack(), { aws, input: "x" });
  await running.settle();

  expect(delivered).toEqual([["patient", "x"]]);
  expect(running.history[3]?.activityStartedEventDetails).toEqual({ workerName: "patient" });
});

test("without a worker and a timeout it is a deadlock, which names the activity", async () => {
  await expect(runStateMachine(pack())).rejects.toMatchObject({
    name: "DeadlockError",
    message: expect.stringContaining(`"Pack" waits for a worker of the activity ${PACK}`),
  });
});

test("a task of an execution that was stopped is not given to a worker any more", async () => {
  const running = await startStateMachine(pack());
  await running.settle();
  await running.stop();

  expect(await running.activity(PACK).poll()).toBeUndefined();
});

test("a mocked worker that takes longer than its heartbeats may be missing has missed one", async () => {
  const rest = { TimeoutSeconds: 60, HeartbeatSeconds: 20, Retry: [{ ErrorEquals: ["States.HeartbeatTimeout"], MaxAttempts: 1 }] };
  const Pack = async (_: unknown, { sleep, attempt }: MockContext) => (attempt === 1 ? sleep("30s") : "packed");

  const execution = await runStateMachine(pack(rest), { mocks: { states: { Pack } } });

  expect(execution).toHaveSucceeded("packed");
  expect(execution).toHaveLasted("21s");
});

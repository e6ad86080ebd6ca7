import fc from "fast-check";
import { expect, test } from "vitest";
import { after, callsBack, fails, failsBack, hangs, heartbeats, job, runStateMachine } from "../../src/index.ts";
import { machine, service } from "../running/machines.ts";

const MESSAGE = { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/q", MessageBody: "hello" };
const ask = (rest: object = {}) => machine({ Ask: service("sqs:sendMessage.waitForTaskToken", MESSAGE, rest) });
const answered = (reply: unknown, rest: object = {}) => runStateMachine(ask(rest), { mocks: { states: { Ask: reply as object } } });
const submittedOf = (execution: Awaited<ReturnType<typeof answered>>) =>
  JSON.parse(execution.history.find(({ type }) => type === "TaskSubmitted")?.taskSubmittedEventDetails?.output ?? "null");

test("callsBack() answers when it says, with a first answer made up", async () => {
  const execution = await answered(callsBack({ ok: true }, { after: "90m" }));

  expect(execution).toHaveSucceeded({ ok: true });
  expect(execution).toHaveLasted("90m");
  expect(submittedOf(execution)).toEqual({ MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test("the service's first answer can be said", async () => {
  expect(submittedOf(await answered(callsBack("x", { submitted: { MessageId: "m-9" } })))).toEqual({ MessageId: "m-9" });
});

test("failsBack() fails with exactly these strings", async () => {
  const execution = await answered(failsBack("Rejected", "too late", { after: 5 }));

  expect(execution).toHaveFailed({ error: "Rejected", cause: "too late" });
  expect(execution).toHaveLasted(5);
});

test("fails() is the service's refusal, and the next attempt asks again", async () => {
  const execution = await answered([fails("SQS.SdkClientException"), callsBack("second")], { Retry: [{ ErrorEquals: ["States.ALL"] }] });

  expect(execution).toHaveSucceeded("second");
  expect(execution.history.map(({ type }) => type)).toContain("TaskSubmitFailed");
});

test("after() puts off the service's answer, and what follows it", async () => {
  const execution = await answered(after("10s", callsBack("done", { after: "5s" })));

  expect(execution).toHaveLasted("15s");
  expect(execution.history.find(({ type }) => type === "TaskSubmitted")?.timestamp).toEqual(new Date("2025-01-01T00:00:10Z"));
});

test("a timeout ends the wait for a callback that comes too late", async () => {
  expect(await answered(callsBack("late", { after: 61 }), { TimeoutSeconds: 60 })).toHaveTimedOutIn("Ask");
});

test("a task whose token comes at the very instant of its timeout has timed out", async () => {
  expect(await answered(callsBack("late", { after: 60 }), { TimeoutSeconds: 60 })).toHaveFailed({ error: "States.Timeout" });
});

test("heartbeats more often than asked keep a task alive, and others end it with the first one missed", async () => {
  const seconds = fc.integer({ min: 1, max: 500 });
  await fc.assert(
    fc.asyncProperty(seconds, seconds, seconds, async (every, heartbeat, end) => {
      const execution = await answered(heartbeats(every, callsBack("alive", { after: end })), { HeartbeatSeconds: heartbeat });

      const isAlive = every < heartbeat || end < heartbeat;
      expect(execution.status).toBe(isAlive ? "SUCCEEDED" : "FAILED");
      expect(execution.durationSeconds).toBe(isAlive ? end : heartbeat);
    }),
    { numRuns: 60 },
  );
});

test("heartbeats without an end last until the timeout", async () => {
  const execution = await answered(heartbeats("10s", hangs()), { HeartbeatSeconds: 30, TimeoutSeconds: 3600 });

  expect(execution).toHaveFailed({ error: "States.Timeout" });
  expect(execution).toHaveLasted("1h");
});

test("heartbeats without an end and without a timeout are a deadlock", async () => {
  await expect(answered(heartbeats("10s", hangs()), { HeartbeatSeconds: 30 })).rejects.toMatchObject({ name: "DeadlockError" });
});

test("hangs() is a callback that never comes: the service has answered", async () => {
  const execution = await answered(after("5s", hangs()), { TimeoutSeconds: 60 });

  expect(execution).toHaveFailed({ error: "States.Timeout" });
  expect(execution).toHaveLasted("1m");
  expect(execution.history.find(({ type }) => type === "TaskSubmitted")?.timestamp).toEqual(
    new Date(execution.startDate.getTime() + 5_000),
  );
});

test.each([
  ["an interval of 0", () => heartbeats(0, callsBack(1)), "must be more than 0"],
  ["an end that is no callback", () => heartbeats("1s", fails("X")), "heartbeats() ends with a callback, not with fails()."],
  ["both a result and an error", () => job({ result: 1, error: "x" }), "job() has both a result and an error."],
  ["a cause that is no text", () => failsBack("E", 1 as unknown as string), "The cause of failsBack() must be a text, but was 1."],
  ["a duration that is none", () => callsBack(1, { after: "soon" }), "`after` of callsBack()"],
])("a reply with %s is refused", (_what, make, message) => {
  expect(make).toThrow(message);
});

test("job() is no answer for a task that waits for its token", async () => {
  await expect(answered(job())).rejects.toMatchObject({ code: "WRONG_REPLY", state: "Ask" });
});

test.each([
  ["job()", job(), ".sync"],
  ["callsBack(), failsBack() or heartbeats()", callsBack(1), ".waitForTaskToken"],
])("%s is no answer for a task that waits for nothing", async (name, reply, pattern) => {
  const send = machine({ Send: service("sqs:sendMessage", MESSAGE) });

  await expect(runStateMachine(send, { mocks: { states: { Send: reply } } })).rejects.toMatchObject({
    code: "WRONG_REPLY",
    message: expect.stringContaining(`The mock of "Send" answers ${name}`),
    hint: expect.stringContaining(pattern),
  });
});

test("what a callback says must be JSON", async () => {
  await expect(answered(callsBack(() => 1))).rejects.toMatchObject({ code: "NOT_JSON" });
});

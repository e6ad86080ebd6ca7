import { expect, test } from "vitest";
import { callsBack, failsBack, heartbeats, runStateMachine, startStateMachine } from "../../src/index.ts";
import { machine, service } from "../running/machines.ts";

const approve = (rest: object = {}) =>
  machine({ Approve: service("sqs:sendMessage.waitForTaskToken", { MessageBody: { "Token.$": "$$.Task.Token" } }, rest) });

const types = (execution: { readonly history: readonly { readonly type: string }[] }) => execution.history.map(({ type }) => type);

test("a task waits for its token after the service has answered", async () => {
  const running = await startStateMachine(approve(), { mocks: { sqs: { sendMessage: { MessageId: "m-1" } } } });
  await running.advance("2d");
  expect(types(running)).toEqual(["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted"]);

  await running.callback("Approve").succeed({ approved: true });

  const execution = await running.finish();
  expect(execution).toHaveSucceeded({ approved: true });
  expect(execution.history[5]?.taskSucceededEventDetails).toEqual({
    resourceType: "sqs",
    resource: "sendMessage.waitForTaskToken",
    output: '{"approved":true}',
    outputDetails: { truncated: false },
  });
});

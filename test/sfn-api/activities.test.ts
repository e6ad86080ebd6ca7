import { mockAws, startStateMachine } from "sfn-testkit";
import "sfn-testkit/vitest";
import { expect, test } from "vitest";
import { newApi } from "./machines.ts";

const activityArn = "arn:aws:states:us-east-1:123456789012:activity:Pack";
const pack = { StartAt: "Pack", States: { Pack: { Type: "Task", Resource: activityArn, HeartbeatSeconds: 30, End: true } } };

test("an activity is created once, listed and deleted", async () => {
  const ask = newApi();

  const made = await ask("createActivity", { name: "Pack" });

  expect(made.activityArn).toBe(activityArn);
  expect(await ask("createActivity", { name: "Pack" })).toEqual(made);
  expect(await ask("describeActivity", { activityArn })).toEqual({
    ...made,
    name: "Pack",
    encryptionConfiguration: { type: "AWS_OWNED_KEY" },
  });
  expect(await ask("listActivities")).toEqual({ activities: [{ ...made, name: "Pack" }] });
  expect(await ask("deleteActivity", { activityArn })).toEqual({});
  await expect(ask("getActivityTask", { activityArn })).rejects.toMatchObject({
    name: "ActivityDoesNotExist",
    message: `Activity Does Not Exist: '${activityArn}'`,
  });
});

test("a worker takes a task, keeps it alive and ends it", async () => {
  const aws = mockAws();
  const ask = newApi(aws);
  const running = await startStateMachine(pack, { aws, input: ["book"] });

  const { taskToken, input } = await ask("getActivityTask", { activityArn, workerName: "w-1" });
  await aws.advance("20s");
  await ask("sendTaskHeartbeat", { taskToken });
  await aws.advance("20s");
  await ask("sendTaskSuccess", { taskToken, output: '{"packed":1}' });

  expect(input).toBe('["book"]');
  expect(running).toHaveSucceeded({ packed: 1 });
  await expect(ask("sendTaskSuccess", { taskToken, output: "{}" })).rejects.toMatchObject({ name: "TaskTimedOut" });
});

test("a worker waits a minute for a task", async () => {
  const aws = mockAws();

  expect(await newApi(aws)("getActivityTask", { activityArn })).toEqual({});
  expect(aws.now).toEqual(new Date("2025-01-01T00:01:00Z"));
});

test("a failing task fails with the worker's words", async () => {
  const aws = mockAws();
  const ask = newApi(aws);
  const running = await startStateMachine(pack, { aws });
  const { taskToken } = await ask("getActivityTask", { activityArn });

  await ask("sendTaskFailure", { taskToken, error: "Empty", cause: "no boxes" });

  expect(running).toHaveFailed({ error: "Empty", cause: "no boxes" });
});

test.each([
  ["sendTaskHeartbeat", { taskToken: "none" }, "InvalidToken", "Invalid Token: 'Invalid token'"],
  ["sendTaskSuccess", { taskToken: "none", output: "{" }, "InvalidOutput", /^Invalid Output: /],
  ["createActivity", { name: "a b" }, "InvalidName", "Invalid Name: 'a b'"],
  ["describeActivity", { activityArn: "pack" }, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: pack'"],
])("%s refuses %j", async (operation, input, name, message) => {
  await expect(newApi()(operation, input)).rejects.toMatchObject({
    name,
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });
});

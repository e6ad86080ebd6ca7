import { expect, test } from "vitest";
import { validateStateMachine } from "../../src/index.ts";
import { machine, service } from "../running/machines.ts";

const refusals = async (resource: string) =>
  (await validateStateMachine(machine({ A: service(resource) }))).diagnostics.filter(({ severity }) => severity === "error");

test.each([
  "athena:startQueryExecution.sync",
  "athena:getQueryResults",
  "batch:submitJob.sync",
  "bedrock:invokeModel.waitForTaskToken",
  "codebuild:startBuildBatch.sync",
  "ecs:runTask.sync",
  "ecs:runTask.waitForTaskToken",
  "eks:runJob.sync",
  "elasticmapreduce:addStep.sync",
  "emr-serverless:startJobRun.sync",
  "events:putEvents.waitForTaskToken",
  "glue:startJobRun.sync",
  "http:invoke",
  "lambda:invoke.waitForTaskToken",
  "mediaconvert:createJob.sync",
  "sagemaker:createTrainingJob.sync",
  "states:startExecution.sync:2",
  "states:startExecution.waitForTaskToken",
  "aws-sdk:dynamodb:query",
  "aws-sdk:dynamodb:putItem.waitForTaskToken",
])("AWS offers %s", async (resource) => {
  expect(await refusals(resource)).toEqual([]);
});

test.each([
  ["athena:getQueryResults.sync", "it answers a plain request only"],
  ["batch:submitJob.waitForTaskToken", 'it has ".sync"'],
  ["bedrock:invokeModel.sync", 'it has ".waitForTaskToken"'],
  ["ecs:runTask.sync:2", 'it has ".sync" and ".waitForTaskToken"'],
  ["http:invoke.waitForTaskToken", "it answers a plain request only"],
  ["aws-sdk:glue:startJobRun.sync", 'it has ".waitForTaskToken"'],
  ["dynamodb:query", "arn:aws:states:::aws-sdk:dynamodb:query"],
  ["states:stopExecution", "arn:aws:states:::aws-sdk:sfn:stopExecution"],
  ["sqs:receiveMessage.waitForTaskToken", "offers sendMessage"],
])("AWS does not offer %s, and the hint tells what it does offer", async (resource, hint) => {
  expect(await refusals(resource)).toEqual([
    expect.objectContaining({
      code: "INVALID_RESOURCE",
      message: `The resource provided arn:aws:states:::${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      hint: expect.stringContaining(hint),
    }),
  ]);
});

test("a service that is not known is believed", async () => {
  expect(await refusals("quantum:entangle.sync")).toEqual([]);
});

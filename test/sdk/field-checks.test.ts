import { describe, expect, test } from "vitest";
import type { RunOptions } from "../../src/index.ts";
import { fails, mockAws, returns, runStateMachine } from "../../src/index.ts";
import { machine, service, task } from "../running/machines.ts";

const causeOf = async (resource: string, parameters: object, options: RunOptions = {}): Promise<string | undefined> =>
  (await runStateMachine(machine({ S: service(resource, parameters) }), { mocks: { otherwise: {} }, ...options })).cause;

describe("parameters that AWS would not send fail the execution with its words", () => {
  test.each([
    ["a required field that is missing", "dynamodb:getItem", { TableName: "t" }, "The field 'Key' is required but was missing"],
    [
      "two of them",
      "sqs:sendMessage",
      {},
      "The field 'QueueUrl' is required but was missing, The field 'MessageBody' is required but was missing",
    ],
    ["a field that does not exist", "sns:publish", { Message: "m", Topic: "t" }, 'The field "Topic" is not supported by Step Functions'],
    [
      "a field in the API's own spelling",
      "ecs:runTask",
      { TaskDefinition: "t", launchType: "EC2" },
      'The field "launchType" is not supported by Step Functions',
    ],
    ["an object that is a text", "dynamodb:getItem", { TableName: "t", Key: "k" }, "The value of the field 'Key' has an invalid format"],
    ["a list that is none", "events:putEvents", { Entries: {} }, "The value of the field 'Entries' has an invalid format"],
    [
      "a number that is none",
      "aws-sdk:s3:listObjectsV2",
      { Bucket: "b", MaxKeys: "many" },
      "The value of the field 'MaxKeys' has an invalid format",
    ],
    [
      "a field within a list",
      "aws-sdk:sqs:sendMessageBatch",
      { QueueUrl: "q", Entries: [{ Id: "1" }] },
      "The field 'MessageBody' is required but was missing",
    ],
  ])("%s", async (_what, resource, parameters, why) => {
    expect(await causeOf(resource, parameters)).toBe(
      `An error occurred while executing the state 'S' (entered at the event id #2). The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${why}]`,
    );
  });

  test("as an error that is States.Runtime and calls nobody", async () => {
    const execution = await runStateMachine(machine({ S: service("sns:publish", { Topic: "t", Message: "m" }) }), { mocks: {} });

    expect(execution).toHaveFailed({ error: "States.Runtime" });
    expect(execution.calls).toEqual([]);
  });
});

describe("parameters that AWS sends are sent", () => {
  test.each([
    ["JSON where the API wants text", "aws-sdk:sfn:startSyncExecution", { StateMachineArn: "arn", Input: { id: 1 } }],
    ["null in a required field, which the service may refuse", "sqs:sendMessage", { QueueUrl: "q", MessageBody: null }],
    ["a number as text", "aws-sdk:s3:listObjectsV2", { Bucket: "b", MaxKeys: "5" }],
    ["a name that ASL spells in its own way", "aws-sdk:secretsmanager:putSecretValue", { SecretId: "s", SecretString: "x" }],
    [
      "small letters further in, as in AWS's examples",
      "batch:submitJob",
      { JobName: "j", JobQueue: "q", JobDefinition: "d", RetryStrategy: { attempts: 5 } },
    ],
    ["a token left out that makes it idempotent", "aws-sdk:athena:startQueryExecution", { QueryString: "SELECT 1" }],
    ["a service whose client is not installed", "aws-sdk:rekognition:detectLabels", { Anything: 1 }],
    ["an operation that no API has", "elasticmapreduce:addStep", { Anything: 1 }],
    ["what a function is given", "lambda:invoke", { FunctionName: "f", Anything: 1 }],
  ])("%s", async (_what, resource, parameters) => {
    const mocks = { states: { S: fails("Reached") } };

    expect((await runStateMachine(machine({ S: service(resource, parameters) }), { mocks })).error).toBe("Reached");
  });

  test("without Parameters the input is sent as it is", async () => {
    const execution = await runStateMachine(machine({ S: service("sqs:sendMessage") }), {
      mocks: { sqs: { sendMessage: {} } },
      input: { id: 1 },
    });

    expect(execution).toHaveSucceeded({});
  });
});

describe("a mocked result that the API cannot give is the test's mistake", () => {
  const answering = (resource: string, result: unknown, options: RunOptions = {}): Promise<unknown> =>
    runStateMachine(machine({ S: service(resource) }), { mocks: { states: { S: () => result } }, ...options });

  test("named with state, mock and path, in AWS's words", async () => {
    const run = answering("events:putEvents", { Entries: [{ EventId: "1" }, { EventId: ["2"] }], FailedEntryCount: 0 });

    await expect(run).rejects.toMatchObject({
      name: "UsageError",
      code: "INVALID_RESULT",
      state: "S",
      message: expect.stringContaining(
        `The mock states.S answered "S" what events:putEvents cannot answer:\n\n  Field 'EventId' must be a string (at Entries[1].EventId)`,
      ),
    });
  });

  test.each([
    ["a number that is text", "aws-sdk:s3:getObject", { ContentLength: "9000" }, "Field 'ContentLength' must be a number"],
    ["text that is a number", "aws-sdk:secretsmanager:getSecretValue", { SecretBinary: 123 }, "Field 'SecretBinary' must be a string"],
    ["a date that is a number", "aws-sdk:s3:headObject", { LastModified: 1 }, "Field 'LastModified' must be a string"],
    [
      "a required field in the wrong case",
      "states:startExecution",
      { executionArn: "a", StartDate: "d" },
      "Required field 'ExecutionArn' is missing",
    ],
    ["no object at all", "dynamodb:putItem", "done", "must be an object (at the result itself)"],
    ["a list that is an object", "aws-sdk:dynamodb:query", { Items: {} }, "Field 'Items' must be an array"],
  ])("%s", async (_what, resource, result, message) => {
    await expect(answering(resource, result)).rejects.toThrow(message);
  });

  test("also when it comes later, and by whichever mock", async () => {
    const machineOfS = machine({ S: service("sqs:sendMessage") });

    await expect(runStateMachine(machineOfS, { mocks: { sqs: { sendMessage: async () => ({ MessageId: 1 }) } } })).rejects.toThrow(
      "sqs.sendMessage",
    );
    await expect(runStateMachine(machineOfS, { mocks: { otherwise: returns({ MessageId: 1 }) } })).rejects.toThrow("otherwise");
  });

  test("unless only what is there is checked, or nothing", async () => {
    const incomplete = { executionArn: "a" };

    expect(await answering("states:startExecution", incomplete, { fieldValidationMode: "PRESENT" })).toHaveSucceeded(incomplete);
    await expect(answering("states:startExecution", { ExecutionArn: 1 }, { fieldValidationMode: "PRESENT" })).rejects.toThrow(
      "must be a string",
    );
    expect(await answering("states:startExecution", { ExecutionArn: 1 }, { fieldValidationMode: "NONE" })).toHaveSucceeded({
      ExecutionArn: 1,
    });
  });
});

describe("how strictly is said once", () => {
  test("for a run or for a world", async () => {
    const aws = mockAws({ otherwise: {} }, { fieldValidationMode: "NONE" });
    const sending = machine({ S: service("sns:publish", { Topic: "t" }) });

    expect(await runStateMachine(sending, { aws })).toHaveSucceeded();
    await expect(runStateMachine(sending, { aws, fieldValidationMode: "STRICT" })).rejects.toMatchObject({ code: "OPTION_OF_THE_WORLD" });
    await expect(runStateMachine(sending, { mocks: {}, fieldValidationMode: "LOOSE" as never })).rejects.toThrow(
      'must be "STRICT" or "PRESENT" or "NONE"',
    );
  });

  test("PRESENT does not ask for required parameters, but knows those that are there", async () => {
    expect(await causeOf("dynamodb:getItem", { TableName: "t" }, { fieldValidationMode: "PRESENT" })).toBeUndefined();
    expect(await causeOf("dynamodb:getItem", { Table: "t" }, { fieldValidationMode: "PRESENT" })).toContain(
      'The field "Table" is not supported',
    );
  });
});

describe("a call tells whether it was checked", () => {
  const three = machine({
    Known: service("sns:publish", { Message: "m" }, { Next: "Unknown", ResultPath: null }),
    Unknown: service("aws-sdk:rekognition:detectLabels", { Image: {} }, { Next: "Function", ResultPath: null }),
    Function: task("f"),
  });

  test("by a model that is installed", async () => {
    const { calls } = await runStateMachine(three, { mocks: { otherwise: {} } });

    expect(calls.map(({ state, checked }) => [state, checked])).toEqual([
      ["Known", true],
      ["Unknown", false],
      ["Function", false],
    ]);
  });

  test("and is not where nothing is to be checked", async () => {
    const { calls } = await runStateMachine(three, { mocks: { otherwise: {} }, fieldValidationMode: "NONE" });

    expect(calls.map(({ checked }) => checked)).toEqual([false, false, false]);
  });

  test("and what in a result AWS would let pass although the API does not know it", async () => {
    const { calls, output } = await runStateMachine(machine({ S: service("dynamodb:getItem") }), {
      mocks: { dynamodb: { getItem: { Itm: {} } } },
    });

    expect(output).toEqual({ Itm: {} });
    expect(calls[0]?.warnings).toEqual(["Field 'Itm' is not part of the API's result (at Itm)"]);
  });
});

import { describe, expect, test } from "vitest";
import { runStateMachine } from "../../src/index.ts";
import { machine, service } from "../running/machines.ts";

const API = { ApiEndpoint: "a1b2.execute-api.us-east-1.amazonaws.com", Method: "GET" };
const HTTP = { ApiEndpoint: "https://example.com/orders", Method: "POST" };

function asked(resource: string, parameters: object, answer: object) {
  return runStateMachine(machine({ Ask: service(resource, parameters) }), { mocks: { states: { Ask: answer } } });
}

describe("apigateway:invoke", () => {
  test("a good status is the result", async () => {
    const answer = { StatusCode: 200, StatusText: "OK", ResponseBody: { id: 1 }, Headers: {} };
    expect(await asked("apigateway:invoke", API, answer)).toHaveSucceeded(answer);
  });

  test.each([
    [{ message: "Missing Authentication Token" }, '{"message":"Missing Authentication Token"}'],
    ["not allowed", "not allowed"],
  ])("a status from 400 on is an error, with the body %j as its cause", async (ResponseBody, cause) => {
    const execution = await asked("apigateway:invoke", API, { StatusCode: 403, ResponseBody });
    expect(execution).toHaveFailed({ error: "ApiGateway.403", cause });
  });

  test.each(["Headers", "QueryParameters"])("%s are lists of text, or the task cannot be started", async (name) => {
    const parameters = { ...API, [name]: { a: "single" } };
    const execution = await asked("apigateway:invoke", parameters, {});

    expect(execution).toHaveFailed({
      error: "States.Runtime",
      cause: `An error occurred while executing the state 'Ask' (entered at the event id #2). The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [The value of the field '${name}' has an invalid format]`,
    });
    expect(execution.calls).toEqual([]);
  });

  test("lists of text pass", async () => {
    expect(await asked("apigateway:invoke", { ...API, Headers: { a: ["b", "c"] } }, { StatusCode: 200 })).toHaveSucceeded();
  });

  test("what is required must be there", async () => {
    const execution = await asked("apigateway:invoke", { Method: "GET" }, {});
    expect(execution).toHaveFailed({
      error: "States.Runtime",
      cause: expect.stringContaining("[The field 'ApiEndpoint' is required but was missing]"),
    });
  });
});

test("http:invoke fails by its status", async () => {
  const answer = { StatusCode: 404, ResponseBody: "no such order" };
  expect(await asked("http:invoke", HTTP, answer)).toHaveFailed({ error: "States.Http.StatusCode.404", cause: "no such order" });
  expect(await asked("http:invoke", HTTP, { StatusCode: 201, ResponseBody: {} })).toHaveSucceeded();
});

describe("events:putEvents", () => {
  const entries = { Entries: [{ Detail: { a: 1 }, DetailType: "t", Source: "s" }] };

  test("entries that were all taken are the result", async () => {
    const answer = { Entries: [{ EventId: "e-1" }], FailedEntryCount: 0 };
    expect(await asked("events:putEvents", entries, answer)).toHaveSucceeded(answer);
  });

  test("an entry that was not taken fails the task", async () => {
    const answer = { Entries: [{ ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." }], FailedEntryCount: 1 };
    expect(await asked("events:putEvents", entries, answer)).toHaveFailed({
      error: "EventBridge.FailedEntry",
      cause: JSON.stringify(answer),
    });
  });

  test("the AWS SDK's answer stands as it is", async () => {
    const answer = { Entries: [{ ErrorCode: "MalformedDetail" }], FailedEntryCount: 1 };
    const parameters = { Entries: [{ Detail: "{}", DetailType: "t", Source: "s" }] };
    expect(await asked("aws-sdk:eventbridge:putEvents", parameters, answer)).toHaveSucceeded(answer);
  });
});

test("Credentials are recorded, and do not reach the mock", async () => {
  const RoleArn = "arn:aws:iam::222222222222:role/other";
  const definition = machine({
    Ask: service("sqs:sendMessage", { QueueUrl: "q", MessageBody: "b" }, { Credentials: { "RoleArn.$": "$.role" } }),
  });
  const execution = await runStateMachine(definition, { input: { role: RoleArn }, mocks: { sqs: { sendMessage: { MessageId: "m" } } } });

  expect(execution.history[2]?.taskScheduledEventDetails).toMatchObject({ taskCredentials: { roleArn: RoleArn } });
  expect(execution.calls[0]?.input).toEqual({ QueueUrl: "q", MessageBody: "b" });
});

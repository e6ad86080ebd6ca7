import { ConditionalCheckFailedException, DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import { TooManyRequestsException } from "@aws-sdk/client-lambda";
import { ExecutionDoesNotExist } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { runStateMachine } from "../../src/index.ts";
import { machine, service } from "../running/machines.ts";

const throwing = (thrown: Error) => (): never => {
  throw thrown;
};

function failing(resource: string, parameters: object, thrown: Error) {
  return runStateMachine(machine({ Call: service(resource, parameters) }), { mocks: { states: { Call: throwing(thrown) } } });
}

const KEY = { TableName: "t", Key: { id: { S: "1" } } };
const conditional = new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: { httpStatusCode: 400 } });
const general = new DynamoDBServiceException({ name: "ValidationException", message: "bad key", $fault: "client", $metadata: {} });

test("what the SDK throws has the optimised integration's name and cause", async () => {
  const execution = await failing("dynamodb:deleteItem", KEY, conditional);

  expect(execution.error).toBe("DynamoDB.ConditionalCheckFailedException");
  expect(execution.cause).toMatch(
    /^The conditional request failed \(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: [\w-]{36}; Proxy: null\)$/,
  );
});

test("and that of the SDK integration, where it is called by that", async () => {
  const execution = await failing("aws-sdk:dynamodb:deleteItem", KEY, conditional);

  expect(execution.error).toBe("DynamoDb.ConditionalCheckFailedException");
  expect(execution.cause).toMatch(/^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [\w-]{36}\)$/);
});

test("an error that the service's model does not name is its general exception", async () => {
  expect(await failing("dynamodb:deleteItem", KEY, general)).toHaveFailed({ error: "DynamoDB.AmazonDynamoDBException" });
  expect(await failing("aws-sdk:dynamodb:deleteItem", KEY, general)).toHaveFailed({ error: "DynamoDb.DynamoDbException" });
});

test("a name without Exception gets one", async () => {
  const missing = new ExecutionDoesNotExist({ message: "no", $metadata: {} });
  const parameters = { executionArn: "arn:aws:states:us-east-1:123456789012:execution:a:b" };

  expect(await failing("aws-sdk:sfn:describeExecution", { ExecutionArn: parameters.executionArn }, missing)).toHaveFailed({
    error: "Sfn.ExecutionDoesNotExistException",
  });
});

test("a function that throws what an SDK threw fails with its plain name, as any function does", async () => {
  const definition = machine({ Call: service("lambda:invoke", { FunctionName: "F", Payload: {} }) });
  const tooMany = new TooManyRequestsException({ message: "slow down", $metadata: {} });

  expect(await runStateMachine(definition, { mocks: { lambda: { F: throwing(tooMany) } } })).toHaveFailed({
    error: "TooManyRequestsException",
  });
});

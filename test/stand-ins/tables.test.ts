import { mockAws, runStateMachine } from "sfn-testkit";
import { afterEach, describe, expect, test, vi } from "vitest";
import { machine, service } from "../running/machines.ts";

const definition = {
  TableName: "orders",
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
} as const;

const item = (id: string, n = 1) => ({ id: { S: id }, n: { N: String(n) } });

describe("a table", () => {
  test("is written and read by Tasks, optimised and aws-sdk: alike", async () => {
    const aws = mockAws();
    const orders = await aws.dynamodb.createTable(definition, [item("o-1")]);
    const updating = machine({
      Put: service("dynamodb:putItem", { TableName: "orders", Item: item("o-2", 2) }, { ResultPath: null, Next: "Update" }),
      Update: service(
        "dynamodb:updateItem",
        {
          TableName: "orders",
          Key: { id: { S: "o-1" } },
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
        { ResultPath: null, Next: "Scan" },
      ),
      Scan: service("aws-sdk:dynamodb:scan", { TableName: "orders" }),
    });

    const { output } = await runStateMachine(updating, { aws });

    expect(output).toMatchObject({ Count: 2, Items: expect.arrayContaining([item("o-1", 2), item("o-2", 2)]) });
    expect(await orders.get({ id: { S: "o-2" } })).toEqual(item("o-2", 2));
    expect(await orders.items()).toHaveLength(2);
    expect(aws.now).toEqual(new Date("2025-01-01"));
  });

  test.each([
    [
      "dynamodb:putItem",
      "DynamoDB.ConditionalCheckFailedException",
      "(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; ",
    ],
    ["aws-sdk:dynamodb:putItem", "DynamoDb.ConditionalCheckFailedException", "(Service: DynamoDb, Status Code: 400, Request ID: "],
  ])("refuses what a condition forbids: %s", async (resource, error, cause) => {
    const aws = mockAws();
    await aws.dynamodb.createTable(definition, [item("o-1")]);
    const putting = machine({
      Put: service(resource, { TableName: "orders", Item: item("o-1"), ConditionExpression: "attribute_not_exists(id)" }),
    });

    const execution = await runStateMachine(putting, { aws });

    expect(execution).toHaveFailed({ error, cause: expect.stringContaining(`The conditional request failed ${cause}`) });
  });

  test.each([
    ["dynamodb:getItem", { TableName: "other", Key: { id: { S: "a" } } }, "DynamoDB.ResourceNotFoundException"],
    ["dynamodb:getItem", { TableName: "orders", Key: { wrong: { S: "a" } } }, "DynamoDB.AmazonDynamoDBException"],
    ["aws-sdk:dynamodb:getItem", { TableName: "orders", Key: { wrong: { S: "a" } } }, "DynamoDb.DynamoDbException"],
  ])("%s with %o is %s", async (resource, parameters, error) => {
    const aws = mockAws();
    await aws.dynamodb.createTable(definition);

    expect(await runStateMachine(machine({ Get: service(resource, parameters) }), { aws })).toHaveFailed({ error });
  });

  test("is described with virtual time and the world's account, the same in each world", async () => {
    const described = async (): Promise<unknown> => {
      const aws = mockAws({}, { accountId: "000000000001", region: "eu-west-1" });
      await aws.dynamodb.createTable(definition);
      return (await runStateMachine(machine({ Describe: service("aws-sdk:dynamodb:describeTable", { TableName: "orders" }) }), { aws }))
        .output;
    };

    expect(await described()).toMatchObject({
      Table: { CreationDateTime: "2025-01-01T00:00:00Z", TableArn: "arn:aws:dynamodb:eu-west-1:000000000001:table/orders" },
    });
    expect(await described()).toEqual(await described());
  });

  test("is gone after reset", async () => {
    const aws = mockAws();
    const former = await aws.dynamodb.createTable(definition, [item("o-1")]);
    aws.reset();

    const orders = await aws.dynamodb.createTable(definition);
    expect(await orders.items()).toEqual([]);
    await expect(former.put(item("o-2"))).rejects.toMatchObject({ code: "RESOURCE_OF_A_FORMER_WORLD" });
  });

  test("with a definition that DynamoDB refuses is a usage error", async () => {
    await expect(mockAws().dynamodb.createTable({ ...definition, KeySchema: [] })).rejects.toMatchObject({
      name: "UsageError",
      code: "REFUSED_BY_DYNAMODB",
    });
  });

  test("is asked for what dynalite does not know: refused by name", async () => {
    const aws = mockAws();
    await aws.dynamodb.createTable(definition);
    const transacting = machine({ Write: service("aws-sdk:dynamodb:transactWriteItems", { TransactItems: [] }) });

    await expect(runStateMachine(transacting, { aws })).rejects.toMatchObject({ code: "UNKNOWN_OPERATION", state: "Write" });
  });
});

describe("under fake timers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });
  const putting = machine({ Put: service("dynamodb:putItem", { TableName: "orders", Item: item("o-1") }) });

  test("a table that was created before answers", async () => {
    const aws = mockAws();
    const orders = await aws.dynamodb.createTable(definition);
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "setInterval"] });

    await runStateMachine(putting, { aws });

    expect(await orders.items()).toEqual([item("o-1")]);
  });

  test.each([
    ["setImmediate", "TABLE_NEVER_ANSWERS"],
    ["setTimeout", "TABLE_NEVER_READY"],
  ] as const)("creating a table without a real %s is a usage error", { timeout: 30_000 }, async (toFake, code) => {
    vi.useFakeTimers({ toFake: [toFake] });

    await expect(mockAws().dynamodb.createTable(definition)).rejects.toMatchObject({ name: "UsageError", code });
  });

  test("a Task that dynalite cannot answer rejects the run", async () => {
    const aws = mockAws();
    await aws.dynamodb.createTable(definition);
    vi.useFakeTimers({ toFake: ["setImmediate"] });

    await expect(runStateMachine(putting, { aws })).rejects.toMatchObject({ code: "TABLE_NEVER_ANSWERS" });
  });
});

test("writes of parallel branches happen in the order of asking, so that equal runs have equal histories", async () => {
  const run = async (): Promise<unknown> => {
    const aws = mockAws();
    await aws.dynamodb.createTable(definition);
    const Put = service("dynamodb:putItem", {
      TableName: "orders",
      Item: { id: { S: "same" }, n: { "N.$": "States.Format('{}', $)" } },
      ReturnValues: "ALL_OLD",
    });
    const writing = machine({ All: { Type: "Map", ItemProcessor: machine({ Put }), End: true } });
    return (await runStateMachine(writing, { aws, input: [1, 2, 3, 4, 5, 6, 7, 8] })).history;
  };

  expect(await run()).toEqual(await run());
});

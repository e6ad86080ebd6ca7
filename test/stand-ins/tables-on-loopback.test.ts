import { execFile } from "node:child_process";
import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import { constants } from "node:os";
import { promisify } from "node:util";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { setupServer } from "msw/node";
import type { MockAws } from "sfn-testkit";
import { mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { machine, service } from "../running/machines.ts";

const definition = {
  TableName: "orders",
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
} as const;

const Item = { id: { S: "o-1" }, total: { N: "3" } };
const Key = { id: Item.id };
const PutOrder = service("dynamodb:putItem", { TableName: "orders", Item });
const GetOrder = service("dynamodb:getItem", { TableName: "orders", Key });

const put = new PutItemCommand({ TableName: "orders", Item });
const get = new GetItemCommand({ TableName: "orders", Key });

const clientAt = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } });

let aws: MockAws;
beforeEach(() => {
  aws = mockAws();
});
afterEach(() => aws.reset());

describe("tables on loopback", () => {
  test("take what an SDK client writes, for Tasks to read", async () => {
    await aws.dynamodb.createTable(definition);

    await clientAt(await aws.dynamodb.endpoint()).send(put);

    expect((await runStateMachine(machine({ GetOrder }), { aws })).output).toMatchObject({ Item });
  });

  test("give an SDK client what Tasks have written", async () => {
    await aws.dynamodb.createTable(definition);
    await runStateMachine(machine({ PutOrder }), { aws });

    expect(await clientAt(await aws.dynamodb.endpoint()).send(get)).toMatchObject({ Item });
  });

  test("may all have been created there", async () => {
    const client = clientAt(await aws.dynamodb.endpoint());
    await client.send(new CreateTableCommand({ ...mutable(definition), BillingMode: "PAY_PER_REQUEST" }));
    await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 20 }, { TableName: "orders" });

    await runStateMachine(machine({ PutOrder }), { aws });

    expect(await client.send(get)).toMatchObject({ Item });
  });

  test("answer Tasks as soon as there is an address, with a table missing where there is none", async () => {
    await aws.dynamodb.endpoint();

    expect(await runStateMachine(machine({ GetOrder }), { aws })).toHaveFailed({ error: "DynamoDB.ResourceNotFoundException" });
  });

  test("are reached by another process, by the SDK's environment variable", async () => {
    await aws.dynamodb.createTable(definition, [Item]);
    const reading = `
      import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
      const { Item } = await new DynamoDBClient().send(new GetItemCommand(${JSON.stringify({ TableName: "orders", Key })}));
      console.log(JSON.stringify(Item));`;
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL_DYNAMODB: await aws.dynamodb.endpoint(),
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };

    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", reading], { env });

    expect(JSON.parse(stdout)).toEqual(Item);
  });

  test("are what the endpoint of another world may be", async () => {
    const orders = await aws.dynamodb.createTable(definition);
    const other = mockAws({}, { endpoint: { dynamodb: await aws.dynamodb.endpoint() } });

    await runStateMachine(machine({ PutOrder }), { aws: other });

    expect(await orders.items()).toEqual([Item]);
    expect(aws.calls()).toEqual([]);
  });
});

describe("the address", () => {
  test("is the same whenever it is asked for, also by two at once", async () => {
    const [one, two] = await Promise.all([aws.dynamodb.endpoint(), aws.dynamodb.endpoint()]);

    expect(one).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect([two, await aws.dynamodb.endpoint()]).toEqual([one, one]);
  });

  test("is each world's own", async () => {
    const other = mockAws();
    await aws.dynamodb.createTable(definition, [Item]);

    expect(await other.dynamodb.endpoint()).not.toBe(await aws.dynamodb.endpoint());
    await expect(clientAt(await other.dynamodb.endpoint()).send(get)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    other.reset();
  });

  test("is closed by reset, with the connections to it; the next one has no tables", async () => {
    await aws.dynamodb.createTable(definition, [Item]);
    const former = await aws.dynamodb.endpoint();
    const connection = await connected(former);
    aws.reset();

    await once(connection, "close");
    await expect(connected(former)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(clientAt(await aws.dynamodb.endpoint()).send(get)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("of a world that was reset meanwhile, or before, is a usage error", async () => {
    const { dynamodb } = aws;
    const asking = dynamodb.endpoint();
    aws.reset();

    await expect(asking).rejects.toMatchObject({ code: "RESOURCE_OF_A_FORMER_WORLD" });
    await expect(dynamodb.endpoint()).rejects.toMatchObject({ code: "RESOURCE_OF_A_FORMER_WORLD" });
  });

  test("keeps no process alive, even while somebody is connected", async () => {
    const connection = await connected(await aws.dynamodb.endpoint());
    connection.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(connection, "data");
    connection.unref();

    expect(process.getActiveResourcesInfo().filter((resource) => resource.startsWith("TCP"))).toEqual([]);
    connection.destroy();
  });

  test("outlives a sender that goes away in the middle of its request", async () => {
    await aws.dynamodb.createTable(definition, [Item]);
    const endpoint = await aws.dynamodb.endpoint();
    const connection = await connected(endpoint);
    connection.write(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n{",
    );
    await once(connection, "data");
    connection.destroy();

    expect(await clientAt(endpoint).send(get)).toMatchObject({ Item });
  });

  test("that the system does not give is a usage error with what to do", async () => {
    const server = createServer().listen();
    const { _handle } = server as unknown as { _handle: object };
    server.close();
    const sockets = Object.getPrototypeOf(_handle) as { bind(): number };
    using _ = vi.spyOn(sockets, "bind").mockReturnValue(-constants.errno.EPERM);

    await expect(aws.dynamodb.endpoint()).rejects.toMatchObject({
      name: "UsageError",
      code: "CANNOT_LISTEN",
      message: expect.stringContaining("EPERM"),
      hint: expect.stringContaining("loopback"),
    });
  });
});

describe("while AWS is intercepted", () => {
  test("a client that names the address reaches the tables, whichever world answers the others", async () => {
    const orders = await aws.dynamodb.createTable(definition);
    using _ = interceptAws(mockAws({ dynamodb: { getItem: { Item: { id: { S: "of the other world" } } } } }));
    const client = clientAt(await aws.dynamodb.endpoint());

    await client.send(put);

    expect(await orders.items()).toEqual([Item]);
    expect(await client.send(get)).toMatchObject({ Item });
    expect(await new DynamoDBClient().send(get)).toMatchObject({ Item: { id: { S: "of the other world" } } });
  });

  test("so does one in a handler of a Task", async () => {
    const endpoint = await aws.dynamodb.endpoint();
    const orders = await aws.dynamodb.createTable(definition);
    const handling = mockAws({ lambda: { Save: async () => void (await clientAt(endpoint).send(put)) } });
    using _ = interceptAws(handling);
    const Save = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:Save", End: true };

    await runStateMachine(machine({ Save }), { aws: handling });

    expect(await orders.items()).toEqual([Item]);
  });

  test("an address of before a reset is nothing special", async () => {
    const former = await aws.dynamodb.endpoint();
    aws.reset();
    using _ = interceptAws(mockAws({ dynamodb: { getItem: { Item } } }));

    expect(await clientAt(former).send(get)).toMatchObject({ Item });
  });

  test("a server of the user's own lets it pass, too, and refuses all else", async () => {
    const server = setupServer();
    server.listen({ onUnhandledRequest: "error" });
    const orders = await aws.dynamodb.createTable(definition);
    using _ = interceptAws(aws, { server });
    const endpoint = await aws.dynamodb.endpoint();

    await clientAt(endpoint).send(put);

    expect(await orders.items()).toEqual([Item]);
    await expect(fetch("http://127.0.0.1:9/orders")).rejects.toThrow();
    server.close();
  });
});

/** An open connection to a URL's server. */
async function connected(url: string): Promise<ReturnType<typeof createConnection>> {
  const connection = createConnection({ host: "127.0.0.1", port: Number(new URL(url).port) });
  await once(connection, "connect");
  return connection;
}

/** As the SDK's types want it. */
function mutable({ TableName, KeySchema, AttributeDefinitions }: typeof definition) {
  return { TableName, KeySchema: [...KeySchema], AttributeDefinitions: [...AttributeDefinitions] };
}

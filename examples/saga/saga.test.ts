import type { TableDefinition } from "sfn-testkit";
import { fails, lambdaModule, mockAws, runStateMachine } from "sfn-testkit";
import { interceptAws } from "sfn-testkit/msw";
import "sfn-testkit/vitest";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

const definition = new URL("./saga.asl.json", import.meta.url);
const input = { id: "o-1", customer: "ann", article: "book", quantity: 2, price: 15 };

const aws = mockAws({ lambda: { Charge: lambdaModule(() => import("./charge.ts")) } });
beforeAll(() => interceptAws(aws).close);

const keyedBy = (TableName: string, key: string): TableDefinition => ({
  TableName,
  KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
});

let tables: Awaited<ReturnType<typeof createTables>>;

async function createTables() {
  return {
    orders: await aws.dynamodb.createTable(keyedBy("orders", "id")),
    stock: await aws.dynamodb.createTable(keyedBy("stock", "article"), [{ article: { S: "book" }, available: { N: "3" } }]),
    accounts: await aws.dynamodb.createTable(keyedBy("accounts", "customer"), [{ customer: { S: "ann" }, balance: { N: "50" } }]),
  };
}

beforeEach(async () => {
  aws.reset();
  tables = await createTables();
});

/** What the business sees: how many books are left, what Ann has, and what became of the order. */
async function state() {
  const [stock] = await tables.stock.items();
  const [account] = await tables.accounts.items();
  const order = await tables.orders.get({ id: { S: "o-1" } });
  return { available: stock?.["available"], balance: account?.["balance"], status: order?.["status"], reason: order?.["reason"] };
}

describe("an order that can be served", () => {
  test("takes books and money, and is confirmed", async () => {
    const execution = await runStateMachine(definition, { aws, input });

    expect(execution).toHaveTakenPath(["PlaceOrder", "ReserveStock", "Charge", "ConfirmOrder"]);
    expect(await state()).toEqual({ available: { N: "1" }, balance: { N: "20" }, status: { S: "CONFIRMED" } });
  });

  test("is taken once, however often it is sent", async () => {
    await runStateMachine(definition, { aws, input });

    const again = await runStateMachine(definition, { aws, input });

    expect(again).toHaveFailed({ error: "TakenBefore" });
    expect(await state()).toMatchObject({ available: { N: "1" }, balance: { N: "20" } });
  });

  test("leaves less for the next one", async () => {
    await runStateMachine(definition, { aws, input: { ...input, id: "o-0", price: 1 } });

    const second = await runStateMachine(definition, { aws, input });

    expect(second).toHaveCaught("ReserveStock", { error: "DynamoDB.ConditionalCheckFailedException", next: "CancelOrder" });
    expect(await state()).toMatchObject({ available: { N: "1" }, status: { S: "CANCELLED" } });
  });
});

describe("compensation", () => {
  test("gives the books back when the customer cannot pay", async () => {
    const execution = await runStateMachine(definition, { aws, input: { ...input, price: 40 } });

    expect(execution).toHaveTakenPath(["PlaceOrder", "ReserveStock", "Charge", "ReleaseStock", "CancelOrder", "NotOrdered"]);
    expect(execution).toHaveFailed({ error: "InsufficientFunds" });
    expect(await state()).toEqual({
      available: { N: "3" },
      balance: { N: "50" },
      status: { S: "CANCELLED" },
      reason: { S: "InsufficientFunds" },
    });
  });

  test("gives nothing back that was not taken", async () => {
    const execution = await runStateMachine(definition, { aws, input: { ...input, quantity: 4 } });

    expect(execution).not.toHaveVisited("ReleaseStock");
    expect(await state()).toMatchObject({ available: { N: "3" }, balance: { N: "50" }, status: { S: "CANCELLED" } });
  });

  test("does not give up when the table is busy", async () => {
    const busy = mockAws({
      lambda: { Charge: fails("CardExpired", "12/24") },
      states: {
        PlaceOrder: {},
        ReserveStock: {},
        ReleaseStock: [fails("DynamoDB.ThrottlingException"), fails("DynamoDB.ThrottlingException"), {}],
        CancelOrder: {},
      },
    });

    const execution = await runStateMachine(definition, { aws: busy, input });

    expect(execution).toHaveRetried("ReleaseStock", { times: 2, delays: ["1s", "2s"] });
    expect(execution).toHaveFailed({ error: "CardExpired" });
  });
});

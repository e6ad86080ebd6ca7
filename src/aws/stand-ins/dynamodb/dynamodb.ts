import { UsageError } from "../../../base/errors.ts";
import type { ApiMembers, ApiRequest, StandIn } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";
import type { DynaliteServer, WireAnswer } from "./dynalite.ts";
import { startDynalite } from "./dynalite.ts";
import { Loopback } from "./loopback.ts";
import { askUntilSettled } from "./table-changes.ts";
import { settled } from "./wire-values.ts";

/** dynalite knows these. */
const OPERATIONS: ReadonlySet<string> = new Set(
  "batchGetItem batchWriteItem createTable deleteItem deleteTable describeTable describeTimeToLive getItem listTables putItem query scan updateItem updateTable".split(
    " ",
  ),
);

/** Amazon DynamoDB of a world, through dynalite; `aws.dynamodb`. */
export class DynamoDb implements StandIn {
  readonly #world: StandInWorld;
  #server: DynaliteServer | undefined;
  #loopback: Loopback | undefined;
  readonly #tables = new Set<string>();
  /** One request at a time, in the order of asking: how long each really takes must not show. */
  #last: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(world: StandInWorld) {
    this.#world = world;
  }

  /**
   * Creates a table as CreateTable does (on demand, unless told otherwise), and puts these items into it, in DynamoDB's JSON. Rejects with
   * a UsageError when the package dynalite is not installed or DynamoDB refuses.
   *
   * @example
   * const aws = mockAws();
   * const orders = await aws.dynamodb.createTable(
   *   { TableName: "orders", KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }] },
   *   [{ id: { S: "o-1" }, total: { N: "3" } }],
   * );
   * expect(await orders.items()).toEqual([{ id: { S: "o-1" }, total: { N: "3" } }]);
   */
  async createTable(definition: TableDefinition, items: readonly object[] = []): Promise<Table> {
    this.#world.demandAlive("DynamoDB");
    const onDemand = "ProvisionedThroughput" in definition ? {} : { BillingMode: "PAY_PER_REQUEST" };
    await this.demand("createTable", { ...onDemand, ...definition });
    const table = new Table(definition.TableName, this, this.#world);
    for (const item of items) await table.put(item);
    return table;
  }

  /**
   * The address of these tables on this machine, `http://127.0.0.1:49152`, for what is not intercepted: another process, a worker, a client
   * with `endpoint`. It is opened when first asked for and closed by `aws.reset()`. What comes that way is answered at once, in real time,
   * and in no order with what the world itself asks. Rejects with a UsageError when the package dynalite is not installed or no port is to
   * be had.
   *
   * @example
   * const aws = mockAws();
   * const environment = { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: await aws.dynamodb.endpoint() };
   * expect(environment.AWS_ENDPOINT_URL_DYNAMODB).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
   */
  async endpoint(): Promise<string> {
    this.#world.demandAlive("DynamoDB");
    this.#loopback ??= new Loopback(this.#dynalite);
    const url = await this.#loopback.url;
    this.#world.demandAlive("DynamoDB");
    return url;
  }

  /** @internal */
  get inUse(): boolean {
    return this.#tables.size > 0 || this.#loopback !== undefined;
  }

  /** @internal */
  close(): void {
    this.#loopback?.close();
  }

  get #dynalite(): DynaliteServer {
    return (this.#server ??= startDynalite());
  }

  /** @internal */
  ask({ operation, input, state }: ApiRequest): Promise<ApiMembers> {
    if (!OPERATIONS.has(operation)) throw unknownOperation(operation, state);
    return this.#send(operation, input);
  }

  /** What a test itself asks for; a refusal is a misuse. @internal */
  async demand(operation: string, input: object): Promise<ApiMembers> {
    try {
      return await this.#send(operation, input as ApiMembers);
    } catch (thrown) {
      if (!(thrown instanceof ApiException)) throw thrown;
      throw new UsageError(`DynamoDB refuses ${operation}: ${thrown.name}: ${thrown.message}`, { code: "REFUSED_BY_DYNAMODB" });
    }
  }

  async #send(operation: string, input: ApiMembers): Promise<ApiMembers> {
    const name = operation.charAt(0).toUpperCase() + operation.slice(1);
    const server = this.#dynalite;
    const answer = this.#last.then(() => askUntilSettled(server, name, input));
    this.#last = answer.catch(() => undefined);
    const members = answered(await answer);
    if (operation === "createTable") this.#tables.add(String(input["TableName"]));
    if (operation === "deleteTable") this.#tables.delete(String(input["TableName"]));
    return settled(members, this.#world);
  }
}

/** As CreateTable takes it. */
export interface TableDefinition {
  readonly TableName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: "HASH" | "RANGE" }[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: "S" | "N" | "B" }[];
  readonly [member: string]: unknown;
}

/** A table of a world; made by `aws.dynamodb.createTable`. Items are written in DynamoDB's JSON. */
export class Table {
  readonly name: string;
  readonly #service: DynamoDb;
  readonly #world: StandInWorld;

  /** @internal */
  constructor(name: string, service: DynamoDb, world: StandInWorld) {
    this.name = name;
    this.#service = service;
    this.#world = world;
  }

  /** Puts an item. */
  async put(item: object): Promise<void> {
    this.#world.demandAlive(`table ${this.name}`);
    await this.#service.demand("putItem", { TableName: this.name, Item: item });
  }

  /** The item of a key; `undefined` when there is none. */
  async get(key: object): Promise<ApiMembers | undefined> {
    const { Item } = await this.#service.demand("getItem", { TableName: this.name, Key: key, ConsistentRead: true });
    return Item as ApiMembers | undefined;
  }

  /** All items, in the order of a scan. */
  async items(): Promise<readonly ApiMembers[]> {
    const items: ApiMembers[] = [];
    let start: unknown;
    do {
      const page = await this.#service.demand("scan", { TableName: this.name, ...(start !== undefined && { ExclusiveStartKey: start }) });
      items.push(...(page["Items"] as readonly ApiMembers[]));
      start = page["LastEvaluatedKey"];
    } while (start !== undefined);
    return items;
  }
}

function answered({ status, body }: WireAnswer): ApiMembers {
  const members = JSON.parse(body) as { readonly [name: string]: unknown };
  if (status === 200) return members;
  const name = String(members["__type"]).split("#").at(-1) ?? "";
  const message = String(members["message"] ?? members["Message"] ?? "");
  throw new ApiException(name, message, { status, isModelled: !UNMODELLED.has(name) });
}

/** What the API's model does not name. */
const UNMODELLED: ReadonlySet<string> = new Set(["ValidationException", "SerializationException"]);

function unknownOperation(operation: string, state: string | undefined): UsageError {
  return new UsageError(`The stand-in aws.dynamodb does not know the operation "${operation}".`, {
    code: "UNKNOWN_OPERATION",
    state,
    hint: `Mock it: \`dynamodb: { ${operation}: … }\` comes before the stand-in. dynalite knows ${[...OPERATIONS].join(", ")}.`,
  });
}

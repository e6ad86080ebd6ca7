import type { Instant } from "../../../base/brand.ts";
import { UsageError } from "../../../base/errors.ts";
import type { Json, JsonObject } from "../../../base/json.ts";
import { isJsonObject } from "../../../base/json.ts";
import type { Operations } from "../operations.ts";
import { perform } from "../operations.ts";
import { asText, listOf, optionalText, textOf } from "../parameters.ts";
import type { ApiMembers, ApiRequest, StandIn } from "../stand-in.ts";
import { ApiException } from "../stand-in.ts";
import type { StandInWorld } from "../world.ts";
import type { RuleOptions } from "./event-bus.ts";
import { EventBus } from "./event-bus.ts";

/** An event that was published, in EventBridge's own words. */
export interface PublishedEvent {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources: readonly string[];
  readonly at: Date;
}

/** Amazon EventBridge of a world; `aws.events`. */
export class Events implements StandIn {
  readonly #world: StandInWorld;
  readonly #buses = new Map<string, EventBus>();
  readonly #published: PublishedEvent[] = [];
  readonly #announced: PublishedEvent[] = [];
  #inUse = false;

  /** @internal */
  constructor(world: StandInWorld) {
    this.#world = world;
    this.#buses.set("default", new EventBus("default", world));
  }

  /** All events that PutEvents took, in order. PutEvents is answered once there is a rule or a bus, or after `record()`. */
  get published(): readonly PublishedEvent[] {
    return this.#published.slice();
  }

  /**
   * All events that AWS's own services published to the default bus, in order: that Standard executions run, and how they ended. None
   * before there is a rule or a bus, or `record()`.
   *
   * @example
   * const aws = mockAws();
   * aws.events.record();
   * await runStateMachine({ StartAt: "Done", States: { Done: { Type: "Succeed" } } }, { aws });
   * expect(aws.events.fromServices).toMatchObject([{ detail: { status: "RUNNING" } }, { detail: { status: "SUCCEEDED", output: "{}" } }]);
   */
  get fromServices(): readonly PublishedEvent[] {
    return this.#announced.slice();
  }

  /**
   * Creates an event bus beside the default one. Throws a UsageError for a name that is taken.
   *
   * @example
   * const aws = mockAws();
   * const jobs = aws.sqs.createQueue("jobs");
   * const orders = aws.events.createBus("orders");
   * orders.addRule({ pattern: { "detail-type": ["created"] }, targets: [jobs] });
   * expect(orders.arn).toBe("arn:aws:events:us-east-1:123456789012:event-bus/orders");
   */
  createBus(name: string): EventBus {
    if (this.#buses.has(name)) throw new UsageError(`There is an event bus "${name}" already.`, { code: "NAME_TAKEN" });
    this.#inUse = true;
    const bus = new EventBus(name, this.#world);
    this.#buses.set(name, bus);
    return bus;
  }

  /** Adds a rule to the default bus; see {@link EventBus.addRule}. */
  addRule(rule: RuleOptions): void {
    this.#inUse = true;
    this.bus("default").addRule(rule);
  }

  /** Lets the stand-in answer PutEvents although there is neither a bus nor a rule: what was published is kept. */
  record(): void {
    this.#inUse = true;
  }

  /** @internal */
  get inUse(): boolean {
    return this.#inUse;
  }

  /** By name or ARN. Throws ResourceNotFoundException. @internal */
  bus(name: string): EventBus {
    const bus = this.#buses.get(name.split("/").at(-1) ?? name);
    if (bus !== undefined) return bus;
    throw new ApiException("ResourceNotFoundException", `Event bus ${name} does not exist.`);
  }

  /** @internal */
  put(entry: ApiMembers): ApiMembers {
    const refusal = refusalOf(entry);
    if (refusal !== undefined) return refusal;
    const bus = this.bus(optionalText(entry, "EventBusName") ?? "default");
    const id = this.#world.uuid("events");
    const event = this.#eventOf(entry, id, this.#world.now());
    this.#published.push(published(event, bus.name, this.#world.now()));
    bus.take(event);
    return { EventId: id };
  }

  /** Takes what a service publishes of itself. @internal */
  announce(Source: string, DetailType: string, Resources: readonly string[], Detail: JsonObject): void {
    const event = this.#eventOf({ Source, DetailType, Resources, Detail }, this.#world.uuid("events"), this.#world.now());
    this.#announced.push(published(event, "default", this.#world.now()));
    this.bus("default").take(event);
  }

  #eventOf(entry: ApiMembers, id: string, now: Instant): JsonObject {
    return {
      version: "0",
      id,
      "detail-type": textOf(entry, "DetailType"),
      source: textOf(entry, "Source"),
      account: this.#world.host.accountId,
      time: new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
      region: this.#world.host.region,
      resources: listOf(entry, "Resources").map(String),
      detail: JSON.parse(asText(entry["Detail"])) as Json,
    };
  }

  /** @internal */
  ask(request: ApiRequest): ApiMembers | Promise<ApiMembers> {
    return perform("events", operations, this, request);
  }
}

const operations: Operations<Events> = {
  createEventBus: (events, { input }) => ({ EventBusArn: events.createBus(textOf(input, "Name")).arn }),
  putEvents: (events, { input }) => {
    const Entries = listOf(input, "Entries").map((entry) => events.put(entry));
    return { Entries, FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
  },
};

/** PutEvents refuses entries one by one. */
function refusalOf(entry: ApiMembers): ApiMembers | undefined {
  for (const name of ["Source", "DetailType", "Detail"]) {
    if (entry[name] === undefined || entry[name] === "")
      return { ErrorCode: "InvalidArgument", ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.` };
  }
  return isDetail(asText(entry["Detail"])) ? undefined : { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
}

function isDetail(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text) as Json);
  } catch {
    return false;
  }
}

function published(event: JsonObject, bus: string, now: Instant): PublishedEvent {
  return {
    id: String(event["id"]),
    bus,
    source: String(event["source"]),
    detailType: String(event["detail-type"]),
    detail: event["detail"],
    resources: event["resources"] as readonly string[],
    at: new Date(now),
  };
}

import { isJsonObject } from "../../base/json.ts";
import type { ExternalHandle, Landed } from "../../kernel/external.ts";
import type { AwsCall, AwsReply } from "../call.ts";
import { replyOf } from "./answered.ts";
import { DynamoDb } from "./dynamodb/dynamodb.ts";
import { Events } from "./events/events.ts";
import { S3 } from "./s3/s3.ts";
import { Sns } from "./sns/sns.ts";
import { Sqs } from "./sqs/sqs.ts";
import type { StandIn } from "./stand-in.ts";
import type { StandInHost } from "./world.ts";
import { StandInWorld } from "./world.ts";

/** The services with state, by their names in mocks. */
export interface Services {
  readonly sqs: Sqs;
  readonly s3: S3;
  readonly sns: Sns;
  readonly events: Events;
  readonly dynamodb: DynamoDb;
}

const MAKERS: { readonly [Name in keyof Services]: (world: StandInWorld) => Services[Name] } = {
  sqs: (world) => new Sqs(world),
  s3: (world) => new S3(world),
  sns: (world) => new Sns(world),
  events: (world) => new Events(world),
  dynamodb: (world) => new DynamoDb(world),
};

/** The stand-ins of a world; each is made when a test first asks for it, and answers once it holds something. */
export class StandIns {
  readonly #world: StandInWorld;
  readonly #made = new Map<string, StandIn>();

  constructor(host: StandInHost) {
    this.#world = new StandInWorld(host);
  }

  get<Name extends keyof Services>(name: Name): Services[Name] {
    const known = this.#made.get(name);
    if (known !== undefined) return known as Services[Name];
    const made = MAKERS[name](this.#world);
    this.#made.set(name, made);
    return made;
  }

  /** The service, if a test has given it anything to hold. */
  inUse<Name extends keyof Services>(name: Name): Services[Name] | undefined {
    const made = this.#made.get(name);
    return made?.inUse === true ? (made as Services[Name]) : undefined;
  }

  /** Answers a call; `undefined` when there is nothing of its service. */
  ask(call: AwsCall, handle: ExternalHandle): Landed<AwsReply> | Promise<Landed<AwsReply>> | undefined {
    const standIn = this.#made.get(call.service);
    if (standIn === undefined || !standIn.inUse) return undefined;
    const input = isJsonObject(call.input) ? call.input : {};
    const request = { operation: call.operation, input, state: call.state === "" ? undefined : call.state, handle };
    const reply = replyOf(
      () => standIn.ask(request),
      call,
      () => call.uuid?.() ?? this.#world.uuid("request"),
    );
    return reply instanceof Promise ? reply.then(landed) : landed(reply);
  }

  /** Ends the world: what was created in it is gone. */
  close(): void {
    this.#world.end();
    for (const made of this.#made.values()) made.close?.();
  }
}

function landed(value: AwsReply): Landed<AwsReply> {
  return { value, latencyMs: 0 };
}

import type { Json } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { ExternalHandle, Landed } from "../../kernel/external.ts";
import type { AwsCall, AwsReply } from "../call.ts";
import { lambdaReply } from "../lambda/lambda-reply.ts";
import { replyOf } from "../stand-ins/answered.ts";
import { isTablesAddress } from "../stand-ins/dynamodb/loopback.ts";
import type { ApiMembers } from "../stand-ins/stand-in.ts";
import type { EndpointOptions } from "./endpoint-options.ts";
import { endpointUrls } from "./endpoint-options.ts";
import { RealClient } from "./real-client.ts";

/** The services whose calls go to something real, each through the user's own SDK client. */
export class Endpoints {
  readonly #urls: ReadonlyMap<string, URL>;
  readonly #region: string;
  readonly #clients = new Map<string, RealClient>();

  constructor(options: EndpointOptions, region: string) {
    this.#urls = endpointUrls(options);
    this.#region = region;
  }

  /** Does a request to this address reach something real: one of them, or tables on loopback? Then it is not to be intercepted. */
  isReal(url: URL): boolean {
    return isTablesAddress(url) || [...this.#urls.values()].some(({ host }) => host === url.host);
  }

  has(service: string): boolean {
    return this.#urls.has(service);
  }

  /** Sends a call to where its service's calls go; `undefined` when they go nowhere. */
  ask(call: AwsCall, handle: ExternalHandle): Promise<Landed<AwsReply>> | undefined {
    const url = this.#urls.get(call.service);
    if (url === undefined) return undefined;
    const sent = handle.within(() => this.#reply(call, this.#client(call, url)));
    return sent.then((value) => ({ value, latencyMs: 0 }));
  }

  #client({ service, operation }: AwsCall, url: URL): RealClient {
    const known = this.#clients.get(service);
    if (known !== undefined) return known;
    const made = new RealClient(service, operation, url, this.#region);
    this.#clients.set(service, made);
    return made;
  }

  async #reply(call: AwsCall, client: RealClient): Promise<AwsReply> {
    if (call.function !== undefined) return lambdaReply(await client.invoke(call.function, call.payload));
    const isTask = call.resourceType !== undefined;
    const ask = (): Promise<ApiMembers> => client.send(call.operation, membersOf(call.input), isTask);
    return replyOf(ask, call, () => call.uuid?.() ?? "");
  }
}

function membersOf(input: Json): ApiMembers {
  return isJsonObject(input) ? input : {};
}

/** Of a world whose calls go nowhere. */
export const NO_ENDPOINTS: Endpoints = new Endpoints({}, "");

import { UsageError } from "../../base/errors.ts";
import type { ClientProtocol, ProtocolSettings } from "../../sdk/client-package.ts";
import type { ServiceModel } from "../../sdk/service-model.ts";
import type { WireProtocol, WireRequest } from "../codec.ts";
import { withFramesOfBytes } from "./event-stream.ts";

/** The SDK's class for each protocol that does not follow from the client alone. */
const CLASSES: { readonly [protocol in WireProtocol]?: string } = {
  awsJson1_0: "AwsJson1_0Protocol",
  awsJson1_1: "AwsJson1_1Protocol",
  rpcv2Cbor: "AwsSmithyRpcV2CborProtocol",
  rpcv2Json: "AwsSmithyRpcV2JsonProtocol",
};

/** Protocols that requests name in a header. */
const NAMED: { readonly [header: string]: WireProtocol } = { "rpc-v2-cbor": "rpcv2Cbor", "rpc-v2-json": "rpcv2Json" };

/** The protocol a request is written in, as far as the request alone tells. Throws a UsageError for one that is named, and not known. */
export function spokenProtocol({ headers, url }: WireRequest): WireProtocol | undefined {
  const name = headers["smithy-protocol"];
  if (name !== undefined) return namedProtocol(name, new URL(url).hostname);
  const type = headers["content-type"] ?? "";
  if (headers["x-amz-target"] !== undefined) return type.includes("json-1.0") ? "awsJson1_0" : "awsJson1_1";
  return type.startsWith("application/x-www-form-urlencoded") ? "awsQuery" : undefined;
}

function namedProtocol(name: string, host: string): WireProtocol {
  if (!Object.hasOwn(NAMED, name)) throw refusedProtocol(host, name);
  return NAMED[name] as WireProtocol;
}

/** The protocol of a request to a service: what it is written in, or what the service's client speaks. */
export function protocolOf(request: WireRequest, model: ServiceModel): WireProtocol | undefined {
  const own = ownProtocol(model);
  const spoken = spokenProtocol(request);
  if (spoken === "awsQuery" && own === "ec2Query") return own;
  return spoken ?? (own === "restJson1" || own === "restXml" ? own : undefined);
}

function refusedProtocol(receiver: string, protocol: string): UsageError {
  return new UsageError(`A request to ${receiver} is written in ${protocol}, which is not supported over HTTP.`, {
    code: "UNSUPPORTED_PROTOCOL",
    hint: "Mock the function around this call instead, for example by a `states` or `lambda` mock.",
  });
}

/** What a client speaks. That of EC2, which nothing else speaks, has gone by the name of the one it was made from. */
function ownProtocol({ client, package: { config } }: ServiceModel): string {
  const name = config.protocol.getShapeId().split("#")[1] ?? "";
  return client === "ec2" && name === "awsQuery" ? "ec2Query" : name;
}

const made = new WeakMap<ServiceModel, Map<WireProtocol, ClientProtocol>>();

/** The SDK's own implementation of a protocol, for one service. */
export function sdkProtocol(model: ServiceModel, protocol: WireProtocol): ClientProtocol {
  let ofModel = made.get(model);
  if (ofModel === undefined) made.set(model, (ofModel = new Map<WireProtocol, ClientProtocol>()));
  let sdk = ofModel.get(protocol);
  if (sdk === undefined) ofModel.set(protocol, (sdk = newProtocol(model, protocol)));
  return sdk;
}

function newProtocol(model: ServiceModel, name: WireProtocol): ClientProtocol {
  const { package: client } = model;
  const { config } = client;
  const protocol =
    ownProtocol(model) === name ? config.protocol : instance(client.dependency("@aws-sdk/core/protocols"), name, config.protocolSettings);
  protocol.setSerdeContext(withFramesOfBytes(config));
  return protocol;
}

function instance(classes: unknown, name: WireProtocol, settings: ProtocolSettings): ClientProtocol {
  const Protocol = (classes as { readonly [name: string]: new (settings: ProtocolSettings) => ClientProtocol })[CLASSES[name] ?? ""];
  if (Protocol === undefined) throw refusedProtocol(settings.defaultNamespace, name);
  return new Protocol(settings);
}

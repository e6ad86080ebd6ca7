import { UsageError } from "../../base/errors.ts";
import type { ClientProtocol, ProtocolSettings } from "../../sdk/client-package.ts";
import type { ServiceModel } from "../../sdk/service-model.ts";
import type { WireProtocol, WireRequest } from "../codec.ts";

/** The SDK's class for each protocol that does not follow from the client alone. */
const CLASSES: { readonly [protocol in WireProtocol]?: string } = {
  awsJson1_0: "AwsJson1_0Protocol",
  awsJson1_1: "AwsJson1_1Protocol",
  awsQuery: "AwsQueryProtocol",
  rpcv2Cbor: "AwsSmithyRpcV2CborProtocol",
};

/** The protocol a request is written in, as far as the request alone tells. */
export function spokenProtocol({ headers }: WireRequest): WireProtocol | undefined {
  if (headers["smithy-protocol"] === "rpc-v2-cbor") return "rpcv2Cbor";
  const type = headers["content-type"] ?? "";
  if (headers["x-amz-target"] !== undefined) return type.includes("json-1.0") ? "awsJson1_0" : "awsJson1_1";
  return type.startsWith("application/x-www-form-urlencoded") ? "awsQuery" : undefined;
}

/** The protocol of a request to a service: what it is written in, or what the service's client speaks. Throws a UsageError for ec2Query. */
export function protocolOf(request: WireRequest, model: ServiceModel): WireProtocol | undefined {
  const own = protocolName(model.package.config.protocol);
  if (own === "ec2Query") throw refusedProtocol(model.client, "ec2Query");
  return spokenProtocol(request) ?? (own === "restJson1" || own === "restXml" ? own : undefined);
}

function refusedProtocol(client: string, protocol: string): UsageError {
  return new UsageError(`A request to ${client} is written in ${protocol}, which is not supported over HTTP.`, {
    code: "UNSUPPORTED_PROTOCOL",
    hint: "Mock the function around this call instead, for example by a `states` or `lambda` mock.",
  });
}

function protocolName(protocol: ClientProtocol): string {
  return protocol.getShapeId().split("#")[1] ?? "";
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

function newProtocol({ package: client }: ServiceModel, name: WireProtocol): ClientProtocol {
  const { config } = client;
  const protocol =
    protocolName(config.protocol) === name
      ? config.protocol
      : instance(client.dependency("@aws-sdk/core/protocols"), name, config.protocolSettings);
  protocol.setSerdeContext(config);
  return protocol;
}

function instance(classes: unknown, name: WireProtocol, settings: ProtocolSettings): ClientProtocol {
  const Protocol = (classes as { readonly [name: string]: new (settings: ProtocolSettings) => ClientProtocol })[CLASSES[name] ?? ""];
  if (Protocol === undefined) throw refusedProtocol(settings.defaultNamespace, name);
  return new Protocol(settings);
}

import { UsageError } from "../../base/errors.ts";
import { OLDEST_CLIENT } from "../../sdk/client-package.ts";
import type { ServiceModel, ServiceOperation } from "../../sdk/service-model.ts";
import { aslName, modelOfClient, whyNotModelled } from "../../sdk/service-model.ts";
import { serviceOf } from "../../sdk/service-names.ts";
import type { Structure } from "../../sdk/shapes.ts";
import type { WireCall, WireProtocol, WireRequest } from "../codec.ts";
import { isEventStream } from "./event-stream.ts";
import { readAs } from "./mirror.ts";
import { clientsAsking } from "./origin.ts";
import { protocolOf, spokenProtocol } from "./protocols.ts";
import type { FormTree } from "./query-form.ts";
import { formTree } from "./query-form.ts";
import { readEc2Form } from "./read-ec2-form.ts";
import { readRest } from "./read-rest.ts";
import { routeOf } from "./route.ts";
import { withoutChunks } from "./s3.ts";
import { readForm } from "./xml.ts";

/** An operation, and how to read its input once it is known to be the one. */
interface Asked {
  readonly operation: ServiceOperation;
  readonly protocol: WireProtocol;
  readonly read: () => Promise<Record<string, unknown>>;
}

/**
 * Reads a request to AWS: which service and operation, and the input as the SDK's command took it. Without the service's client only
 * the JSON protocols can be read, and blobs stay base64 text and dates numbers. Throws a UsageError that says what to install, for an
 * operation nobody knows, and for requests that are event streams.
 */
export async function decode(wireRequest: WireRequest): Promise<WireCall> {
  const request = withoutChunks(wireRequest);
  const clients = clientsAsking(request);
  for (const client of clients) {
    const model = modelOfClient(client);
    const asked = model === undefined ? undefined : askedOf(model, request);
    if (asked === undefined) continue;
    demandNoStream(asked.operation);
    return callOf(asked, request, await asked.read());
  }
  return withoutModel(request, clients);
}

function callOf({ operation, protocol }: Asked, request: WireRequest, input: Record<string, unknown>): WireCall {
  return {
    service: serviceOf(operation.service.client),
    operation: aslName(operation.name),
    input,
    wire: { protocol, model: operation, request, input },
  };
}

function askedOf(model: ServiceModel, request: WireRequest): Asked | undefined {
  const protocol = protocolOf(request, model);
  switch (protocol) {
    case undefined:
      return undefined;
    case "restJson1":
    case "restXml":
      return askedByRoute(model, protocol, request);
    case "awsQuery":
    case "ec2Query":
      return askedByForm(model, protocol, request);
    default:
      return askedByName(model, protocol, request);
  }
}

function askedByRoute(model: ServiceModel, protocol: WireProtocol, request: WireRequest): Asked | undefined {
  const route = routeOf(model, request);
  return route && { operation: route.operation, protocol, read: async () => await readRest(route, protocol, request) };
}

function askedByForm(model: ServiceModel, protocol: "awsQuery" | "ec2Query", { body, url }: WireRequest): Asked | undefined {
  const form = new URLSearchParams(Buffer.from(body).toString("utf8"));
  const operation = named(model, form.get("Action") ?? new URL(url).searchParams.get("Action") ?? "");
  const read = (tree: FormTree, { input, schema }: ServiceOperation): unknown =>
    protocol === "ec2Query" ? readEc2Form(input, tree) : readForm(model, schema.input, tree);
  return operation && { operation, protocol, read: async () => ({ ...(read(formTree(form), operation) as object) }) };
}

function askedByName(model: ServiceModel, protocol: WireProtocol, request: WireRequest): Asked | undefined {
  const operation = named(model, operationName(request));
  const { headers, body } = request;
  return (
    operation && {
      operation,
      protocol,
      read: async () => await readAs(operation, protocol, operation.schema.input, { ...headers }, new Uint8Array(body)),
    }
  );
}

function named(model: ServiceModel, name: string): ServiceOperation | undefined {
  const operation = model.operations.get(aslName(name));
  return operation?.name === name ? operation : undefined;
}

/** `DynamoDB_20120810.GetItem` in the header, or `/service/Name/operation/GetItem` in the path. */
function operationName({ headers, url }: WireRequest): string {
  return headers["x-amz-target"]?.split(".").at(-1) ?? new URL(url).pathname.split("/operation/")[1] ?? "";
}

function demandNoStream({ name, input, service }: ServiceOperation): void {
  if (
    input.kind === "unit" ||
    ![...(input as Structure).members.values()].some(({ shape, traits }) => traits.streaming !== undefined && shape().kind === "union")
  )
    return;
  throw streamRefused(`${service.client}:${aslName(name)}`);
}

function streamRefused(what: string): UsageError {
  return new UsageError(`${what} sends an event stream, which is not supported over HTTP.`, {
    code: "EVENT_STREAM_REQUEST",
    hint: "Mock the function around this call instead, for example by a `states` or `lambda` mock.",
  });
}

/** JSON tells its operation and its members without a schema. */
function withoutModel(request: WireRequest, clients: readonly string[]): WireCall {
  const protocol = spokenProtocol(request);
  const [client] = clients;
  if (client === undefined) throw unknownService(request);
  if (isEventStream(request.headers)) throw streamRefused(`A request to ${client}`);
  if (protocol !== "awsJson1_0" && protocol !== "awsJson1_1") throw unreadable(request, client);
  if (modelOfClient(client) !== undefined) throw unknownOperation(request, client);
  const input = JSON.parse(Buffer.from(request.body).toString("utf8") || "{}") as Record<string, unknown>;
  return {
    service: serviceOf(client),
    operation: aslName(operationName(request)),
    input,
    wire: { protocol, model: undefined, request, input },
  };
}

function unreadable(request: WireRequest, client: string): UsageError {
  return modelOfClient(client) === undefined ? missingClient(request, client) : unknownOperation(request, client);
}

function unknownService({ method, url }: WireRequest): UsageError {
  return new UsageError(`No AWS service could be told from ${method} ${String(url)}: it is not signed, and its host says nothing.`, {
    code: "UNKNOWN_SERVICE",
  });
}

function missingClient({ method, url }: WireRequest, client: string): UsageError {
  return new UsageError(
    `${method} ${String(url)} is a request to ${client}, which cannot be read without the SDK's client, ${whyNotModelled(client)}.`,
    {
      code: "SDK_CLIENT_MISSING",
      hint: `Install the client of ${client} (\`@aws-sdk/client-…\`, ${OLDEST_CLIENT} or later) as a development dependency.`,
    },
  );
}

function unknownOperation({ method, url }: WireRequest, client: string): UsageError {
  return new UsageError(`${method} ${String(url)} is no operation of ${client} that its installed SDK client knows.`, {
    code: "UNKNOWN_OPERATION",
  });
}

import type { MirroredOperation, ProtocolRequest } from "../../sdk/client-package.ts";
import type { ServiceOperation } from "../../sdk/service-model.ts";
import type { SchemaRef } from "../../sdk/shapes.ts";
import type { WireProtocol } from "../codec.ts";
import { sdkProtocol } from "./protocols.ts";

/**
 * A client's protocol writes requests and reads responses; a server needs the opposite. Handed an operation whose input and
 * output are exchanged, the same protocol does that: a response is written as if it were a request.
 */
export async function writeAs(
  operation: ServiceOperation,
  protocol: WireProtocol,
  schema: SchemaRef,
  value: unknown,
): Promise<ProtocolRequest> {
  return await sdkProtocol(operation.service, protocol).serializeRequest(mirrored(operation, schema, "unit"), value, context(operation));
}

/** Reads a request as if it were a response. */
export async function readAs(
  operation: ServiceOperation,
  protocol: WireProtocol,
  schema: SchemaRef,
  headers: Record<string, string>,
  body: unknown,
): Promise<Record<string, unknown>> {
  const sdk = sdkProtocol(operation.service, protocol);
  const response = new (sdk.getResponseType())({ statusCode: 200, headers: { ...headers }, body });
  const { $metadata: _, ...value } = await sdk.deserializeResponse(mirrored(operation, "unit", schema), context(operation), response);
  return value;
}

function mirrored({ schema: { namespace, name } }: ServiceOperation, input: SchemaRef, output: SchemaRef): MirroredOperation {
  return { namespace, name, traits: {}, input, output };
}

const contexts = new WeakMap<ServiceOperation, object>();

/** A client's configuration is large: it is copied once for each operation. */
function context(operation: ServiceOperation): object {
  let known = contexts.get(operation);
  if (known === undefined) contexts.set(operation, (known = newContext(operation)));
  return known;
}

/** No endpoint: neither path nor host is written. */
function newContext({ service, name }: ServiceOperation): object {
  return {
    ...service.package.config,
    endpoint: async () => undefined,
    __smithy_context: { service: service.package.config.protocolSettings.defaultNamespace, operation: name },
  };
}

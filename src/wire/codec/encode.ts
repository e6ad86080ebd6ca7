import { UsageError } from "../../base/errors.ts";
import { adapted } from "../../sdk/adapt.ts";
import type { ServiceOperation } from "../../sdk/service-model.ts";
import { aslName } from "../../sdk/service-model.ts";
import type { Structure, Traits } from "../../sdk/shapes.ts";
import type { Wire, WireResponse } from "../codec.ts";
import { bodyOf, EMPTY, responseHeaders } from "./bodies.ts";
import { EVENT_STREAM_TYPE, eventMember, eventSource, responseFrames } from "./event-stream.ts";
import { writeAs } from "./mirror.ts";
import { withDigests } from "./sqs-digests.ts";
import { jsonType, untypedBody } from "./untyped.ts";
import { NO_REQUEST_ID, xmlMembers } from "./xml.ts";

type Fields = Record<string, unknown>;

/**
 * Writes a result as the service would: members may be spelt as in ASL or as in the SDK, dates be ISO text, bytes base64 or text, and an
 * event stream an array or an (async) iterable of events. Throws a UsageError for a value that the API cannot carry.
 */
export async function encode(wire: Wire, output: unknown): Promise<WireResponse> {
  const { model, protocol } = wire;
  if (model === undefined) return { status: 200, headers: { "content-type": jsonType(protocol) }, body: untypedBody(output ?? {}) };
  try {
    const value = withDigests(model, (adapted(model.output, output ?? {}) ?? {}) as Fields, wire.input);
    if (protocol === "awsQuery") return queryResponse(model, value);
    return protocol === "ec2Query" ? ec2Response(model, value) : await mirroredResponse(wire, model, value);
  } catch (thrown) {
    throw unsendable(model, thrown);
  }
}

function unsendable({ service, name }: ServiceOperation, thrown: unknown): UsageError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new UsageError(`The answer to ${service.client}:${aslName(name)} cannot be sent: ${why}`, {
    code: "UNSENDABLE_RESULT",
    hint: "The mock's value must have the form of the API's result.",
  });
}

async function mirroredResponse({ protocol, request }: Wire, model: ServiceOperation, value: Fields): Promise<WireResponse> {
  const { status, members } = withoutStatus(model, value);
  const stream = eventMember(model.output);
  if (stream !== undefined) return await streamingResponse({ protocol, model, status }, stream, members);
  const written = await writeAs(model, protocol, model.schema.output, members);
  const isHead = request.method.toUpperCase() === "HEAD";
  return {
    status,
    headers: headersOf(written.headers, isHead ? members["ContentLength"] : undefined),
    body: isHead ? EMPTY : bodyOf(written.body ?? emptyElement(protocol, model)),
  };
}

/** S3 always answers with an element where there could be one; its client takes an empty body for an aborted request. */
function emptyElement(protocol: Wire["protocol"], { output, name }: ServiceOperation): string | undefined {
  if (protocol !== "restXml" || output.kind === "unit") return undefined;
  const members = [...(output as Structure).members.values()];
  const payload = members.find(({ traits }) => traits.httpPayload !== undefined);
  const isElement = payload === undefined ? members.some(({ traits }) => isInBody(traits)) : payload.shape().kind === "structure";
  return isElement ? `<${name}Result/>` : undefined;
}

function isInBody({ httpHeader, httpPrefixHeaders, httpResponseCode }: Traits): boolean {
  return httpHeader === undefined && httpPrefixHeaders === undefined && httpResponseCode === undefined;
}

/** The length of a body is that of the body; a HEAD tells of one that is not sent. */
function headersOf(headers: Readonly<Record<string, string>>, length: unknown): Record<string, string> {
  return { ...responseHeaders(headers), ...(length === undefined ? {} : { "content-length": String(length) }) };
}

interface Streaming {
  readonly protocol: Wire["protocol"];
  readonly model: ServiceOperation;
  readonly status: number;
}

async function streamingResponse(
  { protocol, model, status }: Streaming,
  stream: NonNullable<ReturnType<typeof eventMember>>,
  members: Fields,
): Promise<WireResponse> {
  const source = eventSource(stream, members[stream.name]);
  const written = await writeAs(model, protocol, model.schema.output, { ...members, [stream.name]: source.events });
  return {
    status,
    headers: { ...responseHeaders(written.headers), "content-type": EVENT_STREAM_TYPE },
    body: responseFrames(model, stream, written.body as AsyncIterable<Uint8Array>, source),
  };
}

/** A member may stand for the status of the response, which is then no part of the body. */
function withoutStatus({ output, schema }: ServiceOperation, value: Fields): { readonly status: number; readonly members: Fields } {
  const usual = schema.traits.http?.[2] ?? 200;
  if (output.kind === "unit") return { status: usual, members: {} };
  const member = [...(output as Structure).members.values()].find(({ traits }) => traits.httpResponseCode !== undefined);
  if (member === undefined) return { status: usual, members: value };
  const { [member.name]: status, ...members } = value;
  return { status: typeof status === "number" ? status : usual, members };
}

function queryResponse(model: ServiceOperation, value: Fields): WireResponse {
  const { name, output } = model;
  const result = output.kind === "unit" ? "" : `<${name}Result>${membersOf(model, value)}</${name}Result>`;
  return xmlResponse(model, `${result}<ResponseMetadata/>`);
}

/** Smithy, "AWS EC2 query protocol": the members stand in the response itself. */
function ec2Response(model: ServiceOperation, value: Fields): WireResponse {
  return xmlResponse(model, `<requestId>${NO_REQUEST_ID}</requestId>${model.output.kind === "unit" ? "" : membersOf(model, value)}`);
}

function membersOf({ service, schema }: ServiceOperation, value: Fields): string {
  return xmlMembers(service, schema.output, value);
}

function xmlResponse({ name }: ServiceOperation, content: string): WireResponse {
  const body = Buffer.from(`<${name}Response>${content}</${name}Response>`, "utf8");
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

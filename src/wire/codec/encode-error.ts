import { adapted } from "../../sdk/adapt.ts";
import type { ServiceErrorModel, ServiceModel, ServiceOperation } from "../../sdk/service-model.ts";
import { withTextMembers } from "../../sdk/shapes.ts";
import type { Wire, WireError, WireResponse } from "../codec.ts";
import { bodyOf, EMPTY, responseHeaders } from "./bodies.ts";
import { writeAs } from "./mirror.ts";
import { jsonType, untypedBody } from "./untyped.ts";
import { innerXml, NO_REQUEST_ID, textOf, xmlMembers } from "./xml.ts";

type Fields = Record<string, unknown>;

/** An error as it goes out: with its model, where the API has one of that name. */
interface ServiceError {
  readonly name: string;
  /** What queries and XML call it. */
  readonly code: string;
  readonly status: number;
  readonly error: ServiceErrorModel | undefined;
  readonly fields: Fields;
  readonly message: string;
}

/**
 * Writes an error so that the client throws its class for it; a name the API does not know arrives as the service's base exception with
 * that name. Names may be ASL's (`DynamoDb.ConditionalCheckFailedException`, `S3.NoSuchKeyException`).
 */
export async function encodeError(wire: Wire, error: WireError): Promise<WireResponse> {
  const { model, protocol } = wire;
  if (model === undefined) return untypedError(wire, error);
  const failure = serviceError(model.service, error);
  switch (protocol) {
    case "awsQuery":
      return xmlError(failure, `<ErrorResponse><Error>${queryMembers(model.service, failure)}</Error></ErrorResponse>`);
    case "ec2Query":
      return xmlError(failure, `<Response><Errors><Error>${ec2Members(model.service, failure)}</Error></Errors>${REQUEST_ID}</Response>`);
    case "restXml":
      return await restXmlError(wire, model, failure);
    default:
      return await jsonError(wire, model, failure);
  }
}

function untypedError({ protocol }: Wire, { name, message, ...members }: WireError): WireResponse {
  const type = withoutPrefix(name, "");
  return {
    status: statusByName(type),
    headers: { "content-type": jsonType(protocol), "x-amzn-errortype": type },
    body: untypedBody({ __type: type, message: message ?? "", ...members }),
  };
}

function serviceError(service: ServiceModel, { name, message = "", ...members }: WireError): ServiceError {
  const error = modelledError(service, name);
  const traits = error?.shape.traits;
  const known = error?.name ?? withoutPrefix(name, service.client);
  const modelled =
    traits?.httpError ?? traits?.awsQueryError?.[1] ?? (traits?.error === undefined ? undefined : traits.error === "server" ? 500 : 400);
  return {
    name: known,
    code: traits?.awsQueryError?.[0] ?? known,
    status: givenStatus(members) ?? STATUS[known] ?? modelled ?? statusByName(known),
    error,
    fields: error === undefined ? {} : (adapted(error.shape, members) as Fields),
    message,
  };
}

/** By the API's name, by the code in queries, or by ASL's: with the service before it and `Exception` after it. */
function modelledError({ errors, client }: ServiceModel, name: string): ServiceErrorModel | undefined {
  const byCode = [...errors.values()].find(({ shape }) => shape.traits.awsQueryError?.[0] === name);
  const bare = withoutPrefix(name, client);
  return errors.get(name) ?? byCode ?? errors.get(bare) ?? errors.get(bare.replace(/Exception$/, ""));
}

/** ASL's errors begin with the service: `DynamoDb.`. Codes with dots of their own stay whole. */
function withoutPrefix(name: string, client: string): string {
  const dot = name.indexOf(".");
  const prefix = name.slice(0, Math.max(dot, 0)).toLowerCase();
  return dot > 0 && (client === "" || client.startsWith(prefix)) ? name.slice(dot + 1) : name;
}

/** S3 leaves these without a status, and a HEAD has nothing else to be known by. */
const STATUS: { readonly [name: string]: number } = {
  NoSuchKey: 404,
  NoSuchBucket: 404,
  NoSuchUpload: 404,
  NotFound: 404,
  AccessDenied: 403,
};

function statusByName(name: string): number {
  if (/^(Internal|Service)(Failure|Server|Error|Unavailable)|ServiceUnavailable/.test(name))
    return name.includes("Unavailable") ? 503 : 500;
  // EC2, "Server error codes": it models no errors at all.
  if (/^Insufficient\w*Capacity$/.test(name)) return 500;
  return 400;
}

/** An exception of the SDK, thrown by a mock, brings its status along. */
function givenStatus({ $metadata }: Fields): number | undefined {
  const status = ($metadata as Fields | undefined)?.["httpStatusCode"];
  return typeof status === "number" && status >= 400 ? status : undefined;
}

async function jsonError({ protocol, request }: Wire, model: ServiceOperation, failure: ServiceError): Promise<WireResponse> {
  const schema = withTextMembers(failure.name, ["__type", "message"], failure.error?.schema);
  const written = await writeAs(model, protocol, schema, { ...withMessage(failure), __type: failure.name });
  const isCompatible = model.service.package.config.protocolSettings.awsQueryCompatible === true;
  const queryError = { "x-amzn-query-error": `${failure.code};${failure.status < 500 ? "Sender" : "Receiver"}` };
  return {
    status: failure.status,
    headers: { ...responseHeaders(written.headers), "x-amzn-errortype": failure.name, ...(isCompatible ? queryError : {}) },
    body: request.method.toUpperCase() === "HEAD" ? EMPTY : bodyOf(written.body),
  };
}

/** Some APIs write `Message`. */
function withMessage({ error, fields, message }: ServiceError): Fields {
  return { ...fields, [error?.shape.members.has("Message") === true ? "Message" : "message"]: message };
}

async function restXmlError({ protocol, request }: Wire, model: ServiceOperation, failure: ServiceError): Promise<WireResponse> {
  if (request.method.toUpperCase() === "HEAD") return { status: failure.status, headers: {}, body: EMPTY };
  const schema = withTextMembers(failure.name, ["Code", "Message"], failure.error?.schema);
  const { body } = await writeAs(model, protocol, schema, xmlFields(failure));
  const element = `<Error>${innerXml(textOf(body))}</Error>`;
  return xmlError(failure, model.service.client === "s3" ? element : `<ErrorResponse>${element}</ErrorResponse>`);
}

function queryMembers(service: ServiceModel, failure: ServiceError): string {
  const schema = withTextMembers(failure.name, ["Type", "Code", "Message"], failure.error?.schema);
  return xmlMembers(service, schema, { ...xmlFields(failure), Type: failure.status < 500 ? "Sender" : "Receiver" });
}

function ec2Members(service: ServiceModel, failure: ServiceError): string {
  return xmlMembers(service, withTextMembers(failure.name, ["Code", "Message"], failure.error?.schema), xmlFields(failure));
}

const REQUEST_ID = `<RequestID>${NO_REQUEST_ID}</RequestID>`;

function xmlFields(failure: ServiceError): Fields {
  const { error, fields, code, message } = failure;
  return { ...fields, Code: code, [error?.shape.members.has("message") === true ? "message" : "Message"]: message };
}

function xmlError({ status }: ServiceError, xml: string): WireResponse {
  return { status, headers: { "content-type": "application/xml" }, body: Buffer.from(xml, "utf8") };
}
